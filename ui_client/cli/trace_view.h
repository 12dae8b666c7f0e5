// A trace as people read it: the text with its spans, the documents by relevance, and what follows.
#ifndef SPANROOT_UI_CLIENT_CLI_TRACE_VIEW_H_
#define SPANROOT_UI_CLIENT_CLI_TRACE_VIEW_H_

#include <string>

#include "tracer/trace.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/terminal.h"

namespace spanroot {

struct TraceViewOptions {
  Terminal terminal;
  bool full = false;  // all of the text, all documents and passages, not the first few
};

std::string RenderTrace(const TraceResult& result, const IndexSummary& index,
                        const TraceViewOptions& options);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_TRACE_VIEW_H_
