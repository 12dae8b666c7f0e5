// Between the messages of spanroot.v1 and the tracer's structs: convert.cc and convert_trace.cc are
// the only files that know both. Going there and back loses nothing but the differences that the
// functions name.
#ifndef SPANROOT_SERVICE_CONVERT_H_
#define SPANROOT_SERVICE_CONVERT_H_

#include <string>

#include "absl/status/statusor.h"
#include "service/corpora.h"
#include "spanroot/v1/trace_service.pb.h"
#include "tracer/tracer.h"

namespace spanroot {

// A text to trace, and how.
struct TraceInput {
  std::string text;
  TraceOptions options;
};

// InvalidArgument with the fields at fault (rpc_status.h) for what is missing or out of range.
// TraceOptions::max_text_bytes is the server's, so it keeps its default.
absl::StatusOr<TraceInput> FromProto(const v1::TraceQuery& query);
v1::TraceQuery ToProto(const TraceInput& input);

v1::Trace ToProto(const TraceResult& result);
// Lists of fixed size that come too short are filled with zeros, those too long are cut.
TraceResult FromProto(const v1::Trace& trace);

// Phrases, selection and context; paging is the caller's.
absl::StatusOr<SearchOptions> FromProto(const v1::SearchRequest& request);
v1::SearchRequest ToProto(const SearchOptions& options);
v1::SearchResponse ToProto(const SearchResult& result);
SearchResult FromProto(const v1::SearchResponse& response);

v1::Snippet ToProto(const Snippet& snippet);
Snippet FromProto(const v1::Snippet& snippet);
v1::Document ToProto(uint32_t shard, uint32_t number, const StoredDocument& stored, uint64_t bytes);
StoredDocument FromProto(const v1::Document& document);
v1::Corpus ToProto(const OpenCorpus& corpus);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_CONVERT_H_
