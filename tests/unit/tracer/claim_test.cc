// What a trace may claim, and the rules that the catalogue of corpora and models keeps.
#include "tracer/claim/claim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "tracer/claim/catalogue.h"

namespace spanroot {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string CatalogueText() {
  std::ifstream file(SPANROOT_SOURCE_DIR "/datasets/catalogue.json", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The ids in one of the catalogue's two lists, each of which ends with a line of "  ]".
std::vector<std::string> Ids(const std::string& list) {
  const std::string text = CatalogueText();
  const std::string key = "{\"id\": \"";
  std::vector<std::string> ids;
  size_t at = text.find("\"" + list + "\": [");
  const size_t end = text.find("\n  ]", at);
  while ((at = text.find(key, at)) < end) {
    at += key.size();
    ids.push_back(text.substr(at, text.find('"', at) - at));
  }
  return ids;
}

struct Case {
  const char* model;
  const char* corpus;
  ClaimKind kind;
};

TEST(ClaimTest, KindFollowsFromModelAndCorpus) {
  constexpr auto kWhole = ClaimKind::kTrainingData;
  constexpr auto kPart = ClaimKind::kPartOfTrainingData;
  constexpr auto kPartly = ClaimKind::kPartlyPublished;
  constexpr auto kOverlap = ClaimKind::kOverlapOnly;
  constexpr auto kUnknown = ClaimKind::kUnknown;
  const Case cases[] = {
      // One corpus, all of it published.
      {"pythia", "pile", kWhole},
      {"EleutherAI/pythia-12b-deduped", "the_pile", kWhole},
      {"EleutherAI/pythia-70m-seed1", "The Pile", kWhole},
      {"allenai/OLMo-7B-Twin-2T", "allenai/dolma", kWhole},
      {"OLMo-1.7-7B-hf", "Dolma v1.7", kWhole},
      {"allenai/OLMoE-1B-7B-0924", "OLMoE-mix-0924", kWhole},
      {"bigscience/bloom-7b1", "ROOTS", kWhole},
      {"google/t5-v1_1-xl", "c4", kWhole},
      {"t5-11b", "c4", kPart},  // with supervised tasks
      // Several published corpora; later stages only for models that went through them.
      {"allenai/OLMo-2-1124-7B", "olmo-mix-1124", kPart},
      {"allenai/OLMo-2-1124-7B", "tulu-3-sft-olmo-2-mixture", kOverlap},
      {"allenai/OLMo-2-1124-7B-Instruct", "dolmino-mix-1124", kPart},
      {"allenai/OLMo-2-1124-13B-Instruct-RLVR1", "tulu-3-sft-olmo-2-mixture", kPart},
      {"allenai/OLMo-2-0425-1B-DPO", "tulu-3-sft-olmo-2-mixture-0225", kPart},
      {"allenai/OLMo-2-1124-7B-SFT", "tulu-3-sft-olmo-2-mixture-0225", kOverlap},
      {"allenai/Olmo-3-1025-7B", "dolma3", kPart},
      {"allenai/Olmo-3.1-32B-Think", "Dolci-Think-SFT", kPart},
      // Its training began from the Think SFT model.
      {"allenai/Olmo-3-7B-Instruct", "Dolci-Think-SFT", kPart},
      {"allenai/Olmo-3-7B-Think", "Dolci-Instruct-SFT", kOverlap},
      {"bigscience/bloomz-7b1", "xP3", kPart},
      {"bigscience/bloomz-7b1-mt", "xP3", kOverlap},
      {"bigscience/bloomz-7b1-mt", "roots", kPart},
      {"apple/DCLM-7B", "dclm-baseline-1.0", kPart},
      // Contained in a training corpus, or only the source that it was selected from.
      {"allenai/OLMo-2-1124-7B", "wikipedia", kPart},
      {"pythia-12b", "wikipedia", kPart},
      {"pythia-12b", "common-crawl", kOverlap},
      {"allenai/OLMo-2-1124-7B", "dclm-baseline", kOverlap},
      {"allenai/OLMo-7B", "c4", kOverlap},
      {"tiiuae/falcon-40b", "refinedweb", kOverlap},
      // The base model or a part of the data is not published.
      {"allenai/Llama-3.1-Tulu-3-8B-SFT", "tulu-3-sft-mixture", kPartly},
      {"allenai/tulu-2-dpo-7b", "tulu-v2-sft-mixture", kPartly},
      {"google/flan-ul2", "c4", kPartly},
      {"google/flan-t5-large", "c4", kPartly},
      {"nvidia/NVIDIA-Nemotron-Nano-9B-v2", "nemotron-cc-v2", kPartly},
      {"allenai/Llama-3.1-Tulu-3-8B-SFT", "dolma", kOverlap},
      // Variants: trained further on something else.
      {"OpenAssistant/oasst-sft-4-pythia-12b-epoch-3.5", "pile", kPartly},
      {"allenai/OLMo-2-1124-7B-Instruct-preview", "olmo-mix-1124", kPartly},
      {"someone/pythia-12b", "pile", kPartly},
      {"allenai/Olmo-3-7B-RL-Zero-Math", "dolma-3", kPartly},
      // Open weights only.
      {"meta-llama/Llama-3.1-8B-Instruct", "c4", kOverlap},
      {"meta-llama/Llama-4-Scout-17B-16E", "common-crawl", kOverlap},
      {"deepseek-ai/DeepSeek-V3", "pile", kOverlap},
      {"deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "pile", kOverlap},
      {"mistralai/Mixtral-8x7B-v0.1", "dolma", kOverlap},
      {"Qwen/Qwen3-32B", "fineweb", kOverlap},
      {"gemma3:4b", "mc4", kOverlap},
      {"microsoft/phi-4", "pile", kOverlap},
      {"openai/gpt-oss-20b", "fineweb-edu", kOverlap},
      {"tiiuae/Falcon3-7B-Base", "refinedweb", kOverlap},
      // Not in the catalogue: a later generation is not taken for an earlier one.
      {"", "dolma", kUnknown},
      {"", "", kUnknown},
      {"pythia", "", kUnknown},
      {"pythia", "my-notes", kUnknown},
      {"pythias", "pile", kUnknown},
      {"allenai/OLMo-4-7B", "dolma", kUnknown},
      {"text_davinci_003", "pile", kUnknown},
  };
  for (const Case& c : cases) {
    const Claim claim = DecideClaim(c.model, c.corpus);
    EXPECT_EQ(ClaimKindName(claim.kind), ClaimKindName(c.kind))
        << c.model << " / " << c.corpus << ": " << claim.statement;
    EXPECT_EQ(claim.model, c.model);
    EXPECT_EQ(claim.corpus, c.corpus);
  }
}

TEST(ClaimTest, StatementNamesModelAndCorpus) {
  EXPECT_EQ(
      DecideClaim("bloom", "roots").statement,
      "BLOOM was trained on ROOTS, its whole published training data. A match is a match with "
      "text that BLOOM was trained on; it does not prove that the model produced the text "
      "because of it.");
  EXPECT_EQ(
      DecideClaim("Qwen/Qwen3-8B", "c4").statement,
      "The training data of Qwen/Qwen3-8B (Qwen3) is not published. A match is an overlap with "
      "an open corpus and says nothing certain about what the model saw.");
  EXPECT_THAT(DecideClaim("olmo-2", "sotu").statement,
              AllOf(HasSubstr("State of the Union addresses is not known to be in the published "
                              "training data of olmo-2 (OLMo 2)"),
                    HasSubstr("overlap")));
  EXPECT_THAT(DecideClaim("olmo-2", "wikipedia").statement,
              AllOf(HasSubstr("contains Wikipedia, perhaps in another edition"),
                    HasSubstr("most likely a match")));
  EXPECT_THAT(DecideClaim("gpt-j", "common-crawl").statement,
              AllOf(HasSubstr("a selection from Common Crawl, not all of it"),
                    Not(HasSubstr("trained on;"))));
  EXPECT_THAT(DecideClaim("tulu-3", "tulu-3-sft-mixture").statement,
              HasSubstr("not all of its data is published"));
  EXPECT_THAT(DecideClaim("me/pythia-1b-chat", "pile").statement,
              AllOf(StartsWith("me/pythia-1b-chat (Pythia) may be a variant"),
                    HasSubstr("Pythia was trained on The Pile")));
}

TEST(ClaimTest, UnknownSaysWhatIsMissing) {
  EXPECT_THAT(DecideClaim("", "pile").statement, StartsWith("No model was named: a match shows"));
  EXPECT_THAT(DecideClaim("foo", "pile").statement, StartsWith("The model \"foo\" is not in the"));
  EXPECT_THAT(DecideClaim("bloom", "foo").statement,
              StartsWith("The corpus \"foo\" is not in the"));
  EXPECT_THAT(DecideClaim("bloom", "").statement,
              StartsWith("The index does not say which corpus"));
}

TEST(ClaimTest, HostileNamesAreUnknown) {
  std::string words;
  while (words.size() < 1000000) words += "olmo-2-1124-";
  for (const std::string& name : {words, std::string("\xff\0/-*", 5), std::string(300, '/'),
                                  std::string("-"), std::string("*")}) {
    const Claim claim = DecideClaim(name, "dolma");
    EXPECT_EQ(claim.kind, ClaimKind::kUnknown);
    EXPECT_LT(claim.statement.size(), 600u);
    EXPECT_EQ(DecideClaim("pythia", name).kind, ClaimKind::kUnknown);
  }
}

TEST(ClaimTest, EveryKindHasItsName) {
  EXPECT_EQ(ClaimKindName(ClaimKind::kTrainingData), "training_data");
  EXPECT_EQ(ClaimKindName(ClaimKind::kPartOfTrainingData), "part_of_training_data");
  EXPECT_EQ(ClaimKindName(ClaimKind::kPartlyPublished), "partly_published");
  EXPECT_EQ(ClaimKindName(ClaimKind::kOverlapOnly), "overlap_only");
  EXPECT_EQ(ClaimKindName(ClaimKind::kUnknown), "unknown");
}

TEST(CatalogueTest, FileKeepsTheRulesAndIsTheOneCompiledIn) {
  const auto catalogue = Catalogue::Parse(CatalogueText());
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  const std::vector<std::string> corpora = Ids("corpora");
  const std::vector<std::string> models = Ids("models");
  EXPECT_GT(corpora.size(), 30u);
  EXPECT_GT(models.size(), 40u);
  for (const std::string& id : corpora) {
    const Corpus* const corpus = Catalogue::BuiltIn().FindCorpus(id);
    ASSERT_NE(corpus, nullptr) << id;
    EXPECT_EQ(corpus->id, id);
  }
  for (const std::string& id : models) {
    const NamedModel found = Catalogue::BuiltIn().FindModel(id);
    ASSERT_NE(found.model, nullptr) << id;
    EXPECT_EQ(found.model->id, id);
    EXPECT_FALSE(found.variant);
    EXPECT_EQ(DecideClaim(id, "sotu").kind, ClaimKind::kOverlapOnly) << id;
    EXPECT_EQ(DecideClaim(id, "common-crawl").kind, ClaimKind::kOverlapOnly) << id;
    for (const std::string& corpus : corpora) {
      const Claim claim = DecideClaim(id, corpus);
      EXPECT_NE(claim.kind, ClaimKind::kUnknown) << id << " / " << corpus;
      if (found.model->data == Model::Data::kNotPublished) {
        EXPECT_EQ(claim.kind, ClaimKind::kOverlapOnly) << id << " / " << corpus;
      }
    }
  }
}

// A catalogue of one corpus and one model that keeps all rules.
constexpr char kSmall[] = R"({"neutral_words": [],
  "corpora": [{"id": "c", "title": "C", "licence": "x", "homepage": "x", "files": "x", "size": "x"}],
  "models": [{"id": "m", "title": "M", "family": "M", "weights": "open", "code": "open",
    "licence": "x", "data": "published", "training": ["c"], "patterns": ["m-*-x"],
    "reference": {"title": "x", "year": 2024, "url": "x"}}]})";

TEST(CatalogueTest, ParseRejectsWhatBreaksARule) {
  ASSERT_TRUE(Catalogue::Parse(kSmall).ok()) << Catalogue::Parse(kSmall).status();
  const std::pair<const char*, const char*> breaches[] = {
      {R"("training": ["c"])", R"("training": ["d"])"},
      {R"("training": ["c"])", R"("training": [])"},
      {R"("training": ["c"])", R"("training": 7)"},
      {R"("data": "published")", R"("data": "not_published")"},
      {R"("data": "published")", R"("data": "perhaps")"},
      {R"("year": 2024)", R"("year": "2024")"},
      {R"("title": "x", "year")", R"("year")"},
      {R"("size": "x")", R"("size": "")"},
      {R"("size": "x")", R"("size": "x", "includes": ["c"])"},
      {R"(["m-*-x"])", R"(["*-x"])"},
      {R"(["m-*-x"])", R"(["m-*-x-*-y"])"},
      {R"(["m-*-x"])", R"(["m-*-x", "M_*-X"])"},
      {R"("family": "M")", R"("family": "M", "base": "n")"},
      {R"("models": [)", R"("models": [{}, )"},
      {R"("corpora": [)", R"("corpora": null, "x": [)"},
      {R"("neutral_words": [])", R"("neutral_words": [)"},
  };
  for (const auto& [good, bad] : breaches) {
    std::string json = kSmall;
    const size_t at = json.find(good);
    ASSERT_NE(at, std::string::npos) << good;
    json.replace(at, std::string(good).size(), bad);
    EXPECT_EQ(Catalogue::Parse(json).status().code(), absl::StatusCode::kDataLoss) << bad;
  }
}

TEST(CatalogueTest, ParseRejectsNamesOfTwoEntries) {
  std::string json = kSmall;
  const std::string corpus = json.substr(json.find("{\"id\": \"c\""));
  const std::string entry = corpus.substr(0, corpus.find('}') + 1);
  std::string second = entry;
  second.replace(second.find("\"c\""), 3, "\"d\"");  // another id, the same title
  json.insert(json.find("],\n  \"models\""), ", " + second);
  EXPECT_THAT(std::string(Catalogue::Parse(json).status().message()),
              HasSubstr("catalogue: d: \"c\" is a name of c too"));
  json.replace(json.find(second), second.size(), entry);
  EXPECT_THAT(std::string(Catalogue::Parse(json).status().message()),
              HasSubstr("another corpus has this id"));
}

}  // namespace
}  // namespace spanroot
