// Files into records: packings, layouts, locations, bad records, inputs, going on in the middle.
#include "indexer/corpus/corpus_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Row(const std::string& text) { return R"({"text":")" + text + R"("})"; }

std::string Rows(int count) {
  std::string rows;
  for (int i = 1; i <= count; ++i) rows += Row("row " + std::to_string(i)) + "\n";
  return rows;
}

WholeCorpus ReadBytes(const std::string& bytes, CorpusOptions options = {}) {
  const CorpusFolder folder;
  options.inputs = {folder.Write("corpus.any", bytes)};
  return ReadWholeCorpus(options);
}

std::vector<std::string> Texts(const WholeCorpus& corpus) {
  EXPECT_TRUE(corpus.status.ok()) << corpus.status;
  std::vector<std::string> texts;
  for (const Document& document : corpus.all.documents) texts.push_back(document.text);
  return texts;
}

std::vector<uint64_t> Lines(const WholeCorpus& corpus) {
  std::vector<uint64_t> lines;
  for (const RecordLocation& location : corpus.all.locations) lines.push_back(location.line);
  return lines;
}

TEST(CorpusReader, LineEndsBlankLinesAndByteOrderMark) {
  const WholeCorpus corpus =
      ReadBytes("\xef\xbb\xbf" + Row("a") + "\r\n\r\n \t\n  " + Row("b") + " \n" + Row("c"));
  EXPECT_THAT(Texts(corpus), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Lines(corpus), ElementsAre(1, 4, 5));
  EXPECT_EQ(corpus.all.bad.size(), 0u);
}

TEST(CorpusReader, EmptyFiles) {
  for (const std::string& bytes :
       {std::string(), std::string("\n\n"), std::string("\xef\xbb\xbf"), Gzip(""), Zstd("", true),
        ZstdSkippable("only this"), std::string("[]"), std::string(" [ ]\n")}) {
    const WholeCorpus corpus = ReadBytes(bytes);
    EXPECT_TRUE(corpus.status.ok()) << corpus.status;
    EXPECT_EQ(corpus.all.documents.size() + corpus.all.bad.size(), 0u);
  }
}

TEST(CorpusReader, PackingsAreToldByMagicBytes) {
  const std::string rows = Rows(3000), more = Rows(2000);
  const std::vector<std::string> expected = Texts(ReadBytes(rows + more));
  ASSERT_EQ(expected.size(), 5000u);
  EXPECT_EQ(Texts(ReadBytes(Gzip(rows + more))), expected);
  EXPECT_EQ(Texts(ReadBytes(Gzip(rows) + Gzip("") + Gzip(more))), expected);
  EXPECT_EQ(Texts(ReadBytes(Gzip(rows) + Gzip(more) + std::string(1000, '\0'))), expected);
  EXPECT_EQ(Texts(ReadBytes(Zstd(rows + more, false))), expected);
  EXPECT_EQ(Texts(ReadBytes(ZstdSkippable("index") + Zstd(rows, true) + ZstdSkippable("") +
                            Zstd("", false) + Zstd(more, false) + ZstdSkippable("end"))),
            expected);
  // A record may lie across members and frames.
  const size_t middle = rows.size() - 5;
  EXPECT_EQ(Texts(ReadBytes(Gzip(rows.substr(0, middle)) + Gzip(rows.substr(middle) + more))),
            expected);
}

TEST(CorpusReader, LongZstdWindow) {
  const std::string rows = Rows(1000);
  EXPECT_EQ(Texts(ReadBytes(Zstd(rows, true, 27))).size(), 1000u);
  EXPECT_EQ(Texts(ReadBytes(Zstd(rows, true, 31))).size(), 1000u);
}

TEST(CorpusReader, PrettyPrintedObjects) {
  const WholeCorpus corpus = ReadBytes(
      "{\r\n  \"text\": \"a } \\\" { \\\\\",\n  \"metadata\": {\n    \"k\": [1,\n 2]\n  }\n}\n{\n"
      "  \"text\": \"b\"\n}{\"text\":\"c\"}\n\n");
  EXPECT_THAT(Texts(corpus), ElementsAre("a } \" { \\", "b", "c"));
  EXPECT_THAT(Lines(corpus), ElementsAre(1, 2, 3));
  EXPECT_EQ(corpus.all.documents[0].metadata, "{\"metadata\":{\"k\":[1,\n 2]}}");
}

