// What a JSON record becomes: field mapping, value types, metadata, hostile JSON.
#include "indexer/corpus/field_mapping.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

ParsedBatch ParseLines(const std::string& lines, FieldMapping fields = AutoFields(),
                       const std::string& source = "") {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("shard-1.of-2.jsonl", lines)};
  options.fields = std::move(fields);
  options.source = source;
  WholeCorpus corpus = ReadWholeCorpus(options);
  EXPECT_TRUE(corpus.status.ok()) << corpus.status;
  return std::move(corpus.all);
}

Document ParseOne(const std::string& json, FieldMapping fields = AutoFields()) {
  ParsedBatch parsed = ParseLines(json, std::move(fields));
  EXPECT_EQ(parsed.bad.size(), 0u) << parsed.bad[0].message;
  if (parsed.documents.size() != 1) {
    ADD_FAILURE() << parsed.documents.size() << " documents from " << json;
    return Document();
  }
  return std::move(parsed.documents[0]);
}

// The message of a record that must be refused, without its location.
std::string Refusal(const std::string& json) {
  const ParsedBatch parsed = ParseLines(json);
  EXPECT_EQ(parsed.documents.size(), 0u) << json;
  if (parsed.bad.size() != 1) {
    ADD_FAILURE() << parsed.bad.size() << " bad records from " << json;
    return "";
  }
  const std::string& message = parsed.bad[0].message;
  const size_t at = message.find("jsonl:1: ");
  EXPECT_NE(at, std::string::npos) << message;
  return message.substr(at + 9);
}

void ExpectDocument(const Document& document, const Document& expected) {
  EXPECT_EQ(document.text, expected.text);
  EXPECT_EQ(document.id, expected.id);
  EXPECT_EQ(document.source, expected.source);
  EXPECT_EQ(document.url, expected.url);
  EXPECT_EQ(document.title, expected.title);
  EXPECT_EQ(document.date, expected.date);
  EXPECT_EQ(document.language, expected.language);
  EXPECT_EQ(document.license, expected.license);
  EXPECT_EQ(document.metadata, expected.metadata);
}

FieldMapping Preset(const char* name) { return PresetFields(name).value(); }

TEST(Fields, Dolma) {
  const std::string json =
      R"({"id":"d1","text":"t","source":"cc","added":"2024","created":"2020",)"
      R"("metadata":{"url":"http://u","title":"T","language":"en","license":"MIT","length":7}})";
  const Document expected = {"t",        "d1",  "cc",
                             "http://u", "T",   "2020",
                             "en",       "MIT", R"({"added":"2024","metadata":{"length":7}})"};
  ExpectDocument(ParseOne(json, Preset("dolma")), expected);
  ExpectDocument(ParseOne(json), expected);
}

