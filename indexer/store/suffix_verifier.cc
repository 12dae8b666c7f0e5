#include "indexer/store/suffix_verifier.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/memory.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/suffix/lcp.h"
#include "indexer/suffix/suffix_sorter.h"

namespace spanroot {
namespace {

constexpr uint32_t kDocumentsAtOnce = 256;
constexpr uint32_t kBlocksAtOnce = 256;
constexpr size_t kRanksAtOnce = 1 << 18;
constexpr size_t kAhead = 12;            // ranks between asking for memory and using it
constexpr uint32_t kWitnessBytes = 256;  // longest stored prefix that is compared byte by byte

// What the builder had in memory when it sorted the shard, derived again from the stored text.
struct Words {
  std::string key_form;
  std::vector<uint32_t> word_key;
  std::vector<uint32_t> word_position;
};

class SuffixVerifier {
 public:
  SuffixVerifier(const ShardReader& shard, Profile profile, ThreadPool* pool)
      : shard_(shard), profile_(profile), pool_(pool) {}

  absl::Status Run() {
    RETURN_IF_ERROR(DeriveWords());
    RETURN_IF_ERROR(LoadBlocks());
    RETURN_IF_ERROR(CheckOrder());
    return CheckSharedPrefixes();
  }

 private:
  absl::Status Damaged(const std::string& what) const {
    return absl::DataLossError(StrCat(shard_.info().name, ": ", what));
  }

  absl::Status DeriveWords() {
    const DocumentDirectory& documents = shard_.documents();
    const size_t parts = (documents.documents() + kDocumentsAtOnce - 1) / kDocumentsAtOnce;
    std::vector<Words> words(parts);
    std::vector<absl::Status> results(parts);
    pool_->ParallelFor(parts, [&](size_t part) {
      const auto begin = static_cast<uint32_t>(part) * kDocumentsAtOnce;
      results[part] = SegmentDocuments(
          begin, std::min(documents.documents(), begin + kDocumentsAtOnce), &words[part]);
    });
    for (const absl::Status& result : results) RETURN_IF_ERROR(result);
    for (Words& part : words) {
      const auto shift = static_cast<uint32_t>(words_.key_form.size());
      for (const uint32_t key : part.word_key) words_.word_key.push_back(key + shift);
      words_.word_position.insert(words_.word_position.end(), part.word_position.begin(),
                                  part.word_position.end());
      words_.key_form += part.key_form;
      part = Words();
    }
    if (words_.word_key.size() != shard_.blocks().ranks()) {
      return Damaged(StrCat("its text has ", words_.word_key.size(), " words, its suffix array ",
                            shard_.blocks().ranks()));
    }
    return absl::OkStatus();
  }

  absl::Status SegmentDocuments(uint32_t begin, uint32_t end, Words* words) const {
    ASSIGN_OR_RETURN(const std::unique_ptr<Segmenter> segmenter, Segmenter::Create(profile_));
    SegmentedText segmented;
    for (uint32_t document = begin; document < end; ++document) {
      const uint64_t first = shard_.documents().Begin(document);
      const uint64_t last = shard_.documents().End(document);
      ASSIGN_OR_RETURN(std::string text, shard_.ReadText(first, last + 1));
      if (text.find(kTextEnd) != text.size() - 1) {
        return Damaged(StrCat("document ", document, " does not end where the directory says"));
      }
      text.pop_back();
      segmenter->Segment(text, &segmented);
      for (const Unit& unit : segmented.units) {
        if (!unit.starts_word()) continue;
        words->word_key.push_back(static_cast<uint32_t>(words->key_form.size()) + unit.key_begin);
        words->word_position.push_back(static_cast<uint32_t>(first) + unit.begin);
      }
      words->key_form += segmented.key_form;
      words->key_form += kDocumentEnd;
    }
    return absl::OkStatus();
  }

  absl::Status LoadBlocks() {
    starts_ = WordStarts(shard_.text_bytes());
    for (const uint32_t position : words_.word_position) starts_.Set(position);
    starts_.Finish();
    const size_t words = words_.word_key.size();
    rank_.assign(words, kUnranked);
    sorted_.words.resize(words);
    lcp_.resize(words);
    branch_.resize(words);
    const uint32_t blocks = shard_.blocks().blocks();
    std::vector<absl::Status> results((blocks + kBlocksAtOnce - 1) / kBlocksAtOnce);
    pool_->ParallelFor(results.size(), [&](size_t part) {
      const auto begin = static_cast<uint32_t>(part) * kBlocksAtOnce;
      const uint32_t end = std::min(blocks, begin + kBlocksAtOnce);
      for (uint32_t block = begin; block < end && results[part].ok(); ++block) {
        results[part] = LoadBlock(block);
      }
    });
    for (const absl::Status& result : results) RETURN_IF_ERROR(result);
    return absl::OkStatus();
  }

  absl::Status LoadBlock(uint32_t block) {
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> suffixes, shard_.ReadSuffixBlock(block));
    const uint32_t size = suffixes->size();
    // What is known of a position lies anywhere: ask for it ahead of time, in two steps.
    std::vector<uint32_t> words(size);
    for (uint32_t i = 0; i < size; ++i) {
      PrefetchAt(starts_.groups(), suffixes->position(i) / WordStarts::kGroupPositions);
    }
    for (uint32_t i = 0; i < size; ++i) {
      const uint32_t position = suffixes->position(i);
      if (position >= shard_.text_bytes() || !starts_.Test(position)) {
        return Damaged(StrCat("block ", block, ": position ", position, " starts no word"));
      }
      words[i] = starts_.Rank(position);
      PrefetchAt(rank_, words[i]);
    }
    for (uint32_t i = 0; i < size; ++i) {
      const uint32_t word = words[i], rank = suffixes->first_rank() + i;
      // Another thread may be about to give the word a rank too.
      if (std::atomic_ref<uint32_t>(rank_[word]).exchange(rank) != kUnranked) {
        return Damaged(
            StrCat("block ", block, ": position ", suffixes->position(i), " occurs twice"));
      }
      sorted_.words[rank] = word;
      lcp_[rank] = suffixes->lcp(i);
      branch_[rank] = suffixes->branch(i);
    }
    return absl::OkStatus();
  }

