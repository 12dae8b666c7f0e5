// Checks the suffix array of a shard against its text. Internal to this room; see index_verifier.h.
#ifndef SPANROOT_INDEXER_STORE_SUFFIX_VERIFIER_H_
#define SPANROOT_INDEXER_STORE_SUFFIX_VERIFIER_H_

#include "absl/status/status.h"
#include "common/thread_pool.h"
#include "indexer/store/shard_reader.h"
#include "indexer/text/segmenter.h"

namespace spanroot {

// DataLoss names the block or document that is wrong. The suffixes are a permutation of the words
// that the segmenter finds in the text; in order (checked in linear time after Burkhardt and
// Karkkainen, "Fast lightweight suffix array construction and checking", CPM 2003, section 8: two
// neighbours that agree up to their next word must be ordered as the suffixes there are); their
// shared prefixes, branch bytes and the blocks' separators are those of the text.
absl::Status VerifySuffixes(const ShardReader& shard, Profile profile, ThreadPool* pool);

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_STORE_SUFFIX_VERIFIER_H_