TEST(Fields, Dolma3NestsMetadata) {
  EXPECT_EQ(ParseOne(R"({"text":"t","metadata":{"metadata":{"url":"http://a","k":1}}})").url,
            "http://a");
  const Document document = ParseOne(R"({"text":"t","metadata":{"doc":{"url":"http://b"}}})");
  EXPECT_EQ(document.url, "http://b");
  EXPECT_EQ(document.metadata, "");  // objects left without a field go with it
}

TEST(Fields, C4) {
  const std::string json = R"({"text":"t","timestamp":"2019-04-25T12:57:54Z","url":"http://u"})";
  const Document document = ParseOne(json, Preset("c4"));
  EXPECT_EQ(document.source, "c4");
  EXPECT_EQ(document.date, "2019-04-25T12:57:54Z");
  EXPECT_TRUE(document.id.ends_with("/shard-1.of-2.jsonl#1")) << document.id;
  EXPECT_EQ(document.metadata, "");
  EXPECT_EQ(ParseOne(json).source, "shard-1");  // the file's name up to its first dot
  EXPECT_EQ(ParseLines(json, Preset("c4"), "mine").documents[0].source, "mine");
}

TEST(Fields, Pile) {
  const std::string json = R"-({"text":"t","meta":{"pile_set_name":"Wikipedia (en)"}})-";
  EXPECT_EQ(ParseOne(json, Preset("pile")).source, "Wikipedia (en)");
  EXPECT_EQ(ParseOne(json).source, "Wikipedia (en)");
}

TEST(Fields, OtherCorpora) {
  EXPECT_EQ(ParseOne(R"({"raw_content":"RedPajama 2"})").text, "RedPajama 2");
  const Document dclm = ParseOne(
      R"({"text":"t","url":"u","metadata":{"WARC-Record-ID":"<urn:uuid:1>","WARC-Date":"2020"}})");
  EXPECT_EQ(dclm.id, "<urn:uuid:1>");
  EXPECT_EQ(dclm.date, "2020");
  const Document roots = ParseOne(R"({"text":"t","meta":"{'url': 'http://u', 'n': None}"})");
  EXPECT_EQ(roots.metadata, R"({"meta":"{'url': 'http://u', 'n': None}"})");
  const Document fineweb = ParseOne(
      R"({"text":"t","id":"<urn:uuid:2>","dump":"CC-MAIN-2013-20","url":"u","date":"2013",)"
      R"("file_path":"s3://p","language":"en","language_score":0.9,"token_count":5})");
  EXPECT_EQ(fineweb.id, "<urn:uuid:2>");
  EXPECT_EQ(fineweb.source, "CC-MAIN-2013-20");
  EXPECT_EQ(fineweb.date, "2013");
  EXPECT_EQ(fineweb.language, "en");
  EXPECT_EQ(fineweb.metadata, R"({"file_path":"s3://p","language_score":0.9,"token_count":5})");
}

TEST(Fields, UnknownPresetNamesTheKnown) {
  const auto fields = PresetFields("dolmino");
  EXPECT_EQ(fields.status().code(), absl::StatusCode::kInvalidArgument);
  for (const char* name : {"dolmino", "auto", "dolma", "c4", "pile"}) {
    EXPECT_NE(fields.status().ToString().find(name), std::string::npos) << name;
  }
}

TEST(Fields, ValuesOfAnyScalarType) {
  EXPECT_EQ(ParseOne(R"({"text":"t","id":42})").id, "42");
  EXPECT_EQ(ParseOne(R"({"text":"t","id":-1.5e3})").id, "-1.5e3");
  EXPECT_EQ(ParseOne(R"({"text":"t","id":123456789012345678901234567890})").id,
            "123456789012345678901234567890");
  EXPECT_EQ(ParseOne(R"({"text":"t","id":true})").id, "true");
  EXPECT_TRUE(ParseOne(R"({"text":"t","id":null})").id.ends_with("#1"));
  EXPECT_TRUE(ParseOne(R"({"text":"t","id":""})").id.ends_with("#1"));
}

TEST(Fields, Lists) {
  const auto license = [](const std::string& list) {
    return ParseOne(R"({"text":"t","license":)" + list + "}").license;
  };
  EXPECT_EQ(license(R"(["MIT", "CC \"BY\"" , null,3])"), R"(MIT, CC "BY", 3)");
  EXPECT_EQ(license("[]"), "");
  EXPECT_EQ(license(R"([["MIT"]])"), "");
  EXPECT_EQ(ParseOne(R"({"text":"t","license":[["MIT"]]})").metadata, R"({"license":[["MIT"]]})");
}

TEST(Fields, FirstPathThatHoldsAValueWinsAndOthersStay) {
  const Document document =
      ParseOne(R"({"metadata":{"url":"b"},"text":"t","url":"a","created":null,"date":"d"})");
  EXPECT_EQ(document.url, "a");
  EXPECT_EQ(document.date, "d");
  EXPECT_EQ(document.metadata, R"({"metadata":{"url":"b"},"created":null})");
}

TEST(Fields, MappingOfOnesOwn) {
  FieldMapping fields;
  fields.text = {"a.b"};
  fields.id = {"a.id"};
  fields.url = {"a.id"};  // one field may serve twice
  const Document document = ParseOne(R"({"a":{"id":7,"b":"t","c":[1, 2]},"text":"x"})", fields);
  EXPECT_EQ(document.text, "t");
  EXPECT_EQ(document.id, "7");
  EXPECT_EQ(document.url, "7");
  EXPECT_EQ(document.metadata, R"({"a":{"c":[1, 2]},"text":"x"})");
}

TEST(Fields, MetadataIsVerbatim) {
  const std::string rest =
      R"("a" : { "x" :[1,2 , {"y":"\u00e9\ud800\n"}] } ,"b":1e999,"b":-0.0,"k\u0065y":[],"o":{})";
  EXPECT_EQ(
      ParseOne("{\"text\":\"t\"," + rest + "}").metadata,
      R"({"a":{ "x" :[1,2 , {"y":"\u00e9\ud800\n"}] },"b":1e999,"b":-0.0,"k\u0065y":[],"o":{}})");
}

TEST(Fields, Escapes) {
  EXPECT_EQ(ParseOne(R"({"t\u0065xt":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDE00"})").text,
            "\"\\/\b\f\n\r\tA\u00e9\u20ac\U0001F600");
  EXPECT_EQ(ParseOne(R"({"text":"a\u0000b"})").text, std::string("a\0b", 3));
}

TEST(Fields, LoneSurrogatesAreReplacedAndCounted) {
  const ParsedBatch parsed = ParseLines(R"({"text":"a\ud800b\udc00\ud83d\ud83d\ude00\ud800\\u"})");
  ASSERT_EQ(parsed.documents.size(), 1u);
  EXPECT_EQ(parsed.documents[0].text, "a\ufffdb\ufffd\ufffd\U0001F600\ufffd\\u");
  EXPECT_EQ(parsed.invalid_utf8, 4u);
}

TEST(Fields, InvalidUtf8IsReplacedAndCounted) {
  const ParsedBatch parsed = ParseLines("{\"text\":\"a\xff\xe2\x82z\",\"k\":\"\xc0\"}");
  ASSERT_EQ(parsed.documents.size(), 1u);
  EXPECT_EQ(parsed.documents[0].text, "a\ufffd\ufffdz");
  EXPECT_EQ(parsed.documents[0].metadata, "{\"k\":\"\ufffd\"}");
  EXPECT_EQ(parsed.invalid_utf8, 3u);
}

TEST(Fields, TheFirstTextThatHoldsAValueWins) {
  EXPECT_EQ(ParseOne(R"({"content":[1],"text":"a"})").metadata, R"({"content":[1]})");
  EXPECT_EQ(ParseOne(R"({"content":"b","text":null})").text, "b");
  EXPECT_EQ(ParseOne(R"({"content":"b","text":""})").text, "b");
  EXPECT_EQ(ParseOne(R"({"content":"b","text":"a"})").metadata, R"({"content":"b"})");
}

TEST(Fields, EmptyTextIsCountedNotBad) {
  const ParsedBatch parsed = ParseLines("{\"text\":\"\"}\n{\"text\":\"t\"}\n");
  EXPECT_EQ(parsed.empty, 1u);
  EXPECT_EQ(parsed.bad.size(), 0u);
  ASSERT_EQ(parsed.documents.size(), 1u);
  EXPECT_EQ(parsed.locations[0].line, 2u);
}

TEST(Fields, RefusalsSayWhy) {
  EXPECT_EQ(Refusal(R"({"id":1})"),
            R"(no text: expected a string under "text", "raw_content", "content")");
  EXPECT_EQ(Refusal(R"({"text":null})").substr(0, 8), "no text:");
  EXPECT_EQ(Refusal(R"({"text":5})"), R"("text" is a number; expected a string)");
  EXPECT_EQ(Refusal(R"({"text":["a"]})"), R"("text" is an array; expected a string)");
  EXPECT_EQ(Refusal(R"({"text":"a","text":"b"})"), R"(field "text" stands twice)");
  EXPECT_EQ(Refusal(R"({"text":"a","t\u0065xt":"b"})"), R"(field "text" stands twice)");
  EXPECT_EQ(Refusal(R"("text")"), R"(expected one JSON object per line, found ""text"...")");
}

TEST(Fields, MalformedJsonIsRefused) {
  for (const char* json : {
           R"({"text":"a")",
           R"({"text":"a"}})",
           R"({"text":"a"} {"text":"b"})",
           R"({"text":"a",})",
           R"({"text":"a" "b":1})",
           R"({"text" "a"})",
           R"({"text":"a)",
           R"({"text":"\x"})",
           R"({"text":"\u12"})",
           R"({"text":"\u12g4"})",
           R"({"text":"a"b})",
           R"({"text":"a","k":"\q"})",
           R"({"text":"a","k\q":1})",
           R"({"text":"a","k":{"\q":1}})",
           R"({"text":"a","k":01})",
           R"({"text":"a","k":1.})",
           R"({"text":"a","k":-})",
           R"({"text":"a","k":1e})",
           R"({"text":"a","k":+1})",
           R"({"text":"a","k":1 2})",
           R"({"text":"a","k":tru})",
           R"({"text":"a","k":nul})",
           R"({"text":"a","k":NaN})",
           R"({"text":"a","k":[1,]})",
           R"({"text":"a","k":[1 2]})",
           R"({"text":"a","k":[}})",
           R"({"text":"a","k":{]})",
           R"({"text":"a","k":{1:2}})",
           R"({"text":"a","k":})",
           R"({"text":"a","title":"\q"})",
           R"({"url":"a","metadata":{"url":"\q"},"text":"t"})",
           "{\"text\":\"a\tb\"}",
           R"({text:"a"})",
           R"({'text':'a'})",
           "{",
           "nonsense",
           "{}",
       }) {
    EXPECT_NE(Refusal(json), "") << json;
  }
}

TEST(Fields, DeepNesting) {
  const auto nested = [](size_t depth) {
    return R"({"text":"t","k":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(ParseOne(nested(200)).text, "t");
  EXPECT_EQ(Refusal(nested(100'000)), "nested deeper than 256");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += R"({"metadata":)";
  EXPECT_NE(Refusal(objects), "");
}

TEST(Fields, BadMappingIsRefused) {
  const CorpusFolder folder;
  CorpusOptions options;
  options.inputs = {folder.Write("a.jsonl", "")};
  options.fields.url = {"metadata..url"};
  EXPECT_EQ(ReadWholeCorpus(options).status.code(), absl::StatusCode::kInvalidArgument);
  options.fields = FieldMapping();
  EXPECT_EQ(ReadWholeCorpus(options).status.code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace spanroot
