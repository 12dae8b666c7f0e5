// Growth: what building and look-ups cost as the corpus doubles.
//
// The corpus is all that the data folder has, then copies of it in which the letters of the words
// are rotated by 1, 2, ... places: other text, the same statistics.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

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
  for (const char* name : {"enwiki-0000", "arxiv-abstracts", "multilingual"}) {
    std::vector<Document> more =
        ReadDocuments(data + "/text/" + name + ".jsonl.zst", bytes << doublings);
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
  std::string table;
  for (uint64_t step = 0; step <= doublings; ++step) {
    BuildOptions options;
    options.corpus.inputs.assign(files.begin(),
                                 files.begin() + static_cast<std::ptrdiff_t>(step) + 1);
    options.out_dir = dir + "/index";
    options.memory_bytes = arguments.Number("memory_mb") << 20;
    const std::string name = std::to_string(1 << step) + "x";
    const BuildFigures figures = MeasureBuild(options);
    PrintBuildRow(name, figures);
    if (!figures.ok) std::exit(1);
    {
      const auto index = IndexReader::Open(options.out_dir, {uint64_t{2} << 30});
      if (!index.ok()) std::exit(1);
      MeasureLookups(**index, answers);
      const LookupFigures hot = MeasureLookups(**index, answers);
      MeasureAnswers(**index, middle, 1);
      const AnswerFigures whole = MeasureAnswers(**index, middle, 1);
      const LookupFigures cold = MeasureColdLookups(options.out_dir, some);
      char row[200];
      std::snprintf(
          row, sizeof(row), "%-8s %10.1f %8llu %10.2f %12.2f %12.3f %12.3f %10.2f %10.2f\n",
          name.c_str(), static_cast<double>(figures.text_bytes) / 1e6,
          static_cast<unsigned long long>(figures.shards), hot.microseconds, cold.microseconds,
          cold.reads, cold.blocks, Quantile(whole.spans_ms, 0.5), Quantile(whole.trace_ms, 0.5));
      table += row;
    }
    RemoveIndex(options.out_dir);
  }
  for (const std::string& file : files) std::remove(file.c_str());
  std::printf("\nlook-ups per word and shard, one thread; whole answers of about 300 words, p50\n");
  std::printf("%-8s %10s %8s %10s %12s %12s %12s %10s %10s\n", "corpus", "text MB", "shards",
              "hot us", "cold us", "cold reads", "cold blocks", "spans ms", "trace ms");
  std::printf("%s", table.c_str());
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
                  {"cold_answers", "60"}}});
}
