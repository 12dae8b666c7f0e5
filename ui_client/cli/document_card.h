// A document as a card: who it is, and its passages with the matched words in bold.
#ifndef SPANROOT_UI_CLIENT_CLI_DOCUMENT_CARD_H_
#define SPANROOT_UI_CLIENT_CLI_DOCUMENT_CARD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "tracer/trace.h"
#include "ui_client/cli/terminal.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {

struct DocumentCard {
  size_t number;  // shown before its title
  const StoredDocument& stored;
  std::vector<Run> facts;  // a line between its identity and its passages
  const std::vector<Snippet>& snippets;
  bool full = false;  // all passages and lines, not a few
};

std::string RenderCard(const DocumentCard& card, const Terminal& terminal);

}  // namespace spanroot

#endif  // SPANROOT_UI_CLIENT_CLI_DOCUMENT_CARD_H_