TEST(CorpusReader, AMissingQuoteSpoilsOnePrettyPrintedObject) {
  const WholeCorpus corpus = ReadBytes("{\n  \"text\": \"a\n}\n{\n  \"text\": \"b\"\n}\n");
  EXPECT_THAT(Texts(corpus), ElementsAre("b"));
  ASSERT_EQ(corpus.all.bad.size(), 1u);
  EXPECT_EQ(corpus.all.bad[0].location.line, 1u);
}

TEST(CorpusReader, OneArray) {
  EXPECT_THAT(Texts(ReadBytes(R"([{"text":"a]"},{"text":"b"}])")), ElementsAre("a]", "b"));
  const WholeCorpus corpus = ReadBytes("[\n {\n  \"text\": \"a\"\n },\n 5, {\"text\":\"b\"}\n]\n");
  EXPECT_THAT(Texts(corpus), ElementsAre("a", "b"));
  EXPECT_THAT(Lines(corpus), ElementsAre(1, 3));
  ASSERT_EQ(corpus.all.bad.size(), 1u);
  EXPECT_EQ(corpus.all.bad[0].location.line, 2u);
}

TEST(CorpusReader, ACutArrayIsReported) {
  for (const std::string tail : {"", ",", ",{\"text\":", "\n"}) {
    const WholeCorpus corpus = ReadBytes(R"([{"text":"a"},{"text":"b"})" + tail);
    EXPECT_THAT(Texts(corpus), ElementsAre("a", "b"));
    ASSERT_GE(corpus.all.bad.size(), 1u) << tail;
    EXPECT_THAT(corpus.all.bad.back().message,
                HasSubstr("array that the file holds is not closed"));
  }
  EXPECT_EQ(ReadBytes(R"([{"text":"a"}]})").all.bad.size(), 1u);  // bytes after the array
}

TEST(CorpusReader, BadLinesAreReportedAndPassedOver) {
  const WholeCorpus corpus =
      ReadBytes(Row("a") + "\n{\"text\":\n\n<html>\n" + Row("b") + "\n[1]\n");
  EXPECT_THAT(Texts(corpus), ElementsAre("a", "b"));
  ASSERT_EQ(corpus.all.bad.size(), 3u);
  EXPECT_EQ(corpus.all.bad[0].location.line, 2u);
  EXPECT_THAT(corpus.all.bad[0].message, HasSubstr("/corpus.any:2: not valid JSON"));
  EXPECT_THAT(corpus.all.bad[1].message,
              HasSubstr(":4: expected one JSON object per line, found \"<html>"));
}

TEST(CorpusReader, StrictStopsAtTheFirstBadRecord) {
  CorpusOptions options;
  options.strict = true;
  const WholeCorpus corpus = ReadBytes(Row("a") + "\n{}\n<html>\n", options);
  EXPECT_EQ(corpus.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(corpus.status.message()), HasSubstr("/corpus.any:2: no text"));
}

TEST(CorpusReader, RecordsThatAreTooLongAreSkipped) {
  CorpusOptions options;
  options.max_record_bytes = 100'000;
  const std::string fits = Row(std::string(99'000, 'x')), over = Row(std::string(100'001, 'x'));
  const std::string far = Row(std::string(3'000'000, 'x'));
  const WholeCorpus lines =
      ReadBytes(over + "\n" + fits + "\n" + far + "\n" + Row("b") + "\n" + far, options);
  EXPECT_EQ(Texts(lines).size(), 2u);
  EXPECT_THAT(Lines(lines), ElementsAre(2, 4));
  ASSERT_EQ(lines.all.bad.size(), 3u);
  EXPECT_EQ(lines.all.bad[0].location.line, 1u);
  EXPECT_EQ(lines.all.bad[1].location.line, 3u);
  EXPECT_THAT(lines.all.bad[2].message, HasSubstr(":5: record is longer than 100000 bytes"));

  const WholeCorpus array = ReadBytes("[" + far + "," + fits + "]", options);
  EXPECT_THAT(Lines(array), ElementsAre(2));
  EXPECT_EQ(array.all.bad.size(), 1u);
}

