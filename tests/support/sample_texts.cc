#include "tests/support/sample_texts.h"

#include <array>
#include <cctype>
#include <numeric>
#include <sstream>
#include <utility>

#include "indexer/text/segmenter.h"
#include "tests/support/corpus_files.h"
#include "tests/support/naive_segmenter.h"

namespace spanroot {
namespace {

std::vector<std::string> SplitAtSpaces(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> parts;
  for (std::string part; in >> part;) parts.push_back(part);
  return parts;
}

template <typename T>
void ShuffleAll(std::vector<T>* items, std::mt19937_64* random) {
  for (size_t i = items->size(); i > 1; --i) std::swap((*items)[i - 1], (*items)[(*random)() % i]);
}

// An invented word; small numbers give short ones.
std::string InventWord(size_t number) {
  static constexpr std::array<const char*, 16> kSyllables = {
      "ka",  "lo",  "mi", "ter", "van", "su",  "rin", "po",
      "del", "gra", "hu", "nes", "ti",  "bar", "ol",  "we"};
  std::string word;
  for (number += 16; number > 0; number /= 16) word += kSyllables[number % 16];
  return word;
}

}  // namespace

std::vector<Document> ReadDocuments(const std::string& path, size_t max_bytes) {
  CorpusOptions options;
  options.inputs = {path};
  std::vector<Document> documents;
  const auto reader = CorpusReader::Open(options);
  if (!reader.ok()) return documents;
  RecordBatch batch;
  for (size_t bytes = 0; bytes < max_bytes;) {
    const absl::StatusOr<bool> more = (*reader)->ReadBatch(1 << 20, &batch);
    ParsedBatch parsed;
    if (!more.ok() || !*more || !(*reader)->Parse(batch, &parsed).ok()) break;
    for (Document& document : parsed.documents) {
      bytes += document.text.size();
      documents.push_back(std::move(document));
      if (bytes >= max_bytes) break;
    }
  }
  return documents;
}

std::vector<Document> ReadAnswers(const std::string& path) {
  CorpusOptions options;
  options.inputs = {path};
  options.fields.text = {"output"};
  options.fields.title = {"prompt"};
  return ReadWholeCorpus(options).all.documents;
}

std::string CutWindow(std::string_view text, size_t words, std::mt19937_64* random) {
  const auto segmenter = Segmenter::Create(Profile::kVerbatim);
  SegmentedText segmented;
  (*segmenter)->Segment(text, &segmented);
  std::erase_if(segmented.units, [](const Unit& unit) { return !unit.starts_word(); });
  const std::vector<Unit>& units = segmented.units;
  if (units.size() < words) return "";
  const size_t first = (*random)() % (units.size() - words + 1);
  return std::string(
      text.substr(units[first].begin, units[first + words - 1].end - units[first].begin));
}

std::vector<Window> CutWindows(const std::vector<Document>& documents, size_t words, size_t count,
                               std::mt19937_64* random) {
  std::vector<size_t> order(documents.size());
  std::iota(order.begin(), order.end(), size_t{0});
  ShuffleAll(&order, random);
  std::vector<Window> windows;
  for (const size_t document : order) {
    if (windows.size() == count) break;
    std::string window = CutWindow(documents[document].text, words, random);
    if (!window.empty()) windows.push_back({std::move(window), document});
  }
  return windows;
}

std::string Disguise(std::string_view text, std::mt19937_64* random) {
  const auto style = (*random)() % 3;  // upper case, lower case, first letters
  std::string out;
  for (const std::string& part : SplitAtSpaces(text)) {
    bool first = true;
    for (size_t i = 0; i < part.size(); ++i) {
      const auto c = static_cast<unsigned char>(part[i]);
      const bool last = i + 1 == part.size();
      if (c == '\'') {
        out += "\u2019";
      } else if (c == '"') {
        out += first ? "\u201c" : "\u201d";
      } else if (last && (c == ',' || c == ';') && (*random)() % 2 == 0) {
        if ((*random)() % 2 == 0) out += " \u2013";
      } else {
        const bool upper = style == 0 || (style == 2 && first);
        out += static_cast<char>(c >= 0x80 ? c : upper ? std::toupper(c) : std::tolower(c));
      }
      first = false;
    }
    if (std::isalpha(static_cast<unsigned char>(part.back())) && (*random)() % 12 == 0) out += ',';
    out += (*random)() % 10 == 0 ? "\n" : " ";
  }
  out.pop_back();
  return out;
}

std::string Shuffle(std::string_view text, std::mt19937_64* random) {
  std::vector<std::string> parts;
  for (const NaiveUnit& unit : NaiveSegment(text, Profile::kVerbatim)) {
    if (unit.is_word && unit.starts_segment) {
      parts.emplace_back(text.substr(unit.begin, unit.end - unit.begin));
    }
  }
  ShuffleAll(&parts, random);
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " ") + part;
  return out;
}

std::vector<Document> InventDocuments(size_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Document> documents;
  for (size_t i = 0; i < count; ++i) {
    Document document;
    document.id = std::to_string(i);
    const size_t topic = random() % 5000;
    for (size_t sentence = 0; sentence < 12; ++sentence) {
      const size_t words = 6 + random() % 12;
      for (size_t word = 0; word < words; ++word) {
        // Most words are frequent ones, some belong to the topic, few to this place alone.
        const auto kind = random() % 8;
        const auto rarity = 1 + random() % 200;  // a statement of its own: draws have an order
        std::string next = InventWord(kind < 5   ? random() % rarity
                                      : kind < 7 ? 1000 + topic * 20 + random() % 20
                                                 : 200000 + random() % 800000);
        if (word == 0)
          next[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(next[0])));
        document.text += (word == 0 ? "" : random() % 9 == 0 ? ", " : " ") + next;
      }
      document.text += sentence % 4 == 3 ? ".\n" : ". ";
    }
    documents.push_back(std::move(document));
  }
  return documents;
}

}  // namespace spanroot
