// Real corpus files, as published. The counts were taken with Python's json, gzip and zstd.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/corpus_files.h"

namespace spanroot {
namespace {

struct RealFile {
  const char* path;
  size_t documents;
  uint64_t text_bytes;
  size_t bad = 0;
};

class RealCorporaTest : public ::testing::TestWithParam<RealFile> {};

TEST_P(RealCorporaTest, EveryDocumentIsRead) {
  const std::string data = SharedData();
  if (data.empty()) GTEST_SKIP() << "skipped: ../shared/data not found";
  CorpusOptions options;
  options.inputs = {data + "/" + GetParam().path};
  const WholeCorpus corpus = ReadWholeCorpus(options, 4 << 20);
  ASSERT_TRUE(corpus.status.ok()) << corpus.status;
  EXPECT_EQ(corpus.all.documents.size(), GetParam().documents);
  EXPECT_EQ(corpus.all.bad.size(), GetParam().bad);
  EXPECT_EQ(corpus.all.empty, 0u);
  EXPECT_EQ(corpus.all.invalid_utf8, 0u);
  uint64_t text_bytes = 0;
  for (const Document& document : corpus.all.documents) text_bytes += document.text.size();
  EXPECT_EQ(text_bytes, GetParam().text_bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Files, RealCorporaTest,
    ::testing::Values(RealFile{"corpora/c4/c4-sample.00000-of-00001.json.gz", 1000, 2173681},
                      RealFile{"corpora/common-pile/news/1-factly.json", 1, 698},
                      RealFile{"corpora/common-pile/news/4-360info.json", 1, 4508},
                      RealFile{"corpora/common-pile/news/6-360info.json", 1, 8045},
                      RealFile{"corpora/common-pile/news/8-globalvoices.json", 1, 2686},
                      RealFile{"corpora/common-pile/news/9-zimfact.json", 1, 3702},
                      RealFile{"corpora/common-pile/uspto_examples.jsonl", 10, 444261},
                      RealFile{"corpora/dolma/cc_en_head-0091.jsonl.gz", 10, 94424},
                      RealFile{"corpora/dolma/cc_en_head-0174.jsonl.gz", 10, 61163},
                      RealFile{"corpora/dolma/provided-attributes/pii/000.json.gz", 0, 0, 10},
                      RealFile{"corpora/dolma/provided-documents/000.json.gz", 10, 58841},
                      RealFile{"corpora/olmo-c4/c4-sample.01.json.gz", 10, 14624},
                      RealFile{"corpora/olmo-c4/c4-sample.02.json.gz", 10, 20635},
                      RealFile{"corpora/olmo-c4/c4-sample.03.json.gz", 10, 18095},
                      RealFile{"corpora/pile/dm_mathematics.jsonl.zst", 1000, 8194000},
                      RealFile{"corpora/pile/europarl.jsonl.zst", 80, 5191410},
                      RealFile{"corpora/pile/github.jsonl.zst", 1000, 4395367},
                      RealFile{"corpora/pile/hackernews.jsonl.zst", 1000, 7442382},
                      RealFile{"corpora/pile/nih_exporter.jsonl.zst", 1000, 2082996},
                      RealFile{"corpora/pile/philpapers.jsonl.zst", 56, 3099022},
                      RealFile{"corpora/pile/pubmed_abstracts.jsonl.zst", 1000, 1437771},
                      RealFile{"corpora/pile/stackexchange.jsonl.zst", 1000, 2059983},
                      RealFile{"corpora/pile/uspto_backgrounds.jsonl.zst", 1000, 4039670},
                      RealFile{"corpora/pile/wikipedia_(en).jsonl.zst", 1000, 3955052},
                      RealFile{"corpora/redpajama/arxiv.jsonl", 19, 1058088},
                      RealFile{"corpora/redpajama/redpajama-c4-refined.jsonl", 10, 13076},
                      RealFile{"corpora/redpajama/redpajama-cc-2023-06-refined.jsonl", 10, 69632},
                      RealFile{"corpora/redpajama/redpajama-pile-stackexchange-refined.jsonl", 10,
                               42072},
                      RealFile{"corpora/redpajama/the-pile-nih-refined.jsonl", 10, 15438},
                      RealFile{"corpora/redpajama/the-pile-uspto-refined.jsonl", 10, 23579},
                      RealFile{"text/arxiv-abstracts.jsonl.zst", 69989, 100001144},
                      RealFile{"text/enwiki-0000.jsonl.zst", 5703, 100000933},
                      RealFile{"text/multilingual.jsonl.zst", 4483, 14397433}));

Document FirstDocument(const std::string& path) {
  CorpusOptions options;
  options.inputs = {SharedData() + "/" + path};
  const WholeCorpus corpus = ReadWholeCorpus(options);
  return corpus.all.documents.empty() ? Document() : corpus.all.documents[0];
}

TEST(RealCorpora, FieldsAreFound) {
  if (SharedData().empty()) GTEST_SKIP() << "skipped: ../shared/data not found";
  const Document wiki = FirstDocument("text/enwiki-0000.jsonl.zst");
  EXPECT_EQ(wiki.id, "enwiki-12");
  EXPECT_EQ(wiki.source, "wikipedia");
  EXPECT_EQ(wiki.url, "https://en.wikipedia.org/wiki?curid=12");
  EXPECT_EQ(wiki.title, "Anarchism");
  EXPECT_EQ(wiki.language, "en");
  EXPECT_EQ(FirstDocument("corpora/pile/github.jsonl.zst").source, "Github");
  EXPECT_EQ(FirstDocument("corpora/c4/c4-sample.00000-of-00001.json.gz").url,
            "https://www.kentlive.news/news/sevenoaks-mum-who-died-after-2582402");
  const Document news = FirstDocument("corpora/common-pile/news/6-360info.json");
  EXPECT_EQ(news.id, "6");
  EXPECT_EQ(news.license,
            "Creative Commons - Attribution - https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(FirstDocument("corpora/redpajama/arxiv.jsonl").date, "2022-08-31T02:05:17");
}

}  // namespace
}  // namespace spanroot
