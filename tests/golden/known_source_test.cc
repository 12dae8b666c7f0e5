// Quality of tracing: is the document that a text was cut from found, and does text from nowhere
// stay without a source? What is measured stands in known_source.txt and must not change unseen;
// what is required stands here. After a change for the better, write the table anew:
//   SPANROOT_UPDATE_GOLDEN=1 build/release/tests/golden_tests --gtest_filter='KnownSource*'
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "common/thread_pool.h"
#include "indexer/build/index_builder.h"
#include "indexer/store/index_reader.h"
#include "tests/support/corpus_files.h"
#include "tests/support/sample_texts.h"
#include "tests/support/traced_corpus.h"
#include "tracer/tracer.h"

namespace spanroot {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(NDEBUG)
constexpr bool kFast = false;
#else
constexpr bool kFast = true;
#endif

constexpr char kTable[] = SPANROOT_SOURCE_DIR "/tests/golden/known_source.txt";
constexpr char kHead[] =
    "# Where the documents that texts were cut from rank, and how relevant the first document is\n"
    "# called. Written by tests/golden/known_source_test.cc, which says how to write it anew.\n"
    "#\n"
    "# corpus   profile   texts           number  rank 1  rank 10     MRR    high  medium    low   "
    "none\n";

// An index of a corpus in a folder that goes away, and a tracer over it.
class Corpus {
 public:
  Corpus(const std::string& input, Profile profile) {
    BuildOptions options;
    options.corpus.inputs = {input};
    options.out_dir = folder_.path() + "/index";
    options.profile = profile;
    options.memory_bytes = uint64_t{2} << 30;
    const absl::StatusOr<Manifest> manifest = BuildIndex(
        options, [](const BuildProgress&) { return absl::OkStatus(); }, [](const BadRecord&) {});
    EXPECT_TRUE(manifest.ok()) << manifest.status();
    index_ = IndexReader::Open(options.out_dir).value();
    tracer_ = std::make_unique<Tracer>(index_.get(), &pool_);
  }
  const Tracer& tracer() const { return *tracer_; }

  bool HasOnce(const std::string& text) const {
    SearchOptions options;
    options.phrases = {text};
    options.limit = 0;
    const absl::StatusOr<SearchResult> result = tracer_->Search(options);
    return result.ok() && result->documents == 1;
  }

 private:
  const CorpusFolder folder_;
  ThreadPool pool_{2};
  std::unique_ptr<IndexReader> index_;
  std::unique_ptr<Tracer> tracer_;
};

struct Tally {
  size_t texts = 0;
  size_t first = 0;  // with the source at rank 1
  size_t first_ten = 0;
  double reciprocal_ranks = 0;
  std::map<Relevance, size_t> levels;  // of the first document
  size_t none = 0;                     // without any document

