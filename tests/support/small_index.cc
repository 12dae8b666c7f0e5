#include "tests/support/small_index.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "common/status_macros.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

std::string Describe(const std::vector<Occurrence>& occurrences) {
  std::ostringstream out;
  out << occurrences.size() << " occurrences:";
  for (size_t i = 0; i < std::min<size_t>(occurrences.size(), 8); ++i) {
    out << " " << occurrences[i].document << ":" << occurrences[i].offset;
  }
  return out.str();
}

std::string Describe(const std::vector<OracleSpan>& spans) {
  std::ostringstream out;
  for (const OracleSpan& span : spans) {
    out << "\n  words " << span.first_word << ".." << span.end_word << ", "
        << Describe(span.occurrences);
  }
  return out.str();
}

// The first document of a shard, and one past its last.
std::pair<size_t, size_t> DocumentsOf(const IndexReader& index, size_t shard) {
  size_t first = 0;
  for (size_t i = 0; i < shard; ++i) first += index.shards()[i]->documents().documents();
  return {first, first + index.shards()[shard]->documents().documents()};
}

size_t CountIn(const std::vector<Occurrence>& occurrences, std::pair<size_t, size_t> documents) {
  return static_cast<size_t>(
      std::count_if(occurrences.begin(), occurrences.end(), [&](const Occurrence& occurrence) {
        return occurrence.document >= documents.first && occurrence.document < documents.second;
      }));
}

std::string CompareWords(const QueryText& query, const Oracle::Query& expected) {
  bool same = query.words.size() == expected.words.size();
  for (size_t i = 0; same && i < query.words.size(); ++i) {
    same = query.words[i].begin_byte == expected.words[i].begin_byte &&
           query.words[i].end_byte == expected.words[i].end_byte;
  }
  return same ? "" : "the query's words differ";
}

// Longest match and intervals from one word in one shard.
absl::StatusOr<std::string> CompareShard(const IndexReader& index, size_t shard,
                                         Segmenter* segmenter, const QueryText& query,
                                         uint32_t first, uint32_t step,
                                         const std::vector<std::vector<Occurrence>>& matches) {
  const auto documents = DocumentsOf(index, shard);
  ShardMatcher matcher(index.shards()[shard].get(), segmenter);
  const auto last = static_cast<uint32_t>(query.words.size()) - 1;
  const std::string_view pattern = query.Pattern(first, last);
  const std::string where =
      "word " + std::to_string(first) + ", shard " + std::to_string(shard) + ": ";
  ASSIGN_OR_RETURN(const SuffixMatch match, matcher.LongestMatch(pattern, 1));
  uint32_t words = 0;  // held whole by the match
  while (first + words <= last && query.Pattern(first, first + words).size() <= match.length)
    ++words;
  uint32_t expected = 0;
  while (expected < matches.size() && CountIn(matches[expected], documents) > 0) ++expected;
  if (words != expected) {
    return where + "longest match " + std::to_string(words) + " words, expected " +
           std::to_string(expected);
  }
  for (uint32_t k = 0; k < words; k += step) {
    const auto length = static_cast<uint32_t>(query.Pattern(first, first + k).size());
    ASSIGN_OR_RETURN(const RankInterval ranks, matcher.Interval(pattern, length, match));
    const size_t count = CountIn(matches[k], documents);
    if (ranks.size() != count) {
      return where + "interval of " + std::to_string(k + 1) +
             " words: " + std::to_string(ranks.size()) + ", expected " + std::to_string(count);
    }
    // A caller that needs less than the match must get it all the same.
    ASSIGN_OR_RETURN(const SuffixMatch useful, matcher.LongestMatch(pattern, length));
    if (useful.length != match.length) return where + "`useful` changes the longest match";
  }
  return "";
}

absl::StatusOr<std::string> TryCompareSpans(const IndexReader& index, const Oracle& oracle,
                                            std::string_view text, bool split, ThreadPool* pool) {
  ASSIGN_OR_RETURN(Segmenter* const segmenter, ThreadSegmenter(index.manifest().profile));
  ASSIGN_OR_RETURN(const QueryText query, PrepareQuery(text, split, segmenter));
  const Oracle::Query expected_query = oracle.Prepare(text);
  std::string wrong = CompareWords(query, expected_query);
  if (!wrong.empty()) return wrong;
  std::vector<size_t> limits;
  for (const QueryWord& word : query.words) limits.push_back(word.limit);
  ASSIGN_OR_RETURN(const std::vector<MaximalSpan> found, FindMaximalSpans(index, query, pool));
  std::vector<OracleSpan> spans;
  for (const MaximalSpan& span : found) {
    ASSIGN_OR_RETURN(std::vector<Occurrence> occurrences, ReadOccurrences(index, span.intervals));
    if (occurrences.size() != span.occurrences()) return "occurrences() is not their number";
    spans.push_back({span.first_word, span.end_word, std::move(occurrences)});
  }
  const std::vector<OracleSpan> expected = oracle.MaximalSpans(expected_query, limits);
  if (spans == expected) return "";
  return "maximal spans:" + Describe(spans) + "\nexpected:" + Describe(expected);
}

