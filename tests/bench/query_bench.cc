// Questions: look-ups hot and cold, whole answers, a small cache, memory over many answers.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "common/thread_pool.h"
#include "tests/bench/queries.h"
#include "tests/bench/report.h"
#include "tests/support/corpus_files.h"
#include "tests/support/sample_texts.h"
#include "tracer/tracer.h"

namespace spanroot {
namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20;

std::unique_ptr<IndexReader> Open(const std::string& dir, uint64_t cache_mib) {
  absl::StatusOr<std::unique_ptr<IndexReader>> index = IndexReader::Open(dir, {cache_mib * kMiB});
  if (!index.ok()) {
    std::fprintf(stderr, "%s\n", index.status().ToString().c_str());
    std::exit(1);
  }
  return *std::move(index);
}

void PrintLookups(const std::string& name, const LookupFigures& figures) {
  std::printf("%-34s %10llu %12.2f %12.3f %12.3f\n", name.c_str(),
              static_cast<unsigned long long>(figures.lookups), figures.microseconds, figures.reads,
              figures.blocks);
}

void Lookups(const std::string& dir, const std::vector<Document>& answers, size_t cold_answers) {
  std::printf("\nlook-ups: longest match and its interval, one thread, nothing pruned\n");
  std::printf("%-34s %10s %12s %12s %12s\n", "cache", "look-ups", "us each", "reads each",
              "blocks each");
  for (const uint64_t cache : {1024, 64}) {
    const auto index = Open(dir, cache);
    const std::string name = std::to_string(cache) + " MiB";
    PrintLookups(name + ", first pass", MeasureLookups(*index, answers));
    PrintLookups(name + ", hot", MeasureLookups(*index, answers));
  }
  const std::vector<Document> some(
      answers.begin(),
      answers.begin() + static_cast<std::ptrdiff_t>(std::min(answers.size(), cold_answers)));
  PrintLookups("cold before every answer", MeasureColdLookups(dir, some));
}

void PrintMilliseconds(const std::string& name, const std::vector<double>& values) {
  std::printf("%-34s %10zu %10.2f %10.2f %10.2f\n", name.c_str(), values.size(),
              Quantile(values, 0.5), Quantile(values, 0.95), Quantile(values, 0.99));
}

void Answers(const std::string& dir, const std::vector<Document>& answers) {
  std::printf("\nwhole answers, second pass, milliseconds\n");
  std::printf("%-34s %10s %10s %10s %10s\n", "", "answers", "p50", "p95", "p99");
  const std::vector<Document> middle = OfLength(answers, 300);
  for (const uint64_t cache : {1024, 64}) {
    const auto index = Open(dir, cache);
    for (const auto& [set, name] : {std::pair(&middle, ", 300 words"), {&answers, ", all"}}) {
      MeasureAnswers(*index, *set, 1);
      const AnswerFigures figures = MeasureAnswers(*index, *set, 1);
      const std::string prefix = std::to_string(cache) + " MiB" + name;
      PrintMilliseconds(prefix + ": spans", figures.spans_ms);
      PrintMilliseconds(prefix + ": trace", figures.trace_ms);
    }
  }
}

void Memory(const std::string& dir, const std::vector<Document>& answers, size_t count) {
  std::printf("\nmemory over %zu answers, 64 MiB cache\n%10s %14s %14s\n", count, "answers",
              "resident MB", "cache MB");
  const auto index = Open(dir, 64);
  ThreadPool pool(0);
  const Tracer tracer(index.get(), &pool);
  for (size_t i = 0; i <= count; ++i) {
    if (i % std::max<size_t>(1, count / 10) == 0) {
      std::printf("%10zu %14.1f %14.1f\n", i, static_cast<double>(ResidentBytes()) / 1e6,
                  static_cast<double>(index->cache().UsedBytes()) / 1e6);
      std::fflush(stdout);
    }
    if (!tracer.Trace(answers[i % answers.size()].text, TraceOptions()).ok()) std::exit(1);
  }
}

void Run(const BenchOptions& arguments) {
  const CorpusFolder folder;
  std::string dir = arguments.Text("index");
  PrintMachine();
  if (dir.empty()) {
    dir = folder.path() + "/index";
    BuildOptions options;
    options.corpus.inputs = {arguments.Text("input")};
    options.out_dir = dir;
    PrintBuildHead();
    const BuildFigures figures = MeasureBuild(options);
    PrintBuildRow("input", figures);
    if (!figures.ok) std::exit(1);
  }
  const std::vector<Document> answers = ReadAnswers(arguments.Text("answers"));
  if (answers.empty()) {
    std::fprintf(stderr, "no answers in %s\n", arguments.Text("answers").c_str());
    std::exit(1);
  }
  std::printf("answers: %zu of %s\n", answers.size(), arguments.Text("answers").c_str());
  Lookups(dir, answers, arguments.Number("cold_answers"));
  Answers(dir, answers);
  Memory(dir, answers, arguments.Number("memory_answers"));
}

}  // namespace
}  // namespace spanroot

int main(int argc, char** argv) {
  spanroot::Run({argc,
                 argv,
                 {{"index", ""},
                  {"input", spanroot::DefaultData() + "/text/enwiki-0000.jsonl.zst"},
                  {"answers", spanroot::DefaultData() + "/outputs/olmo2-tulu3.jsonl"},
                  {"cold_answers", "60"},
                  {"memory_answers", "10000"}}});
}