  double Share() const { return static_cast<double>(first) / static_cast<double>(texts); }
  size_t High() const {
    const auto high = levels.find(Relevance::kHigh);
    return high == levels.end() ? 0 : high->second;
  }
};

// Traces a text; `source`: the id of the document it comes from, or "".
void Trace(const Corpus& corpus, const std::string& text, const std::string& source, Tally* tally) {
  const absl::StatusOr<TraceResult> result = corpus.tracer().Trace(text, TraceOptions());
  ASSERT_TRUE(result.ok()) << result.status();
  ++tally->texts;
  if (result->documents.empty()) {
    ++tally->none;
    return;
  }
  ++tally->levels[result->documents[0].level];
  for (size_t rank = 1; rank <= result->documents.size(); ++rank) {
    if (result->documents[rank - 1].stored.id != source) continue;
    if (rank == 1) ++tally->first;
    if (rank <= 10) ++tally->first_ten;
    tally->reciprocal_ranks += 1 / static_cast<double>(rank);
  }
}

std::string Row(const std::string& corpus, const std::string& profile, const std::string& texts,
                const Tally& tally, bool has_source) {
  char row[200], ranks[64];
  snprintf(ranks, sizeof(ranks), "%8zu%9zu%8.4f", tally.first, tally.first_ten,
           tally.reciprocal_ranks / static_cast<double>(std::max<size_t>(1, tally.texts)));
  if (!has_source) snprintf(ranks, sizeof(ranks), "%8s%9s%8s", "-", "-", "-");
  const auto level = [&](Relevance relevance) {
    const auto found = tally.levels.find(relevance);
    return found == tally.levels.end() ? size_t{0} : found->second;
  };
  snprintf(row, sizeof(row), "%-10s %-9s %-15s%7zu%s%8zu%8zu%7zu%7zu\n", corpus.c_str(),
           profile.c_str(), texts.c_str(), tally.texts, ranks, level(Relevance::kHigh),
           level(Relevance::kMedium), level(Relevance::kLow), tally.none);
  return row;
}

// The table's rows of a corpus must be `rows`, or become so.
void CompareWithTable(const std::string& corpus, const std::string& rows) {
  std::ifstream file(kTable);
  std::string mine, others, line;
  while (std::getline(file, line)) {
    if (line.starts_with('#')) continue;
    (line.starts_with(corpus + " ") ? mine : others) += line + "\n";
  }
  if (getenv("SPANROOT_UPDATE_GOLDEN") != nullptr) {
    file.close();
    std::ofstream(kTable) << kHead << others << rows;
    return;
  }
  EXPECT_EQ(rows, mine) << "known_source.txt has other figures; see the top of this test";
}

// Windows of a corpus, as they are and changed, all with the same seed.
struct Figures {
  Tally verbatim, disguised, shuffled;
  std::string rows;
};

Figures Measure(const std::string& name, const std::string& input,
                const std::vector<Document>& documents, size_t count) {
  std::mt19937_64 random(20240607);
  const std::vector<Window> windows = CutWindows(documents, 30, count * 2, &random);
  Figures figures;
  std::vector<std::pair<std::string, size_t>> used;
  {
    const Corpus corpus(input, Profile::kVerbatim);
    for (const Window& window : windows) {
      if (used.size() == count) break;
      if (!corpus.HasOnce(window.text)) continue;
      used.emplace_back(window.text, window.document);
      Trace(corpus, window.text, documents[window.document].id, &figures.verbatim);
      Trace(corpus, Shuffle(window.text, &random), "", &figures.shuffled);
    }
  }
  figures.rows = Row(name, "verbatim", "windows", figures.verbatim, true) +
                 Row(name, "verbatim", "shuffled", figures.shuffled, false);
  const Corpus corpus(input, Profile::kFolded);
  Tally shuffled;
  for (const auto& [text, document] : used) {
    if (!corpus.HasOnce(text)) continue;
    Trace(corpus, Disguise(text, &random), documents[document].id, &figures.disguised);
    Trace(corpus, Disguise(Shuffle(text, &random), &random), "", &shuffled);
  }
  figures.rows += Row(name, "folded", "disguised", figures.disguised, true) +
                  Row(name, "folded", "shuffled", shuffled, false);
  EXPECT_EQ(shuffled.High(), 0u) << "false attribution";
  return figures;
}

void CheckRequirements(const Figures& figures, size_t count) {
  EXPECT_EQ(figures.verbatim.texts, count);
  EXPECT_GE(figures.verbatim.Share(), 0.99);
  EXPECT_GE(figures.disguised.texts, count * 9 / 10);
  EXPECT_GE(figures.disguised.Share(), 0.97);
  EXPECT_EQ(figures.shuffled.High(), 0u) << "false attribution";
}

std::string WriteJsonLines(const CorpusFolder& folder, const std::vector<Document>& documents) {
  const std::string path = folder.path() + "/corpus.jsonl";
  std::ofstream file(path, std::ios::binary);
  for (const Document& document : documents) {
    file << "{\"id\":" << JsonString(document.id) << ",\"text\":" << JsonString(document.text)
         << "}\n";
  }
  return path;
}

TEST(KnownSource, InventedLanguage) {
  const CorpusFolder folder;
  const std::vector<Document> documents = InventDocuments(1500, 1);
  const std::string input = WriteJsonLines(folder, documents);
  Figures figures = Measure("invented", input, documents, 300);
  CheckRequirements(figures, 300);

  // Documents of the same language that are not in the corpus.
  const Corpus corpus(input, Profile::kVerbatim);
  std::mt19937_64 random(5);
  Tally foreign;
  for (const Window& window : CutWindows(InventDocuments(200, 2), 60, 200, &random)) {
    Trace(corpus, window.text, "", &foreign);
  }
  EXPECT_EQ(foreign.High(), 0u) << "false attribution";
  figures.rows += Row("invented", "verbatim", "not in it", foreign, false);
  CompareWithTable("invented", figures.rows);
}

TEST(KnownSource, Wikipedia) {
  if (SharedData().empty()) GTEST_SKIP() << "skipped: ../shared/data not found";
  const std::string path = SharedData() + "/text/enwiki-0000.jsonl.zst";
  // Slow builds take a part, which has no figures in the table.
  const std::vector<Document> documents = ReadDocuments(path, kFast ? size_t{1} << 40 : 4 << 20);
  const CorpusFolder folder;
  const std::string input = kFast ? path : WriteJsonLines(folder, documents);
  const size_t count = kFast ? 500 : 100;
  Figures figures = Measure("enwiki", input, documents, count);
  CheckRequirements(figures, count);

  // Text in other languages, and on other things.
  const Corpus corpus(input, Profile::kVerbatim);
  std::mt19937_64 random(5);
  for (const char* other : {"multilingual", "arxiv-abstracts"}) {
    const std::string other_path = SharedData() + "/text/" + other + ".jsonl.zst";
    Tally foreign;
    for (const Window& window : CutWindows(ReadDocuments(other_path, 20 << 20), 60, 200, &random)) {
      Trace(corpus, window.text, "", &foreign);
    }
    EXPECT_EQ(foreign.texts, 200u);
    EXPECT_EQ(foreign.High(), 0u) << "false attribution";
    figures.rows += Row("enwiki", "verbatim", other, foreign, false);
  }
  if (kFast) CompareWithTable("enwiki", figures.rows);
}

// Sentences that people rewrote: what verbatim tracing finds of a paraphrase.
TEST(KnownSource, Paraphrases) {
  const std::string folder = SharedData() + "/semantic/asset/";
  std::ifstream originals(folder + "asset.valid.orig"), rewrites(folder + "asset.valid.simp.0");
  if (!originals || !rewrites) GTEST_SKIP() << "skipped: ../shared/data not found";
  std::vector<Document> documents;
  std::vector<std::string> paraphrases;
  std::string original, rewrite;
  while (std::getline(originals, original) && std::getline(rewrites, rewrite)) {
    Document document;
    document.id = std::to_string(documents.size());
    document.text = original;
    documents.push_back(std::move(document));
    paraphrases.push_back(rewrite);
  }
  const CorpusFolder temp;
  const Corpus corpus(WriteJsonLines(temp, documents), Profile::kFolded);
  Tally tally;
  for (size_t i = 0; i < paraphrases.size(); ++i) {
    Trace(corpus, paraphrases[i], documents[i].id, &tally);
  }
  EXPECT_GT(tally.Share(), 0.5);
  CompareWithTable("asset", Row("asset", "folded", "paraphrased", tally, true));
}

}  // namespace
}  // namespace spanroot