TEST(CorpusReader, BatchesHoldAboutTheirTarget) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", Rows(1000)), folder.Write("b.json", Rows(10))};
  const auto reader = CorpusReader::Open(options).value();
  RecordBatch batch;
  size_t records = 0;
  while (reader->ReadBatch(100, &batch).value()) {
    ASSERT_GE(batch.records.size(), 1u);
    const RecordBatch::Record& last = batch.records.back();
    EXPECT_LT(last.begin, 100u);
    records += batch.records.size();
  }
  EXPECT_EQ(records, 1010u);
  EXPECT_EQ(batch.file, 1u);
  for (const size_t target : {size_t{0}, size_t{1}, size_t{5000}}) {
    EXPECT_EQ(Texts(ReadWholeCorpus(options, target)).size(), 1010u) << target;
  }
}

TEST(CorpusReader, ParseTakesABatchWithoutPadding) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", "")};
  const auto reader = CorpusReader::Open(options).value();
  RecordBatch batch;
  batch.bytes = Row("a");
  batch.records = {{0, batch.bytes.size(), 1}};
  ParsedBatch parsed;
  ASSERT_TRUE(reader->Parse(batch, &parsed).ok());
  EXPECT_EQ(parsed.documents.size(), 1u);
  batch.records = {{5, batch.bytes.size(), 1}};
  EXPECT_EQ(reader->Parse(batch, &parsed).code(), absl::StatusCode::kInvalidArgument);
}

TEST(CorpusReader, ParsesInManyThreads) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", Rows(2000))};
  const auto reader = CorpusReader::Open(options).value();
  RecordBatch batch;
  ASSERT_TRUE(reader->ReadBatch(1 << 20, &batch).value());
  std::vector<ParsedBatch> parsed(4);
  std::vector<std::thread> threads;
  for (ParsedBatch& result : parsed) {
    threads.emplace_back([&] { EXPECT_TRUE(reader->Parse(batch, &result).ok()); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const ParsedBatch& result : parsed) EXPECT_EQ(result.documents.size(), 2000u);
}

TEST(CorpusReader, SkipToIsExact) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", Row("a1") + "\n\n{bad\n" + Row("a4") + "\n"),
                    folder.Write("b.json", Gzip(Rows(5000))),
                    folder.Write("c.json", R"([{"text":"c1"},{"text":"c2"}])")};
  const WholeCorpus whole = ReadWholeCorpus(options);
  ASSERT_EQ(Texts(whole).size(), 5004u);
  for (size_t i = 0; i < whole.all.documents.size(); i += 1 + i % 700) {
    const WholeCorpus rest = ReadWholeCorpus(options, 10'000, whole.all.locations[i]);
    ASSERT_EQ(rest.all.documents.size(), whole.all.documents.size() - i);
    EXPECT_EQ(rest.all.documents[0].id, whole.all.documents[i].id);
    EXPECT_EQ(rest.all.bad.size(), i == 0 ? 1u : 0u);
    EXPECT_EQ(rest.bytes_consumed, whole.bytes_consumed);
  }
  EXPECT_EQ(Texts(ReadWholeCorpus(options, 1, {0, 99})).size(), 5002u);  // beyond a file's end
  EXPECT_EQ(Texts(ReadWholeCorpus(options, 1, {3, 1})).size(), 0u);
  EXPECT_EQ(ReadWholeCorpus(options, 1, {4, 1}).status.code(), absl::StatusCode::kInvalidArgument);
}

TEST(CorpusReader, SkipToComesFirst) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", Rows(2))};
  const auto reader = CorpusReader::Open(options).value();
  RecordBatch batch;
  ASSERT_TRUE(reader->ReadBatch(1, &batch).value());
  EXPECT_EQ(reader->SkipTo({0, 1}).code(), absl::StatusCode::kInvalidArgument);
}

