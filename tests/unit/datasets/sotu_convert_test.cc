// datasets/sotu/convert.py, on a made-up package, read back as a corpus.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "common/file.h"
#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

bool Convert(const CorpusFolder& folder) {
  const std::string command = "python3 " SPANROOT_SOURCE_DIR "/datasets/sotu/convert.py " +
                              folder.path() + " " + folder.path() + "/sotu.jsonl 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

TEST(SotuConvert, AddressesBecomeDocuments) {
  const CorpusFolder folder;
  folder.Write("data/1791_b_n.json", R"({"year":1791,"name":"B","party":"none","text":"é\n"})");
  folder.Write("data/1790_a_f.json", R"({"year":1790,"name":"A","party":"F","text":"one"})");
  folder.Write("data/1790_a_f.txt", "one");
  ASSERT_TRUE(Convert(folder));
  CorpusOptions options;
  options.inputs = {folder.path() + "/sotu.jsonl"};
  options.strict = true;
  const WholeCorpus corpus = ReadWholeCorpus(options);
  ASSERT_TRUE(corpus.status.ok()) << corpus.status;
  ASSERT_EQ(corpus.all.documents.size(), 2u);
  const Document& first = corpus.all.documents[0];
  EXPECT_EQ(first.text, "one");
  EXPECT_EQ(first.id, "sotu-1790_a_f");
  EXPECT_EQ(first.source, "sotu");
  EXPECT_EQ(first.title, "State of the Union address, A, 1790");
  EXPECT_EQ(first.date, "1790");
  EXPECT_EQ(first.license, "CC0-1.0");
  EXPECT_EQ(first.metadata, R"({"metadata":{"president":"A","party":"F","year":1790}})");
  EXPECT_EQ(corpus.all.documents[1].text, "é\n");
}

TEST(SotuConvert, AnythingElseIsRefused) {
  const CorpusFolder empty;
  EXPECT_FALSE(Convert(empty));
  for (const char* address : {"{", "[]", R"({"year":"1790","name":"A","party":"F","text":"one"})",
                              R"({"year":1790,"name":"A","party":"F"})",
                              R"({"year":1790,"name":"A","party":"F","text":" "})"}) {
    const CorpusFolder folder;
    folder.Write("data/1790_a_f.json", address);
    EXPECT_FALSE(Convert(folder)) << address;
    EXPECT_FALSE(PathExists(folder.path() + "/sotu.jsonl"));
  }
}

}  // namespace
}  // namespace spanroot
