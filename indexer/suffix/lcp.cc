#include "indexer/suffix/lcp.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "common/memory.h"
#include "indexer/text/segmenter.h"

namespace spanroot {
namespace {

constexpr uint32_t kNone = UINT32_MAX;
constexpr size_t kAhead = 12;      // words between asking for memory and using it
constexpr size_t kPart = 1 << 18;  // words a task; each task loses one carried-over length

// Bytes that text[a..] and text[b..] share, stopping at kDocumentEnd, given that they share
// `known`.
uint32_t Extend(std::string_view text, uint32_t a, uint32_t b, uint32_t known) {
  static_assert(kDocumentEnd == 0);
  const char* x = text.data() + a + known;
  const char* y = text.data() + b + known;
  const char* const limit = text.data() + text.size() - 8;
  while (x <= limit && y <= limit) {
    uint64_t u, v;
    std::memcpy(&u, x, 8);
    std::memcpy(&v, y, 8);
    const uint64_t ends = (u - 0x0101010101010101) & ~u & 0x8080808080808080;
    if (const uint64_t stop = (u ^ v) | ends; stop != 0) {
      return static_cast<uint32_t>(x - text.data()) - a +
             static_cast<uint32_t>(std::countr_zero(stop)) / 8;
    }
    x += 8;
    y += 8;
  }
  const char* const end = text.data() + text.size();
  while (x < end && y < end && *x == *y && *x != kDocumentEnd) {
    ++x;
    ++y;
  }
  return static_cast<uint32_t>(x - text.data()) - a;
}

template <typename Body>
void ForParts(ThreadPool* pool, size_t count, const Body& body) {
  pool->ParallelFor((count + kPart - 1) / kPart,
                    [&](size_t part) { body(part * kPart, std::min(count, (part + 1) * kPart)); });
}

// Puts runs of equal suffixes in order of position. Inside such a run all lengths and branch bytes
// are the same, so only the words move.
void OrderTies(const SharedPrefixes& shared, std::vector<uint32_t>* words,
               std::string_view key_form, absl::Span<const uint32_t> word_key) {
  const auto equals_previous = [&](size_t rank) {
    return shared.branch[rank] == kDocumentEnd &&
           key_form[word_key[(*words)[rank - 1]] + shared.lcp[rank]] == kDocumentEnd;
  };
  for (size_t begin = 0, end; begin < words->size(); begin = end) {
    for (end = begin + 1; end < words->size() && equals_previous(end);) ++end;
    std::sort(words->begin() + static_cast<ptrdiff_t>(begin),
              words->begin() + static_cast<ptrdiff_t>(end));
  }
}

// `size` zeros, on huge pages if there are any.
template <typename T>
std::vector<T> LargeVector(size_t size) {
  std::vector<T> vector;
  vector.reserve(size);
  AdviseHugePages(vector);
  vector.resize(size);
  return vector;
}

}  // namespace

SharedPrefixes ComputeSharedPrefixes(std::string_view key_form, absl::Span<const uint32_t> word_key,
                                     SortedWords* sorted, ThreadPool* pool) {
  std::vector<uint32_t>& words = sorted->words;
  SharedPrefixes result;
  if (words.empty()) return result;
  // previous[w]: the word ranked before w; then, in place, what the two share.
  std::vector<uint32_t> previous = LargeVector<uint32_t>(words.size());
  previous[words[0]] = kNone;
  ForParts(pool, words.size(), [&](size_t begin, size_t end) {
    for (size_t rank = std::max<size_t>(begin, 1); rank < end; ++rank) {
      previous[words[rank]] = words[rank - 1];
    }
  });
  std::vector<uint8_t> branch = LargeVector<uint8_t>(words.size());  // of each word's suffix
  ForParts(pool, words.size(), [&](size_t begin, size_t end) {
    uint32_t shared = 0;
    for (size_t w = begin; w < end; ++w) {
      // What a suffix is compared with lies anywhere: ask for it ahead of time, in two steps.
      if (w + 2 * kAhead < end) PrefetchAt(word_key, previous[w + 2 * kAhead]);
      if (w + kAhead < end && previous[w + kAhead] != kNone) {
        PrefetchAt(key_form, word_key[previous[w + kAhead]]);
      }
      const uint32_t before = previous[w];
      shared = before == kNone ? 0 : Extend(key_form, word_key[w], word_key[before], shared);
      previous[w] = shared;
      branch[w] = static_cast<uint8_t>(key_form[word_key[w] + shared]);
      if (w + 1 < end) {
        // Nothing is carried over if the unit beside the next word starts no word: the two then
        // share at most bytes of one unit.
        const uint32_t step = word_key[w + 1] - word_key[w];
        const bool both_go_on = shared > step && before + 1 < word_key.size() &&
                                word_key[before + 1] - word_key[before] == step;
        shared = both_go_on ? shared - step : 0;
      }
    }
  });
  const auto by_rank = [&](auto* by_word) {  // frees *by_word
    auto array = LargeVector<typename std::decay_t<decltype(*by_word)>::value_type>(words.size());
    ForParts(pool, words.size(), [&](size_t begin, size_t end) {
      for (size_t rank = begin; rank < end; ++rank) array[rank] = (*by_word)[words[rank]];
    });
    by_word->clear();
    by_word->shrink_to_fit();
    return array;
  };
  result.lcp = by_rank(&previous);
  result.branch = by_rank(&branch);
  if (!sorted->ties_ordered) {
    OrderTies(result, &words, key_form, word_key);
    sorted->ties_ordered = true;
  }
  return result;
}

}  // namespace spanroot
