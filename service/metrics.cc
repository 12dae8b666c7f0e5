#include "service/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <utility>
#include <vector>

namespace spanroot {
namespace {

const prometheus::Histogram::BucketBoundaries& Seconds() {
  static const prometheus::Histogram::BucketBoundaries bounds = {
      .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60};
  return bounds;
}

// A family whose values are read off something else when they are asked for.
class Observed {
 public:
  Observed(const char* name, const char* help, prometheus::MetricType type) {
    family_.name = name;
    family_.help = help;
    family_.type = type;
  }
  void Add(std::vector<prometheus::ClientMetric::Label> labels, double value) {
    prometheus::ClientMetric metric;
    metric.label = std::move(labels);
    metric.gauge.value = value;
    metric.counter.value = value;
    family_.metric.push_back(std::move(metric));
  }
  prometheus::MetricFamily Take() { return std::move(family_); }

 private:
  prometheus::MetricFamily family_;
};

constexpr auto kGauge = prometheus::MetricType::Gauge;
constexpr auto kCounter = prometheus::MetricType::Counter;

}  // namespace

class Metrics::Impl {
 public:
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& calls = prometheus::BuildCounter()
                                                       .Name("spanroot_calls_total")
                                                       .Help("Calls that have ended, by how.")
                                                       .Register(registry);
  prometheus::Family<prometheus::Histogram>& call_seconds =
      prometheus::BuildHistogram()
          .Name("spanroot_call_seconds")
          .Help("Duration of calls, waiting included.")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& stage_seconds =
      prometheus::BuildHistogram()
          .Name("spanroot_stage_seconds")
          .Help("Duration of a trace's stages.")
          .Register(registry);
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::CountCall(std::string_view transport, std::string_view method, absl::StatusCode code,
                        double seconds) {
  const std::string transport_name(transport), method_name(method);
  impl_->calls
      .Add({{"transport", transport_name},
            {"method", method_name},
            {"code", absl::StatusCodeToString(code)}})
      .Increment();
  impl_->call_seconds.Add({{"transport", transport_name}, {"method", method_name}}, Seconds())
      .Observe(seconds);
}

void Metrics::CountStage(std::string_view stage, double seconds) {
  impl_->stage_seconds.Add({{"stage", std::string(stage)}}, Seconds()).Observe(seconds);
}

std::string Metrics::Render(const Admission& admission, const Corpora& corpora) const {
  Observed running("spanroot_questions_running", "Questions being answered.", kGauge);
  running.Add({}, admission.running());
  Observed waiting("spanroot_questions_waiting", "Questions that wait for their turn.", kGauge);
  waiting.Add({}, admission.waiting());
  Observed documents("spanroot_corpus_documents", "Documents of a corpus.", kGauge);
  Observed cache("spanroot_cache_bytes", "Memory that the block cache uses.", kGauge);
  Observed reads("spanroot_blocks_read_total", "Blocks read since the corpus was opened.",
                 kCounter);
  for (const CorpusHandle& corpus : corpora.All()) {
    documents.Add({{"corpus", corpus->name}},
                  static_cast<double>(corpus->index->manifest().Totals().documents));
    cache.Add({{"corpus", corpus->name}}, static_cast<double>(corpus->index->cache().UsedBytes()));
    const ReadCounts counts = corpus->index->reads();
    const auto add = [&](const char* kind, const char* from, uint64_t value) {
      reads.Add({{"corpus", corpus->name}, {"kind", kind}, {"from", from}},
                static_cast<double>(value));
    };
    add("suffix_block", "disk", counts.suffix_blocks);
    add("text_chunk", "disk", counts.text_chunks);
    add("suffix_block", "cache", counts.cached_suffix_blocks);
    add("text_chunk", "cache", counts.cached_text_chunks);
  }
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  for (Observed* observed : {&running, &waiting, &documents, &cache, &reads}) {
    families.push_back(observed->Take());
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace spanroot
