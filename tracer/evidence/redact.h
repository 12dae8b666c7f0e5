// Redaction on request: what a document says stays, who can be written to does not.
#ifndef SPANROOT_TRACER_EVIDENCE_REDACT_H_
#define SPANROOT_TRACER_EVIDENCE_REDACT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tracer/trace.h"

namespace spanroot {

// Puts '*' in place of every byte of every e-mail address (a local part of ASCII letters, digits
// and ._%+-, "@", and a host name with a dot), so that offsets into the text stay right. Returns
// how many there were. Linear in the text.
uint64_t RedactEmails(std::string* text);

// The same in all that is shown of a document: title, metadata, snippets. Id and url identify the
// document and stay.
uint64_t RedactEmails(StoredDocument* stored, std::vector<Snippet>* snippets);

}  // namespace spanroot

#endif  // SPANROOT_TRACER_EVIDENCE_REDACT_H_
