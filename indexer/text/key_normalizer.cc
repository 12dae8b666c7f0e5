// Normalisation by ICU, block by block. See key_normalizer.h.
#include "indexer/text/key_normalizer.h"

#include <unicode/bytestream.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace spanroot {
namespace {

// ICU sorts combining marks by insertion, in time quadratic in the length of their run. So longer
// text is normalised in blocks, which end at a normalisation boundary between the two limits, or
// else at the upper one. (Unicode's Stream-Safe format allows 30 marks in a run.)
constexpr size_t kMinBlockBytes = 256;
constexpr size_t kMaxBlockBytes = 1024;

size_t BlockEnd(const icu::Normalizer2& normalizer, std::string_view text, size_t begin) {
  if (text.size() - begin <= kMinBlockBytes) return text.size();
  size_t end = begin;
  while (end < text.size()) {
    const CodePoint c = DecodeAt(text, end);
    const size_t length = end - begin;
    if (length + c.length > kMaxBlockBytes) break;
    if (length >= kMinBlockBytes && normalizer.hasBoundaryBefore(static_cast<UChar32>(c.value))) {
      break;
    }
    end += c.length;
  }
  return end;
}

void Normalize(const icu::Normalizer2& normalizer, std::string_view text, std::string* out) {
  out->clear();
  icu::StringByteSink<std::string> sink(out);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = BlockEnd(normalizer, text, begin);
    UErrorCode error = U_ZERO_ERROR;  // only lack of memory can set it
    normalizer.normalizeUTF8(0, {text.data() + begin, static_cast<int32_t>(end - begin)}, sink,
                             nullptr, error);
    begin = end;
  }
}

// Replaces typographic quotes and dashes by ASCII, in place.
void ReplaceTypographic(std::string* text) {
  constexpr char kLead = '\xe2';  // of all of them
  size_t from = text->find(kLead);
  if (from == std::string::npos) return;
  size_t to = from;
  while (from < text->size()) {
    const CodePoint c = DecodeAt(*text, from);
    char ascii;
    if (IsTypographic(c.value, &ascii)) {
      (*text)[to++] = ascii;
    } else {
      text->replace(to, c.length, *text, from, c.length);
      to += c.length;
    }
    from += c.length;
  }
  text->resize(to);
}

void LowerAscii(std::string_view text, std::string* out) {
  out->resize(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    (*out)[i] = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
  }
}

}  // namespace

absl::StatusOr<KeyNormalizer> KeyNormalizer::Create() {
  UErrorCode error = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(error);
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) {
    return absl::InternalError(absl::StrCat("ICU normalisation data: ", u_errorName(error)));
  }
  return KeyNormalizer(nfc, casefold);
}

std::string_view KeyNormalizer::Nfc(std::string_view raw, CodePointInfo common) {
  if (common & kNfcStable) return raw;
  Normalize(*nfc_, raw, &composed_);
  return composed_;
}

std::string_view KeyNormalizer::Folded(std::string_view raw, CodePointInfo common) {
  if (common & kFoldStable) return raw;
  if (common & kAscii) {
    LowerAscii(raw, &folded_);
    return folded_;
  }
  // NFC first: NFKC_Casefold of canonically equivalent texts differs where U+0345 becomes a letter.
  Normalize(*casefold_, Nfc(raw, common), &folded_);
  ReplaceTypographic(&folded_);
  return folded_;
}

}  // namespace spanroot
