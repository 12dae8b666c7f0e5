#include "tests/support/traced_corpus.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "indexer/build/index_builder.h"

namespace spanroot {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value, const char* what) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s: %s\n", what, value.status().ToString().c_str());
    std::abort();
  }
  return *std::move(value);
}

void Print(const TextRange& range, std::ostream* out) {
  *out << range.begin_byte << ".." << range.end_byte << " (" << range.begin_code_point << ".."
       << range.end_code_point << ")";
}

}  // namespace

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof(escape), "\\u%04x", c);
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

TracedCorpus::TracedCorpus(std::vector<SmallDocument> documents, const SmallIndexOptions& options)
    : documents_(std::move(documents)) {
  BuildOptions build;
  const size_t per_file =
      options.documents_per_shard == 0 ? documents_.size() : options.documents_per_shard;
  // A batch is records of one file, and a shard holds at least one batch: a file is a shard.
  for (size_t begin = 0; begin < documents_.size(); begin += per_file) {
    std::string lines;
    for (size_t i = begin; i < std::min(begin + per_file, documents_.size()); ++i) {
      lines += "{\"id\":\"" + std::to_string(i) +
               "\",\"source\":" + JsonString(documents_[i].source) +
               ",\"text\":" + JsonString(documents_[i].text) + "}\n";
    }
    char name[32];
    std::snprintf(name, sizeof(name), "%06zu.jsonl", begin);
    build.corpus.inputs.push_back(folder_.File(name));
    std::ofstream(build.corpus.inputs.back(), std::ios::binary) << lines;
  }
  build.out_dir = index_dir();
  build.profile = options.profile;
  build.block_words = options.block_words;
  build.threads = 2;
  build.memory_bytes = options.documents_per_shard > 0 ? 1 : uint64_t{64} << 20;
  OrDie(BuildIndex(
            build, [](const BuildProgress&) { return absl::OkStatus(); }, [](const BadRecord&) {}),
        "building a test's index");
  index_ = Reopen(options.cache_bytes);
  tracer_ = std::make_unique<Tracer>(index_.get(), &pool_);
}

std::unique_ptr<IndexReader> TracedCorpus::Reopen(uint64_t cache_bytes) const {
  return OrDie(IndexReader::Open(index_dir(), {cache_bytes}), "opening a test's index");
}

TraceOptions WholeTrace() {
  TraceOptions options;
  options.min_words = 1;
  options.density = 1;
  options.documents_per_span = 1000000;
  options.max_documents = 1000000;
  options.max_occurrences = 1000000;
  return options;
}

std::string Describe(const TraceResult& result) {
  std::ostringstream out;
  out.precision(17);
  out << "text " << JsonString(result.text) << "\n";
  for (const TraceSpan& span : result.spans) {
    out << "span ";
    Print(span.range, &out);
    out << " word " << span.first_word << " + " << span.words << ", " << span.examined << " of "
        << span.occurrences << ", " << span.log_probability << ", documents";
    for (const uint32_t document : span.documents) out << " " << document;
    out << "\n";
  }
  for (const TraceDocument& document : result.documents) {
    out << "document " << document.shard << "/" << document.number << " id " << document.stored.id
        << " source " << document.stored.source << ", " << document.bytes << " bytes, "
        << RelevanceName(document.level) << " " << document.relevance << " " << document.bm25
        << ", explains " << document.explained_words << ", spans";
    for (const uint32_t span : document.spans) out << " " << span;
    out << "\n";
    for (const Snippet& snippet : document.snippets) {
      out << "  snippet at " << snippet.begin_byte << (snippet.at_begin ? " begin" : "")
          << (snippet.at_end ? " end " : " ") << JsonString(snippet.text);
      for (const SnippetMatch& match : snippet.matches) {
        out << " " << match.begin_byte << ".." << match.end_byte << " span " << match.span
            << (match.identical ? " identical" : "");
      }
      out << "\n";
    }
  }
  const Coverage& coverage = result.coverage;
  out << "coverage of " << coverage.words << ":";
  for (const uint32_t words : coverage.covered) out << " " << words;
  out << ", longest " << coverage.longest_match << ", novelty";
  for (const double share : coverage.novelty) out << " " << share;
  out << ", unknown";
  for (const TextRange& range : coverage.unknown_words) Print(range, &(out << " "));
  out << "\nclaim " << ClaimKindName(result.claim.kind) << ": " << result.claim.statement << "\n";
  const TraceStatistics& statistics = result.statistics;
  out << "shards " << statistics.shards << ", spans " << statistics.spans_kept << " of "
      << statistics.spans_found << ", documents " << statistics.documents_found << " - "
      << statistics.documents_filtered << "\n";
  return out.str();
}

}  // namespace spanroot