TEST(CorpusReader, StandardInput) {
  const CorpusFolder folder;
  const std::string path = folder.Write("in", Gzip(Rows(3)));
  const int saved = dup(STDIN_FILENO);
  ASSERT_NE(freopen(path.c_str(), "rb", stdin), nullptr);
  CorpusOptions options;
  options.inputs = {"-"};
  const WholeCorpus corpus = ReadWholeCorpus(options, 1, {0, 2});
  dup2(saved, STDIN_FILENO);
  close(saved);
  EXPECT_THAT(Texts(corpus), ElementsAre("row 2", "row 3"));
  EXPECT_EQ(corpus.all.documents[0].source, "stdin");
  EXPECT_EQ(corpus.all.documents[0].id, "-#2");
}

TEST(CorpusReader, NamedPipe) {
  const CorpusFolder folder;
  const std::string path = folder.path() + "/pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&] { folder.Write("pipe", Rows(5000)); });
  CorpusOptions options;
  options.inputs = {path};
  EXPECT_EQ(Texts(ReadWholeCorpus(options)).size(), 5000u);
  writer.join();
}

TEST(CorpusReader, AGiantRecordsMemoryIsGivenBack) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", Row(std::string(20'000'000, 'x')) + "\n" + Rows(3))};
  const auto reader = CorpusReader::Open(options).value();
  RecordBatch batch;
  ASSERT_TRUE(reader->ReadBatch(1000, &batch).value());
  EXPECT_GT(batch.bytes.capacity(), 20'000'000u);
  ASSERT_TRUE(reader->ReadBatch(1000, &batch).value());
  EXPECT_LT(batch.bytes.capacity(), 2'000'000u);
}

TEST(CorpusReader, AnErrorStays) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", Gzip("PAR1" + Rows(5000))),
                    folder.Write("b.json", Rows(1))};
  const auto reader = CorpusReader::Open(options).value();
  RecordBatch batch;
  const absl::Status error = reader->ReadBatch(1000, &batch).status();
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(reader->ReadBatch(1000, &batch).status(), error);
}

TEST(CorpusReader, ProgressCountsBytesOnDisk) {
  const CorpusFolder folder;
  const std::string packed = Gzip(Rows(5000));
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", packed)};
  EXPECT_EQ(CorpusReader::Open(options).value()->files()[0].bytes, packed.size());
  EXPECT_EQ(ReadWholeCorpus(options).bytes_consumed, packed.size());
}

TEST(CorpusReader, OtherFormatsAreNamed) {
  const std::string tar = std::string(257, 'x') + "ustar";
  const std::vector<std::pair<std::string, std::string>> formats = {{"WARC/1.0\r\n", "WARC"},
                                                                    {"PAR1....", "Parquet"},
                                                                    {"PK\3\4....", "zip"},
                                                                    {"\xfd"
                                                                     "7zXZ" +
                                                                         std::string(4, '\0'),
                                                                     "xz"},
                                                                    {"BZh91AY", "bzip2"},
                                                                    {"\x04\x22\x4d\x18....", "lz4"},
                                                                    {tar, "tar"},
                                                                    {"\xff\xfe{", "UTF-16"}};
  for (const auto& [bytes, name] : formats) {
    for (const std::string& packed : {bytes, Gzip(bytes), Zstd(bytes, true)}) {
      const absl::Status status = ReadBytes(packed).status;
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
      EXPECT_THAT(std::string(status.message()),
                  HasSubstr("corpus.any: unsupported format " + name +
                            "; expected JSON lines, plain, gzip or zstd"));
    }
  }
  EXPECT_EQ(ReadBytes(Gzip(Gzip(Rows(1)))).status.code(), absl::StatusCode::kInvalidArgument);
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.json", Rows(1)), folder.Write("b.json", "PAR1")};
  EXPECT_FALSE(CorpusReader::Open(options).ok());  // told before anything is read
}

}  // namespace
}  // namespace spanroot
