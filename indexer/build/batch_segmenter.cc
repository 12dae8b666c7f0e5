#include "indexer/build/batch_segmenter.h"

#include <xxhash.h>

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "indexer/store/format.h"
#include "indexer/store/shard_reader.h"
#include "indexer/store/shard_writer.h"

namespace spanroot {
namespace {

// "https://user@Example.org:80/path" -> "example.org"; "" if there is no host.
std::string DomainOf(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return "";
  std::string host = url.substr(scheme + 3, url.find_first_of("/?#", scheme + 3) - scheme - 3);
  host.erase(0, host.rfind('@') + 1);
  host.erase(std::min(host.size(), host.find(':')));
  for (char& c : host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return host;
}

// "2019-07-04T..." and "2019" -> "2019"; "" for anything else.
std::string YearOf(const std::string& date) {
  const bool digits = date.size() >= 4 && std::all_of(date.begin(), date.begin() + 4,
                                                      [](char c) { return c >= '0' && c <= '9'; });
  const bool ends = date.size() == 4 || (date.size() > 4 && (date[4] < '0' || date[4] > '9'));
  return digits && ends ? date.substr(0, 4) : "";
}

class Batch {
 public:
  Batch(Segmenter* segmenter, SegmentedBatch* out) : segmenter_(segmenter), out_(out) {}

  void Add(Document document) {
    for (size_t at = 0; (at = document.text.find(kTextEnd, at)) != std::string::npos;) {
      document.text[at] = ' ';
    }
    segmenter_->Segment(document.text, &segmented_);
    ++documents_;
    const uint64_t words_before = out_->word_position.size();
    AddUnits();
    const Counts counts = {1, out_->word_position.size() - words_before, document.text.size()};
    out_->text += document.text;
    out_->text += kTextEnd;
    out_->key_form += segmented_.key_form;
    out_->key_form += kDocumentEnd;
    AddRecord(std::move(document), counts);
  }

  // Moves what was counted into the batch's vocabulary.
  void Finish() {
    for (size_t number = 0; number < counted_.size(); ++number) {
      out_->vocabulary[number].count = counted_[number].count;
    }
  }

 private:
  struct Counted {
    UnitCount count;
    uint32_t last_document = 0;  // counted for this document
  };

  void AddUnits() {
    const auto text = static_cast<uint32_t>(out_->text.size());
    const auto key = static_cast<uint32_t>(out_->key_form.size());
    for (const Unit& unit : segmented_.units) {
      // With the mark behind it, so that a word and a piece of a longer one are different units.
      const absl::string_view with_mark(segmented_.key_form.data() + unit.key_begin,
                                        size_t{unit.key_length} + 1);
      const auto [entry, is_new] =
          numbers_.try_emplace(with_mark, static_cast<uint32_t>(numbers_.size()));
      const uint32_t number = entry->second;
      if (is_new) {
        out_->vocabulary.push_back({std::string(with_mark), {}});
        counted_.emplace_back();
      }
      Counted& counted = counted_[number];
      ++counted.count.occurrences;
      if (!unit.starts_word()) {
        out_->units.push_back(number);
        continue;
      }
      out_->units.push_back(number | kStartsWord);
      out_->word_position.push_back(text + unit.begin);
      out_->word_key.push_back(key + unit.key_begin);
      ++counted.count.word_occurrences;
      if (counted.last_document != documents_) {
        counted.last_document = documents_;
        ++counted.count.documents;
      }
    }
    out_->units.push_back(kDocumentEndId);
  }

  void AddRecord(Document document, const Counts& counts) {
    const auto count = [&](const char* dimension, const std::string& value) {
      if (!value.empty()) out_->statistics[{dimension, value}].Add(counts);
    };
    count("source", document.source);
    count("language", document.language);
    count("license", document.license);
    count("year", YearOf(document.date));
    count("domain", DomainOf(document.url));

    StoredDocument stored;
    stored.content_hash = XXH3_64bits(document.text.data(), document.text.size());
    stored.id = std::move(document.id);
    stored.source = document.source;
    stored.url = std::move(document.url);
    stored.title = std::move(document.title);
    stored.date = std::move(document.date);
    stored.language = std::move(document.language);
    stored.license = std::move(document.license);
    stored.metadata = std::move(document.metadata);
    out_->documents.push_back({static_cast<uint32_t>(document.text.size()),
                               std::move(document.source), EncodeDocument(stored)});
  }

  Segmenter* const segmenter_;
  SegmentedBatch* const out_;
  SegmentedText segmented_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;  // unit -> number
  std::vector<Counted> counted_;                        // by number
  uint32_t documents_ = 0;
};

}  // namespace

void SegmentBatch(ParsedBatch parsed, Segmenter* segmenter, SegmentedBatch* batch) {
  *batch = SegmentedBatch();
  batch->input = {parsed.bad.size(), parsed.empty, parsed.invalid_utf8};
  Batch builder(segmenter, batch);
  for (Document& document : parsed.documents) builder.Add(std::move(document));
  builder.Finish();
}

}  // namespace spanroot