  // The key form from a word through the first unit of its document's next word, or to its end. Of
  // two such pieces none is a proper prefix of the other, so they decide the order unless equal.
  std::string_view ThroughNextWord(uint32_t word, bool* has_next) const {
    const std::string_view keys = words_.key_form;
    const size_t begin = words_.word_key[word];
    const size_t next = word + 1 < words_.word_key.size() ? words_.word_key[word + 1] : keys.size();
    const size_t document_end = keys.substr(begin, next - begin).find(kDocumentEnd);
    *has_next = document_end == keys.npos;
    if (!*has_next) return keys.substr(begin, document_end + 1);
    constexpr char kMarks[] = {kUnitEnd, kPieceEnd};
    const size_t unit_end = keys.find_first_of(std::string_view(kMarks, sizeof(kMarks)), next);
    return keys.substr(begin, unit_end + 1 - begin);
  }

  absl::Status CheckOrder() const {
    const size_t parts = (sorted_.words.size() + kRanksAtOnce - 1) / kRanksAtOnce;
    std::vector<absl::Status> results(parts);
    pool_->ParallelFor(parts, [&](size_t part) {
      const size_t end = std::min(sorted_.words.size(), (part + 1) * kRanksAtOnce);
      for (size_t rank = std::max<size_t>(1, part * kRanksAtOnce); rank < end; ++rank) {
        if (rank + 2 * kAhead < end) PrefetchAt(words_.word_key, sorted_.words[rank + 2 * kAhead]);
        if (rank + kAhead < end) {
          PrefetchAt(words_.key_form, words_.word_key[sorted_.words[rank + kAhead]]);
        }
        if (IsWitnessed(rank) || InOrder(rank)) continue;
        results[part] = Damaged(StrCat("suffixes ", rank - 1, " and ", rank, " are out of order"));
        return;
      }
    });
    for (const absl::Status& result : results) RETURN_IF_ERROR(result);
    return absl::OkStatus();
  }

  // Does the stored prefix show that the suffix at `rank` is above the one before it? It does if it
  // is right and short and the two are not equal, as nearly all of natural text.
  bool IsWitnessed(size_t rank) const {
    const uint32_t shared = lcp_[rank];
    if (shared > kWitnessBytes) return false;
    const std::string_view keys = words_.key_form;
    const std::string_view before =
        keys.substr(words_.word_key[sorted_.words[rank - 1]], shared + 1);
    const std::string_view here = keys.substr(words_.word_key[sorted_.words[rank]], shared + 1);
    // A prefix that holds the end of a document goes on in others, which do not count.
    return before.size() == here.size() && before.size() > shared &&
           before.substr(0, shared) == here.substr(0, shared) &&
           before.substr(0, shared).find(kDocumentEnd) == before.npos && before < here;
  }

  // Is the suffix at `rank` not below the one before it?
  bool InOrder(size_t rank) const {
    const uint32_t before = sorted_.words[rank - 1], word = sorted_.words[rank];
    bool before_has_next, word_has_next;
    const int order =
        ThroughNextWord(before, &before_has_next).compare(ThroughNextWord(word, &word_has_next));
    if (order != 0) return order < 0;
    return before_has_next ? rank_[before + 1] < rank_[word + 1] : before < word;
  }

  absl::Status CheckSharedPrefixes() {
    const SharedPrefixes shared =
        ComputeSharedPrefixes(words_.key_form, words_.word_key, &sorted_, pool_);
    const std::vector<uint32_t>& lcp = shared.lcp;
    for (size_t rank = 0; rank < lcp.size(); ++rank) {
      if (lcp[rank] != lcp_[rank] || shared.branch[rank] != branch_[rank]) {
        return Damaged(StrCat("suffix ", rank, ": shares ", lcp[rank],
                              " bytes with the one before, stored is ", lcp_[rank]));
      }
    }
    for (uint32_t block = 1; block < shard_.blocks().blocks(); ++block) {
      const uint32_t first = shard_.blocks().FirstRank(block);
      const std::string_view separator =
          std::string_view(words_.key_form)
              .substr(words_.word_key[sorted_.words[first]], uint64_t{lcp[first]} + 1)
              .substr(0, kMaxSeparatorBytes);
      if (shard_.blocks().Separator(block - 1) != separator) {
        return Damaged(StrCat("the separator before block ", block, " is wrong"));
      }
    }
    return absl::OkStatus();
  }

  static constexpr uint32_t kUnranked = UINT32_MAX;

  const ShardReader& shard_;
  const Profile profile_;
  ThreadPool* const pool_;
  Words words_;
  WordStarts starts_{0};  // by position in the text
  SortedWords sorted_ = {{}, true};
  std::vector<uint32_t> rank_;   // word -> rank
  std::vector<uint32_t> lcp_;    // as stored
  std::vector<uint8_t> branch_;  // as stored
};

}  // namespace

absl::Status VerifySuffixes(const ShardReader& shard, Profile profile, ThreadPool* pool) {
  return SuffixVerifier(shard, profile, pool).Run();
}

}  // namespace spanroot