absl::StatusOr<std::string> TryCompareAll(const IndexReader& index, const Oracle& oracle,
                                          std::string_view text, ThreadPool* pool, uint32_t step) {
  ASSIGN_OR_RETURN(std::string wrong, TryCompareSpans(index, oracle, text, false, pool));
  if (!wrong.empty()) return wrong;
  ASSIGN_OR_RETURN(Segmenter* const segmenter, ThreadSegmenter(index.manifest().profile));
  ASSIGN_OR_RETURN(const QueryText query, PrepareQuery(text, false, segmenter));
  const Oracle::Query expected = oracle.Prepare(text);
  for (uint32_t first = 0; first < query.words.size(); first += step) {
    const auto matches = oracle.Matches(expected, first, query.words.size());
    for (size_t shard = 0; shard < index.shards().size(); ++shard) {
      ASSIGN_OR_RETURN(wrong, CompareShard(index, shard, segmenter, query, first, step, matches));
      if (!wrong.empty()) return wrong;
    }
  }
  if (query.words.empty()) return "";
  // The text as one phrase.
  const auto matches = oracle.Matches(expected, 0, query.words.size());
  ASSIGN_OR_RETURN(const std::vector<ShardInterval> intervals, FindPhrase(index, query, pool));
  ASSIGN_OR_RETURN(const std::vector<Occurrence> found, ReadOccurrences(index, intervals));
  const std::vector<Occurrence> wanted =
      matches.size() == query.words.size() ? matches.back() : std::vector<Occurrence>();
  if (found == wanted) return "";
  return "phrase: " + Describe(found) + "\nexpected: " + Describe(wanted);
}

std::string WithQuery(const absl::StatusOr<std::string>& wrong, std::string_view text) {
  if (wrong.ok() && wrong->empty()) return "";
  return (wrong.ok() ? *wrong : wrong.status().ToString()) +
         "\nquery: " + JsonString(text.substr(0, 2000));
}

}  // namespace

std::string ToJsonLines(const std::vector<std::string>& documents) {
  std::string lines;
  // With ids: one made up from the file's path would differ from folder to folder.
  for (size_t i = 0; i < documents.size(); ++i) {
    lines += "{\"id\":" + std::to_string(i) + ",\"text\":" + JsonString(documents[i]) + "}\n";
  }
  return lines;
}

void WriteTestFile(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

absl::StatusOr<Manifest> BuildQuietly(const BuildOptions& options) {
  return BuildIndex(
      options, [](const BuildProgress&) { return absl::OkStatus(); }, [](const BadRecord&) {});
}

BuildOptions SmallBuild(const std::string& input, const std::string& out_dir) {
  BuildOptions options;
  options.corpus.inputs = {input};
  options.out_dir = out_dir;
  options.memory_bytes = uint64_t{64} << 20;
  options.threads = 1;
  return options;
}

absl::StatusOr<std::vector<Occurrence>> ReadOccurrences(
    const IndexReader& index, const std::vector<ShardInterval>& intervals) {
  std::vector<Occurrence> occurrences;
  for (const ShardInterval& interval : intervals) {
    const ShardReader& shard = *index.shards()[interval.shard];
    for (uint32_t rank = interval.ranks.begin; rank < interval.ranks.end; ++rank) {
      const uint32_t block = shard.blocks().BlockOf(rank);
      ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard.ReadSuffixBlock(block));
      const uint32_t position = suffixes->position(rank - suffixes->first_rank());
      if (position >= shard.text_bytes()) return absl::DataLossError("a position outside the text");
      const uint32_t document = shard.documents().At(position);
      occurrences.push_back({DocumentsOf(index, interval.shard).first + document,
                             position - shard.documents().Begin(document)});
    }
  }
  std::sort(occurrences.begin(), occurrences.end());
  return occurrences;
}

std::string CompareSpans(const IndexReader& index, const Oracle& oracle, std::string_view text,
                         bool split, ThreadPool* pool, absl::Status* error) {
  const auto wrong = TryCompareSpans(index, oracle, text, split, pool);
  if (error != nullptr) {
    *error = wrong.status();
    if (!wrong.ok()) return "";
  }
  return WithQuery(wrong, text);
}

std::string CompareAll(const IndexReader& index, const Oracle& oracle, std::string_view text,
                       ThreadPool* pool, uint32_t step) {
  return WithQuery(TryCompareAll(index, oracle, text, pool, step), text);
}

SmallIndex::SmallIndex(std::vector<std::string> documents, Profile profile, uint32_t block_words,
                       uint32_t documents_per_shard)
    : documents_(std::move(documents)), oracle_(documents_, profile) {
  BuildOptions options = SmallBuild("", folder_.File("index"));
  options.profile = profile;
  options.block_words = block_words;
  options.corpus.inputs.clear();
  // A batch is records of one file, and a shard holds at least one batch.
  const size_t per_file = documents_per_shard == 0 ? documents_.size() : documents_per_shard;
  if (documents_per_shard > 0) options.memory_bytes = 1;
  for (size_t begin = 0; begin < documents_.size(); begin += per_file) {
    const size_t end = std::min(documents_.size(), begin + per_file);
    options.corpus.inputs.push_back(folder_.File(std::to_string(begin) + ".jsonl"));
    WriteTestFile(options.corpus.inputs.back(),
                  ToJsonLines({documents_.begin() + static_cast<ptrdiff_t>(begin),
                               documents_.begin() + static_cast<ptrdiff_t>(end)}));
  }
  OrDie(BuildQuietly(options));
  index_ = OrDie(IndexReader::Open(options.out_dir));
}

}  // namespace spanroot
