// Longest common prefixes of neighbouring suffixes, in key form bytes.
//
// Method: the permuted LCP array of Karkkainen, Manzini and Puglisi ("Permuted
// longest-common-prefix array", CPM 2009), on the sparse set of suffixes that start a word. Word by
// word in text order, a suffix shares with its predecessor at least what the word before shared,
// less that word; so all comparisons together are linear in the text, however repetitive it is, and
// there is one random read a word. Holds for the sparse set because equal units start words alike
// (segmenter.h).
#ifndef SPANROOT_INDEXER_SUFFIX_LCP_H_
#define SPANROOT_INDEXER_SUFFIX_LCP_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "common/thread_pool.h"
#include "indexer/suffix/suffix_sorter.h"

namespace spanroot {

// By rank: the bytes a suffix shares with the one before, up to the end of a document, without
// kDocumentEnd (0 for rank 0), and its byte behind them.
struct SharedPrefixes {
  std::vector<uint32_t> lcp;
  std::vector<uint8_t> branch;
};

// `key_form`: units and document ends (segmenter.h). `word_key[w]`: where word w starts in it.
// Equal suffixes in `*sorted` are put in order of position if they are not yet. Memory: 10 bytes a
// word besides the input.
SharedPrefixes ComputeSharedPrefixes(std::string_view key_form, absl::Span<const uint32_t> word_key,
                                     SortedWords* sorted, ThreadPool* pool);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_SUFFIX_LCP_H_
