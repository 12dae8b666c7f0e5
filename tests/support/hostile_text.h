// Random documents that are hard on an index: many scripts, the same word composed and decomposed,
// words longer than a unit that share their first units, runs of marks, control characters, copies,
// long shared heads and periods. Random choices come from the caller's generator alone.
#ifndef SPANROOT_TESTS_SUPPORT_HOSTILE_TEXT_H_
#define SPANROOT_TESTS_SUPPORT_HOSTILE_TEXT_H_

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace spanroot {

// Up to `max_words` words and marks, with what may stand between them; never "".
std::string HostileText(std::mt19937* random, size_t max_words);

// `count` documents, about half of them related to others.
std::vector<std::string> HostileDocuments(std::mt19937* random, size_t count);

// Documents whose suffixes share more than 4,096 bytes of key form, in various ways.
std::vector<std::string> DeeplySharedDocuments(std::mt19937* random);

// A piece of a document, cut at code points (so in the middle of words), perhaps changed or
// followed by a piece of another.
std::string PieceOf(const std::vector<std::string>& documents, size_t max_bytes,
                    std::mt19937* random);

}  // namespace spanroot

#endif  // SPANROOT_TESTS_SUPPORT_HOSTILE_TEXT_H_
