// Messages with random contents, to the tracer's structs and back: nothing is lost.
#include "service/convert.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace spanroot {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Fills every field with values that are not its default, lists with up to three.
class Filler {
 public:
  explicit Filler(uint64_t seed) : random_(seed) {}

  void Fill(Message* message) {
    const Reflection* const reflection = message->GetReflection();
    const auto* const descriptor = message->GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* const field = descriptor->field(i);
      if (field->real_containing_oneof() != nullptr && field->index_in_oneof() == 0) continue;
      const int count = field->is_repeated() ? static_cast<int>(random_() % 4) : 1;
      for (int n = 0; n < count; ++n) Set(message, reflection, field);
    }
  }

 private:
  std::string Text() {
    std::string text;
    for (size_t size = 1 + random_() % 20; text.size() < size;) {
      text +=
          random_() % 4 == 0 ? "\xe2\x82\xac" : std::string(1, static_cast<char>(random_() % 128));
    }
    return text;
  }

  void Set(Message* message, const Reflection* r, const FieldDescriptor* f) {
    const bool many = f->is_repeated();
    const uint64_t number = 1 + (random_() >> (random_() % 60));
    const auto small = static_cast<uint32_t>(1 + number % 1000);
    const double share = static_cast<double>(1 + random_() % 1000) / 1000;
    switch (f->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Fill(many ? r->AddMessage(message, f) : r->MutableMessage(message, f));
      case FieldDescriptor::CPPTYPE_STRING:
        return many ? r->AddString(message, f, Text()) : r->SetString(message, f, Text());
      case FieldDescriptor::CPPTYPE_INT32:
        return r->SetInt32(message, f, static_cast<int32_t>(small));
      case FieldDescriptor::CPPTYPE_UINT32:
        return many ? r->AddUInt32(message, f, small) : r->SetUInt32(message, f, small);
      case FieldDescriptor::CPPTYPE_UINT64:
        return many ? r->AddUInt64(message, f, number) : r->SetUInt64(message, f, number);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return r->SetDouble(message, f, share);
      case FieldDescriptor::CPPTYPE_BOOL:
        return r->SetBool(message, f, true);
      case FieldDescriptor::CPPTYPE_ENUM: {
        const EnumDescriptor* const type = f->enum_type();
        const auto value = static_cast<int>(1 + random_() % (type->value_count() - 1));
        return r->SetEnumValue(message, f, value);
      }
      default:
        FAIL() << f->full_name() << " has a type that this test does not know";
    }
  }

  std::mt19937_64 random_;
};

std::string Difference(const Message& expected, const Message& got) {
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  return differencer.Compare(expected, got) ? "" : difference;
}

// Lists whose length the tracer fixes.
void FixCoverage(v1::Coverage* coverage) {
  coverage->clear_covered();
  for (size_t i = 0; i < kCoverageWords.size(); ++i) {
    v1::CoveredWords* const covered = coverage->add_covered();
    covered->set_min_words(kCoverageWords[i]);
    covered->set_words(static_cast<uint32_t>(100 - i));
  }
  coverage->clear_novelty();
  for (uint32_t n = 1; n <= kMaxNovelty; ++n) {
    v1::Novelty* const novelty = coverage->add_novelty();
    novelty->set_n(n);
    if (n % 3 != 0) novelty->set_share(n / 20.0);
  }
}

TEST(Convert, Trace) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    v1::Trace trace;
    Filler(seed).Fill(&trace);
    FixCoverage(trace.mutable_coverage());
    EXPECT_EQ(Difference(trace, ToProto(FromProto(trace))), "") << "seed " << seed;
  }
}

TEST(Convert, TraceQuery) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    v1::TraceQuery query;
    Filler(seed).Fill(&query);
    ASSERT_TRUE(query.has_raw_text());
    const absl::StatusOr<TraceInput> input = FromProto(query);
    ASSERT_TRUE(input.ok()) << input.status();
    EXPECT_EQ(Difference(query, ToProto(*input)), "") << "seed " << seed;
  }
}

TEST(Convert, DefaultsOfTheQueryAreTheTracers) {
  v1::TraceQuery query;
  query.set_text("a text");
  const absl::StatusOr<TraceInput> input = FromProto(query);
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(Difference(ToProto(*input), ToProto(TraceInput{"a text", {}})), "");
}

TEST(Convert, SearchRequest) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    v1::SearchRequest request;
    Filler(seed).Fill(&request);
    request.add_phrases("one at least");
    request.clear_corpus();  // of the call, not of the search
    request.clear_page_size();
    request.clear_page_token();
    const absl::StatusOr<SearchOptions> options = FromProto(request);
    ASSERT_TRUE(options.ok()) << options.status();
    EXPECT_EQ(Difference(request, ToProto(*options)), "") << "seed " << seed;
  }
}

TEST(Convert, SearchResponse) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    v1::SearchResponse response;
    Filler(seed).Fill(&response);
    response.clear_next_page_token();
    EXPECT_EQ(Difference(response, ToProto(FromProto(response))), "") << "seed " << seed;
  }
}

// Messages of another version or of nobody in particular.
TEST(Convert, EnumsThatAreNotKnown) {
  v1::Trace trace;
  trace.mutable_claim()->set_kind(static_cast<v1::ClaimKind>(77));
  trace.add_documents()->set_level(static_cast<v1::Relevance>(77));
  trace.add_documents();
  const TraceResult result = FromProto(trace);
  EXPECT_EQ(result.claim.kind, ClaimKind::kUnknown);
  EXPECT_EQ(result.documents[0].level, Relevance::kLow);
  EXPECT_EQ(result.documents[1].level, Relevance::kLow);
}

}  // namespace
}  // namespace spanroot
