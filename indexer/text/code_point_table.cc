// Properties of code points, from ICU. See code_point_table.h.
#include "indexer/text/code_point_table.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

#include <memory>

namespace spanroot {
namespace {

bool IsNoSpace(UChar32 c, int word_break, int cluster_break) {
  if (cluster_break == U_GCB_EXTEND || cluster_break == U_GCB_ZWJ ||
      cluster_break == U_GCB_CONTROL) {
    return false;
  }
  if (word_break == U_WB_KATAKANA ||
      u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) {
    return true;
  }
  switch (u_getIntPropertyValue(c, UCHAR_SCRIPT)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
      return true;
    default:
      return false;
  }
}

WordClass Classify(UChar32 c, int cluster_break) {
  if (u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR) return WordClass::kSeparator;
  const int word_break = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
  if (IsNoSpace(c, word_break, cluster_break)) return WordClass::kNoSpace;
  if (u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE) != U_HST_NOT_APPLICABLE) {
    return WordClass::kHangul;
  }
  // ICU's tailoring: '@' joins like a letter, colons do not.
  if (c == '@') return WordClass::kLetter;
  if (c == ':' || c == 0xfe55 || c == 0xff1a) return WordClass::kOther;
  switch (word_break) {
    case U_WB_EXTEND:
    case U_WB_FORMAT:
      return WordClass::kIgnored;
    case U_WB_ZWJ:
      return WordClass::kZwj;
    case U_WB_ALETTER:
      return WordClass::kLetter;
    case U_WB_HEBREW_LETTER:
      return WordClass::kHebrew;
    case U_WB_NUMERIC:
      return WordClass::kNumeric;
    case U_WB_MIDLETTER:
      return WordClass::kMidLetter;
    case U_WB_MIDNUM:
      return WordClass::kMidNum;
    case U_WB_MIDNUMLET:
      return WordClass::kMidNumLet;
    case U_WB_SINGLE_QUOTE:
      return WordClass::kSingleQuote;
    case U_WB_DOUBLE_QUOTE:
      return WordClass::kDoubleQuote;
    case U_WB_EXTENDNUMLET:
      return WordClass::kExtendNumLet;
    case U_WB_REGIONAL_INDICATOR:
      return WordClass::kRegional;
    default:
      return WordClass::kOther;
  }
}

// The question for CHANGES_WHEN_NFKC_CASEFOLDED is slow, so it is put only where case matters.
bool IsFoldStable(UChar32 c) {
  char ascii;
  return u_getIntPropertyValue(c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES &&
         !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) &&
         !(u_hasBinaryProperty(c, UCHAR_CASE_SENSITIVE) &&
           u_hasBinaryProperty(c, UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED)) &&
         !IsTypographic(static_cast<char32_t>(c), &ascii);
}

CodePointInfo ClassFlags(WordClass c) {
  switch (c) {
    case WordClass::kLetter:
    case WordClass::kHebrew:
    case WordClass::kNumeric:
    case WordClass::kExtendNumLet:
      return kJoiner;
    case WordClass::kMidLetter:
    case WordClass::kMidNum:
    case WordClass::kMidNumLet:
    case WordClass::kSingleQuote:
    case WordClass::kDoubleQuote:
      return kMiddle;
    default:
      return 0;
  }
}

CodePointInfo Compute(UChar32 c) {
  const int cluster_break = u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK);
  const WordClass word_class = Classify(c, cluster_break);
  auto info =
      static_cast<CodePointInfo>(static_cast<CodePointInfo>(word_class) | ClassFlags(word_class));
  if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC)) info |= kPictographic;
  if (cluster_break == U_GCB_EXTEND || cluster_break == U_GCB_ZWJ ||
      cluster_break == U_GCB_SPACING_MARK) {
    info |= kClusterExtend;
  }
  if (U_GET_GC_MASK(c) & (U_GC_P_MASK | U_GC_M_MASK | U_GC_CF_MASK)) info |= kPunctuation;
  if (c < 0x80) info |= kAscii;
  if (u_getCombiningClass(c) == 0) {
    if (u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_YES) info |= kNfcStable;
    if (IsFoldStable(c)) info |= kFoldStable;
  }
  return info;
}

}  // namespace

bool IsTypographic(char32_t code_point, char* ascii) {
  if (code_point >= 0x2010 && code_point <= 0x2015) {
    *ascii = '-';
  } else if (code_point >= 0x2018 && code_point <= 0x201b) {
    *ascii = '\'';
  } else if (code_point >= 0x201c && code_point <= 0x201f) {
    *ascii = '"';
  } else {
    return false;
  }
  return true;
}

CodePointTable::CodePointTable() {
  for (UChar32 c = 0; c < 0x80; ++c) bytes_[c] = Compute(c);
}

const CodePointTable& CodePointTable::Get() {
  static const auto* const table = new CodePointTable;  // never destroyed
  return *table;
}

const CodePointTable::Page* CodePointTable::AddPage(size_t number) const {
  auto page = std::make_unique<Page>();
  for (size_t i = 0; i < kPageSize; ++i) {
    (*page)[i] = Compute(static_cast<UChar32>(number * kPageSize + i));
  }
  const Page* present = nullptr;  // another thread may have been faster
  if (!pages_[number].compare_exchange_strong(present, page.get(), std::memory_order_acq_rel)) {
    return present;
  }
  return page.release();
}

}  // namespace spanroot
