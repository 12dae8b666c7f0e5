// How much of a text stands in the corpus, from its maximal spans.
#ifndef SPANROOT_TRACER_COVERAGE_H_
#define SPANROOT_TRACER_COVERAGE_H_

#include <vector>

#include "tracer/match/maximal_spans.h"
#include "tracer/match/query_text.h"
#include "tracer/trace.h"

namespace spanroot {

Coverage MeasureCoverage(const QueryText& query, const std::vector<MaximalSpan>& spans);

// Byte offsets of a text as code point offsets too; ascending calls are linear in the text.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text) : text_(text) {}
  TextRange Range(size_t begin_byte, size_t end_byte);

 private:
  size_t At(size_t byte);

  const std::string_view text_;
  size_t byte_ = 0;   // of the last call
  size_t count_ = 0;  // code points before it
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_COVERAGE_H_
