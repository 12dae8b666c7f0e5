// JSON string literals and numbers (RFC 8259), where simdjson is stricter than corpora are: escaped
// lone surrogates, which Python's json writes, and integers beyond 64 bits. Pure functions.
#ifndef SPANROOT_INDEXER_CORPUS_JSON_STRING_H_
#define SPANROOT_INDEXER_CORPUS_JSON_STRING_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace spanroot {

// Appends what `escaped`, a string literal's inside, stands for. A lone surrogate becomes U+FFFD
// and is added to `*replaced`. False for an escape that JSON does not know; `*out` is then
// unspecified.
bool UnescapeJson(std::string_view escaped, std::string* out, size_t* replaced);

// Position of the quote that ends a string literal whose inside begins at `begin`; npos: none.
size_t FindJsonStringEnd(std::string_view json, size_t begin);

bool IsJsonNumber(std::string_view token);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_JSON_STRING_H_
