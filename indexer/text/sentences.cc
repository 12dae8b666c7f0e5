// Sentence ends by ICU, less abbreviations, united with line breaks. Building ICU's iterator takes
// milliseconds, so each thread keeps one.
#include "indexer/text/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/filteredbrk.h>
#include <unicode/unistr.h>

#include <limits>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "indexer/text/code_point_table.h"

namespace spanroot {
namespace {

// Titles and the like that ICU's list of exceptions lacks.
constexpr const char16_t* kAbbreviations[] = {u"Dr.",  u"St.",  u"Gen.", u"Gov.",
                                              u"Sen.", u"Fig.", u"cf.",  u"al."};

absl::StatusOr<std::unique_ptr<icu::BreakIterator>> NewSentenceIterator() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Locale english = icu::Locale::getEnglish();
  std::unique_ptr<icu::BreakIterator> plain(
      icu::BreakIterator::createSentenceInstance(english, error));
  std::unique_ptr<icu::FilteredBreakIteratorBuilder> builder(
      icu::FilteredBreakIteratorBuilder::createInstance(english, error));
  for (const char16_t* abbreviation : kAbbreviations) {
    if (U_SUCCESS(error)) builder->suppressBreakAfter(abbreviation, error);
  }
  std::unique_ptr<icu::BreakIterator> filtered;
  if (U_SUCCESS(error)) filtered.reset(builder->build(plain.release(), error));
  if (U_FAILURE(error)) {
    return absl::InternalError(absl::StrCat("ICU sentence rules: ", u_errorName(error)));
  }
  return filtered;
}

unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

bool IsLineBreak(char32_t c) {
  return (c >= 0x0a && c <= 0x0d) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// Whether `text` ends with an initial ("J. ") or an abbreviation of single letters ("e.g. "). ICU
// 72 has some in its list, but its filter misses all that hold a full stop or begin another.
bool EndsWithInitials(std::string_view text) {
  size_t end = text.size();
  while (end > 0 && text[end - 1] == ' ') --end;
  size_t letters = 0;
  bool capital = false;
  while (end >= 2 && text[end - 1] == '.' && absl::ascii_isalpha(Byte(text[end - 2]))) {
    capital = absl::ascii_isupper(Byte(text[end - 2]));
    end -= 2;
    ++letters;
  }
  const bool whole_word = end == 0 || (Byte(text[end - 1]) < 0x80 && text[end - 1] != '.' &&
                                       !absl::ascii_isalnum(Byte(text[end - 1])));
  return whole_word && (letters >= 2 || (letters == 1 && capital));
}

}  // namespace

absl::StatusOr<std::vector<size_t>> SentenceEnds(std::string_view text) {
  if (text.size() > std::numeric_limits<int32_t>::max()) {
    return absl::ResourceExhaustedError(
        absl::StrCat("text for sentences: expected less than 2 GiB, got ", text.size(), " bytes"));
  }
  thread_local absl::StatusOr<std::unique_ptr<icu::BreakIterator>> cached = NewSentenceIterator();
  if (!cached.ok()) return cached.status();
  icu::BreakIterator& iterator = **cached;
  const auto utf16 = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  iterator.setText(utf16);

  std::vector<size_t> ends;
  int32_t sentence_end = iterator.next();
  int32_t utf16_offset = 0;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = DecodeAt(text, i);
    i += c.length;
    utf16_offset += c.value >= 0x10000 ? 2 : 1;
    while (sentence_end != icu::BreakIterator::DONE && sentence_end < utf16_offset) {
      sentence_end = iterator.next();
    }
    const bool in_crlf = c.value == '\r' && i < text.size() && text[i] == '\n';
    const bool at_sentence_end =
        sentence_end == utf16_offset && !EndsWithInitials(text.substr(0, i));
    if (i == text.size() || (!in_crlf && (at_sentence_end || IsLineBreak(c.value)))) {
      ends.push_back(i);
    }
  }
  return ends;
}

}  // namespace spanroot
