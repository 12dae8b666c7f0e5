// Growth: what building and look-ups cost as the corpus doubles.
//
// The corpus is the English text that the data folder has, then copies of it in which the letters
// of the words are rotated by 1, 2, ... places: other text, the same statistics.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/queries.h"
#include "tests/bench/report.h"
#include "tests/support/corpus_files.h"
#include "tests/support/sample_texts.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

std::string Rotate(std::string text, int places) {
  for (char& c : text) {
    for (const char first : {'a', 'A'}) {
      if (c >= first && c < first + 26) {
        c = static_cast<char>(first + (c - first + places) % 26);
        break;
      }
    }
  }
  return text;
}

// Writes the files 0.jsonl, 1.jsonl, ...: the first has `bytes` of text, each other one doubles it.
std::vector<std::string> WriteFiles(const std::string& data, const std::string& dir, uint64_t bytes,
                                    uint64_t doublings) {
  std::vector<Document> documents;
  for (const char* name : {"enwiki-0000", "arxiv-abstracts"}) {
    std::vector<Document> more = ReadDocuments(data + "/text/" + name + ".jsonl.zst", bytes / 2);
    documents.insert(documents.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
  }
  std::vector<std::string> paths;
  size_t next = 0;
  for (uint64_t file = 0; file <= doublings && !documents.empty(); ++file) {
    paths.push_back(dir + "/" + std::to_string(file) + ".jsonl");
    std::ofstream out(paths.back(), std::ios::binary);
    const uint64_t wanted = file == 0 ? bytes : bytes << (file - 1);
    for (uint64_t written = 0; written < wanted; ++next) {
      const std::string text = Rotate(documents[next % documents.size()].text,
                                      static_cast<int>(next / documents.size()));
      written += text.size();
      out << "{\"text\":" << JsonString(text) << "}\n";
    }
  }
  return paths;
}

struct Step {
  std::string name;
  std::string index_dir;
  BuildFigures build;
  LookupFigures cold;
  std::unique_ptr<IndexReader> index;
  std::vector<double> hot_us, spans_ms, trace_ms;  // a round each
};

void Run(const BenchOptions& arguments) {
  PrintMachine();
  const CorpusFolder folder;
  const std::string dir = arguments.Text("dir").empty() ? folder.path() : arguments.Text("dir");
  const uint64_t doublings = arguments.Number("doublings");
  const std::vector<std::string> files =
      WriteFiles(arguments.Text("data"), dir, arguments.Number("mb") * 1000000, doublings);
  const std::vector<Document> answers =
      ReadAnswers(arguments.Text("data") + "/outputs/olmo2-tulu3.jsonl");
  if (files.empty() || answers.empty()) {
    std::fprintf(stderr, "%s: no data\n", arguments.Text("data").c_str());
    std::exit(1);
  }
  const std::vector<Document> some(
      answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(std::min<size_t>(
                                             answers.size(), arguments.Number("cold_answers"))));
  const std::vector<Document> middle = OfLength(answers, 300);
  PrintBuildHead();
  std::vector<Step> steps;
  for (uint64_t doubling = 0; doubling <= doublings; ++doubling) {
    BuildOptions options;
    options.corpus.inputs.assign(files.begin(),
                                 files.begin() + static_cast<std::ptrdiff_t>(doubling) + 1);
    options.out_dir = dir + "/index-" + std::to_string(doubling);
    options.memory_bytes = arguments.Number("memory_mb") << 20;
    Step step;
    step.name = std::to_string(1 << doubling) + "x";
    step.index_dir = options.out_dir;
    step.build = MeasureBuild(options);
    PrintBuildRow(step.name, step.build);
    if (!step.build.ok) std::exit(1);
    steps.push_back(std::move(step));
  }
  for (const std::string& file : files) std::remove(file.c_str());
  for (Step& step : steps) {
    step.cold = MeasureColdLookups(step.index_dir, some);
    auto index = IndexReader::Open(step.index_dir, {uint64_t{2} << 30});
    if (!index.ok()) std::exit(1);
    step.index = *std::move(index);
    MeasureLookups(*step.index, answers);
    MeasureAnswers(*step.index, middle, 1);
  }
  // In turn, so that a machine whose speed drifts does so for all of them.
  for (uint64_t round = 0; round < arguments.Number("rounds"); ++round) {
    for (Step& step : steps) {
      step.hot_us.push_back(MeasureLookups(*step.index, answers).microseconds);
      const AnswerFigures whole = MeasureAnswers(*step.index, middle, 1);
      step.spans_ms.push_back(Quantile(whole.spans_ms, 0.5));
      step.trace_ms.push_back(Quantile(whole.trace_ms, 0.5));
    }
  }
  std::printf(
      "\nlook-ups per word and shard, one thread; whole answers of about 300 words, p50;\n");
  std::printf("hot: the median of %llu rounds over all sizes in turn\n",
              static_cast<unsigned long long>(arguments.Number("rounds")));
  std::printf("%-8s %10s %8s %10s %12s %12s %10s %10s\n", "corpus", "text MB", "shards", "hot us",
              "cold us", "cold blocks", "spans ms", "trace ms");
  for (const Step& step : steps) {
    std::printf("%-8s %10.1f %8llu %10.2f %12.2f %12.3f %10.2f %10.2f\n", step.name.c_str(),
                static_cast<double>(step.build.text_bytes) / 1e6,
                static_cast<unsigned long long>(step.build.shards), Quantile(step.hot_us, 0.5),
                step.cold.microseconds, step.cold.blocks, Quantile(step.spans_ms, 0.5),
                Quantile(step.trace_ms, 0.5));
    RemoveIndex(step.index_dir);
  }
}

}  // namespace
}  // namespace spanroot

int main(int argc, char** argv) {
  spanroot::Run({argc,
                 argv,
                 {{"data", spanroot::DefaultData()},
                  {"dir", ""},  // for the corpus and the index; "" = the temporary folder
                  {"mb", "100"},
                  {"doublings", "3"},
                  {"memory_mb", "0"},
                  {"cold_answers", "60"},
                  {"rounds", "7"}}});
}
