// Results as JSON: one object without line breaks. docs/json-output.md describes the fields. Bytes
// that are not UTF-8 become U+FFFD; control characters are escaped, so that the JSON is harmless on
// a terminal too. Thread-safe.
#ifndef SPANROOT_UI_CLIENT_CLI_JSON_OUTPUT_H_
#define SPANROOT_UI_CLIENT_CLI_JSON_OUTPUT_H_

#include <string>
#include <string_view>

#include "indexer/store/index_verifier.h"
#include "tracer/tracer.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/trace_record.h"

namespace spanroot {

std::string TraceToJson(const TraceResult& result, const IndexSummary& index);
// The same, after the record that was traced.
std::string RecordToJson(const TraceRecord& record, const TraceResult& result,
                         const IndexSummary& index);
// A record that could not be traced.
std::string FailedRecordToJson(const TraceRecord& record, std::string_view error);

std::string CountToJson(std::string_view phrase, const CountResult& result,
                        const IndexSummary& index);
std::string SearchToJson(const SearchResult& result, const IndexSummary& index);
// `directory_bytes`: IndexReader::MemoryBytes.
std::string ManifestToJson(const Manifest& manifest, uint64_t directory_bytes);
std::string BuildToJson(const Manifest& manifest, double seconds, uint64_t peak_bytes);
std::string VerifyToJson(const VerifyReport& report);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_JSON_OUTPUT_H_
