// Texts to trace, for tests of quality and benchmarks: windows cut from documents, the same in
// disguise or shuffled, and answers of models. Random choices come from the caller's generator
// alone, so they are the same everywhere.
#ifndef SPANROOT_TESTS_SUPPORT_SAMPLE_TEXTS_H_
#define SPANROOT_TESTS_SUPPORT_SAMPLE_TEXTS_H_

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/corpus/document.h"

namespace spanroot {

// Documents of a corpus file, in order, up to about `max_bytes` of text. Empty if it cannot be
// read.
std::vector<Document> ReadDocuments(const std::string& path, size_t max_bytes);

// Lines {"id", "prompt", "output"} as documents: the output is the text, the prompt the title.
std::vector<Document> ReadAnswers(const std::string& path);

// `words` neighbouring words of a text, from the first byte of the first to the last of the last;
// "" if the text has fewer.
std::string CutWindow(std::string_view text, size_t words, std::mt19937_64* random);

struct Window {
  std::string text;
  size_t document;  // index in the documents given
};
// `count` windows of different documents (fewer if not enough are long enough).
std::vector<Window> CutWindows(const std::vector<Document>& documents, size_t words, size_t count,
                               std::mt19937_64* random);

// The same words in other case, with other punctuation and line breaks.
std::string Disguise(std::string_view text, std::mt19937_64* random);

// The words, without punctuation, in random order.
std::string Shuffle(std::string_view text, std::mt19937_64* random);

// Documents of a small language of its own: sentences of frequent and rare invented words. Also
// gives text that is not in a corpus, with another seed.
std::vector<Document> InventDocuments(size_t count, uint64_t seed);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_SAMPLE_TEXTS_H_
