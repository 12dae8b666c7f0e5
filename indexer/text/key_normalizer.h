// The normalised text of a segment: what its key is cut from (see segmenter.h). Linear in time
// whatever the text. Not thread-safe: one per segmenter.
#ifndef SPANROOT_INDEXER_TEXT_KEY_NORMALIZER_H_
#define SPANROOT_INDEXER_TEXT_KEY_NORMALIZER_H_

#include <unicode/normalizer2.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "indexer/text/code_point_table.h"

namespace spanroot {

class KeyNormalizer {
 public:
  static absl::StatusOr<KeyNormalizer> Create();  // Internal: ICU's data is missing

  // NFC, and NFKC_Casefold with typographic quotes and dashes as ASCII, of `raw`, whose code points
  // have the flags `common`. The result is valid until the next call and while `raw` is.
  std::string_view Nfc(std::string_view raw, CodePointInfo common);
  std::string_view Folded(std::string_view raw, CodePointInfo common);

 private:
  KeyNormalizer(const icu::Normalizer2* nfc, const icu::Normalizer2* casefold)
      : nfc_(nfc), casefold_(casefold) {}

  const icu::Normalizer2* nfc_;       // owned by ICU
  const icu::Normalizer2* casefold_;  // owned by ICU
  std::string composed_;
  std::string folded_;
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_TEXT_KEY_NORMALIZER_H_
