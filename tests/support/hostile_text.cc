#include "tests/support/hostile_text.h"

#include <algorithm>
#include <utility>

namespace spanroot {
namespace {

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

const std::string& Pick(const std::vector<std::string>& from, std::mt19937* random) {
  return from[(*random)() % from.size()];
}

const std::vector<std::string>& Words() {
  static const auto* const words =
      new std::vector<std::string>{"a",
                                   "b",
                                   "ab",
                                   "The",
                                   "the",
                                   "of",
                                   "Z",
                                   "don't",
                                   "3.14",
                                   "e.g.",
                                   "_x",
                                   "x_",
                                   "$5",
                                   "C++",
                                   "caf\u00e9",
                                   "cafe\u0301",
                                   "Stra\u00dfe",
                                   "STRASSE",
                                   "\ufb01ne",
                                   "fine",
                                   "\u00b5",
                                   "\u212b",
                                   "\u6771\u4eac",
                                   "\u6771",
                                   "\u90fd\u3042",
                                   "\u30a2\u30fc",
                                   "\u0e44\u0e17\u0e22\u0e01\u0e33",
                                   "\ud55c\uad6d\uc5b4",
                                   "\u1112\u1161\u11ab",
                                   "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
                                   "\u0939\u093f\u0928\u094d\u0926\u0940",
                                   "\U0001f469\u200d\U0001f469\u200d\U0001f467",
                                   "\U0001f1e9\U0001f1ea\U0001f1eb",
                                   "\U0001f44d\U0001f3fd",
                                   "\U0001f44d",
                                   "\uff21\uff22",
                                   "\ufffd",
                                   "\u05d0\u05b8\u05d1\u05f4\u05d2",
                                   Repeat("x", 31),
                                   Repeat("x", 32),
                                   Repeat("x", 33),
                                   Repeat("x", 32) + "z",
                                   Repeat("x", 64),
                                   Repeat("x", 64) + "y",
                                   Repeat("\u00e9", 20),
                                   Repeat("e\u0301", 20) + "w",
                                   Repeat("\u0448", 17)};
  return *words;
}

const std::vector<std::string>& Marks() {
  static const auto* const marks = new std::vector<std::string>{
      ".",      ",",      "...",    "--",     "\u2014", "\u201c", "\u201d", "\"",
      "'",      "\u2019", "_",      "\u00ab", "\u3002", "\uff0c", "\u060c", "\u0301",
      "\u00ad", "\u200d", "\u200b", "!?",     "((",     "-",      "\u0964"};
  return *marks;
}

const std::vector<std::string>& Gaps() {
  static const auto* const gaps = new std::vector<std::string>{
      " ",  " ",      " ",      " ",    "",     "\n",     "  ",
      "\t", "\u3000", "\u00a0", "\r\n", "\x1b", "\u2028", std::string(1, '\0')};
  return *gaps;
}

size_t CodePointStart(std::string_view text, size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
  return at;
}

}  // namespace

std::string HostileText(std::mt19937* random, size_t max_words) {
  // Few different words make long matches, many make short ones.
  const size_t variety = 1 + (*random)() % Words().size();
  const size_t first = (*random)() % Words().size();
  std::string text;
  for (size_t left = 1 + (*random)() % max_words; left > 0; --left) {
    text += (*random)() % 4 == 0 ? Pick(Marks(), random)
                                 : Words()[(first + (*random)() % variety) % Words().size()];
    text += Pick(Gaps(), random);
  }
  return text;
}

std::vector<std::string> HostileDocuments(std::mt19937* random, size_t count) {
  std::vector<std::string> documents = {HostileText(random, 40)};
  while (documents.size() < count) {
    const std::string other = Pick(documents, random);
    switch ((*random)() % 8) {
      case 0:
        documents.push_back(other);
        break;
      case 1:
        documents.push_back(other + " " + HostileText(random, 5));
        break;
      case 2:
        documents.push_back(HostileText(random, 5) + " " + other);
        break;
      case 3:
        documents.push_back(Repeat(HostileText(random, 3), 1 + (*random)() % 30));
        break;
      case 4:
        documents.push_back(
            std::vector<std::string>{" ", "...", "\u0301", "a", "\n\n"}[(*random)() % 5]);
        break;
      default:
        documents.push_back(HostileText(random, 50));
    }
    if (documents.back().size() > 6000) documents.pop_back();
  }
  std::shuffle(documents.begin(), documents.end(), *random);
  return documents;
}

std::vector<std::string> DeeplySharedDocuments(std::mt19937* random) {
  std::vector<std::string> documents;
  // Few words, as long as it takes, so that every word of every length can be asked for.
  const std::string head = Repeat("p", 1300) + " " + Repeat("q", 1400) + " " + Repeat("r", 1350);
  for (int i = 0; i < 40; ++i) {
    const std::string tail = Repeat(i % 2 == 0 ? "t" : "s", 1 + (*random)() % 200);
    documents.push_back(head + (i % 3 == 0 ? ". " : " ") + tail + " " +
                        std::to_string((*random)() % 7) + " end");
  }
  documents.insert(documents.end(), 9, documents[0]);
  // Lengths around the limit, of units that take 32 bytes with their marks.
  const std::string a = Repeat("a", 31) + " ", b = Repeat("b", 31) + " ";
  for (size_t units = 125; units < 132; ++units) {
    documents.push_back(Repeat(a, units) + std::to_string(units % 3));
  }
  documents.push_back(Repeat(a + b, 80));
  documents.push_back(Repeat(a + b, 80) + "c");
  for (const size_t size : {3970, 3971, 3972, 3973, 3974, 4100}) {
    documents.push_back(Repeat("m", size) + " " + std::to_string(size % 2) + " n");
    documents.push_back(Repeat("m", size) + " 1 n");
  }
  return documents;
}

std::string PieceOf(const std::vector<std::string>& documents, size_t max_bytes,
                    std::mt19937* random) {
  const std::string& text = Pick(documents, random);
  const size_t begin = CodePointStart(text, (*random)() % text.size());
  const size_t end = CodePointStart(text, std::min(text.size(), begin + (*random)() % max_bytes));
  std::string piece = text.substr(begin, end - begin);
  const size_t middle = CodePointStart(piece, piece.size() / 2);
  switch ((*random)() % 5) {
    case 0:
      return piece.insert(middle, " " + Pick(Words(), random) + " ");
    case 1:
      return piece.insert(middle, Pick(Marks(), random));
    case 2:
      return piece + " " + PieceOf(documents, 1 + max_bytes / 2, random);
    default:
      return piece;
  }
}

}  // namespace spanroot
