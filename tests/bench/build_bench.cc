// Building: speed by stage, peak memory, size of the index; in several shards, and of a corpus that
// is mostly duplicates.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <utility>

#include "tests/bench/report.h"
#include "tests/support/corpus_files.h"
#include "tests/support/sample_texts.h"
#include "tests/support/traced_corpus.h"

namespace spanroot {
namespace {

// Writes documents up to so much text, all of them `times` times over.
std::string WriteCorpus(const CorpusFolder& folder, const std::string& name,
                        const std::vector<Document>& documents, uint64_t bytes, int times) {
  const std::string path = folder.path() + "/" + name + ".jsonl";
  std::ofstream file(path, std::ios::binary);
  for (int copy = 0; copy < times; ++copy) {
    uint64_t written = 0;
    for (const Document& document : documents) {
      if (written >= bytes) break;
      written += document.text.size();
      file << "{\"id\":" << JsonString(document.id) << ",\"url\":" << JsonString(document.url)
           << ",\"title\":" << JsonString(document.title)
           << ",\"text\":" << JsonString(document.text) << "}\n";
    }
  }
  return path;
}

void Run(const BenchOptions& arguments) {
  PrintMachine();
  std::printf("one build a row, each in a process of its own, from JSON lines to the manifest\n\n");
  PrintBuildHead();
  const CorpusFolder folder;
  const auto build = [&](const std::string& name, std::vector<std::string> inputs, Profile profile,
                         uint64_t memory_bytes) {
    BuildOptions options;
    options.corpus.inputs = std::move(inputs);
    options.out_dir = folder.path() + "/index";
    options.profile = profile;
    options.memory_bytes = memory_bytes;
    options.threads = static_cast<unsigned>(arguments.Number("threads"));
    PrintBuildRow(name, MeasureBuild(options));
    RemoveIndex(options.out_dir);
  };
  const std::string input = arguments.Text("input");
  build("input, verbatim", {input}, Profile::kVerbatim, 0);
  build("input, folded", {input}, Profile::kFolded, 0);
  build("input, --memory 1G", {input}, Profile::kVerbatim, uint64_t{1} << 30);
  if (!arguments.Text("more").empty()) {
    const std::string more = arguments.Text("more");
    build("more, verbatim", {more}, Profile::kVerbatim, 0);
    build("more, --memory 1G", {more}, Profile::kVerbatim, uint64_t{1} << 30);
  }
  const uint64_t bytes = arguments.Number("duplicate_mb") * 1000000;
  std::string copies;
  {
    const std::vector<Document> documents = ReadDocuments(input, bytes);
    copies = WriteCorpus(folder, "copies", documents, bytes, 5);
    // One document as long as all of them.
    Document whole;
    whole.id = "whole";
    for (const Document& document : documents) whole.text += document.text + "\n";
    whole.text.resize(std::min<size_t>(whole.text.size(), bytes / 5));
    while (!whole.text.empty() && (whole.text.back() & 0x80) != 0) whole.text.pop_back();
    WriteCorpus(folder, "long", {whole}, bytes, 5);
    whole.text.clear();
    while (whole.text.size() < bytes / 5) whole.text += "all work and no play makes a dull day. ";
    WriteCorpus(folder, "periodic", {whole}, bytes, 1);
  }
  const std::string mb = arguments.Text("duplicate_mb");
  build(mb + " MB five times", {copies}, Profile::kVerbatim, 0);
  build("a long document 5 times", {folder.path() + "/long.jsonl"}, Profile::kVerbatim, 0);
  build("a periodic document", {folder.path() + "/periodic.jsonl"}, Profile::kVerbatim, 0);
}

}  // namespace
}  // namespace spanroot

int main(int argc, char** argv) {
  spanroot::Run({argc,
                 argv,
                 {{"input", spanroot::DefaultData() + "/text/enwiki-0000.jsonl.zst"},
                  {"more", spanroot::DefaultData() + "/text"},
                  {"duplicate_mb", "50"},
                  {"threads", "0"}}});
}
