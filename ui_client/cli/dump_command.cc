// `spanroot dump`: the inside of a shard, for people.
#include <algorithm>
#include <optional>

#include "absl/strings/str_format.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/text/segmenter.h"
#include "indexer/text/utf8.h"
#include "ui_client/cli/command.h"
#include "ui_client/cli/exit_code.h"
#include "ui_client/cli/open_index.h"
#include "ui_client/cli/output.h"
#include "ui_client/cli/terminal.h"
#include "ui_client/cli/text_layout.h"

namespace spanroot {
namespace {

constexpr uint64_t kTextBytes = 400;  // read to show the beginning of a text

// Bytes of a key form: the end of a unit as "·", of a document as "∎", what is no UTF-8 as \xNN.
std::string ReadableKey(std::string_view key) {
  std::string out;
  for (size_t i = 0; i < key.size();) {
    const auto byte = static_cast<unsigned char>(key[i]);
    const size_t length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    std::string piece(key.substr(i, length));
    if (key[i] == kUnitEnd) {
      out += "·";
    } else if (key[i] == kDocumentEnd) {
      out += "∎";
    } else if (byte < 0x20 || ReplaceInvalidUtf8(&piece) > 0) {
      out += absl::StrFormat("\\x%02x", byte);
      ++i;
      continue;
    } else {
      out += Printable(piece, LineBreaks::kFold);
    }
    i += length;
  }
  return out;
}

class DumpCommand : public Command {
 public:
  void Define(Arguments* arguments) override {
    index_.Define(arguments);
    arguments->Number("--shard", &shard_number_, 0, "number of the shard");
    arguments->Flag("--directory", &directory_, "the list of its suffix blocks (default)");
    arguments->Number("--block", &block_, "the suffixes of this block");
    arguments->Number("--document", &document_, "this document of the shard");
    arguments->Text("--word", "W", &word_, "how often this word occurs in the shard");
    arguments->Number("--limit", &limit_, 1, "lines of a list");
    arguments->Number("--width", &terminal_.width, 0, "columns to fill; 0: those of the terminal");
    arguments->Footer(
        "docs/index-format.md explains what is shown. In keys, · ends a word and ∎ a document.\n\n"
        "Examples:\n"
        "  spanroot dump --index sotu.index\n"
        "  spanroot dump --index sotu.index --block 17 --limit 20\n"
        "  spanroot dump --index sotu.index --document 0");
  }

  absl::StatusOr<int> Run() override {
    if (directory_ + block_.has_value() + document_.has_value() + !word_.empty() > 1) {
      return absl::InvalidArgumentError(
          "--directory, --block, --document and --word exclude each other");
    }
    width_ = terminal_.Choose().width;
    ASSIGN_OR_RETURN(const std::unique_ptr<IndexReader> index, index_.Open());
    if (shard_number_ >= index->shards().size()) {
      return Missing("shard", shard_number_, index->shards().size());
    }
    shard_ = index->shards()[shard_number_].get();
    if (!word_.empty()) return DumpWord(index->manifest().profile);
    if (block_) return DumpBlock(*block_);
    if (document_) return DumpDocument(*document_);
    return DumpDirectory();
  }

 private:
  static absl::Status Missing(std::string_view what, uint64_t number, uint64_t count) {
    return absl::InvalidArgumentError(
        StrCat("no ", what, " ", number, ": there are ", count, ", numbered from 0"));
  }

  void PrintLine(std::string_view start, std::string_view text) const {
    const size_t room = width_ - std::min(width_ - 10, DisplayWidth(start));
    Print(StrCat(start, Shorten(text, room), "\n"));
  }

  void PrintRest(uint64_t count) const {
    if (count > limit_) Print(StrCat("… ", WithCommas(count - limit_), " more (--limit)\n"));
  }

  // The text from `position` on, within its document.
  absl::StatusOr<std::string> Beginning(uint64_t position) const {
    const DocumentDirectory& documents = shard_->documents();
    const uint64_t end = std::min(position + kTextBytes, documents.End(documents.At(position)));
    ASSIGN_OR_RETURN(const std::string text, shard_->ReadText(position, std::max(position, end)));
    return Printable(std::string_view(text).substr(0, FloorToCodePoint(text, kTextBytes - 4)),
                     LineBreaks::kFold);
  }

  absl::StatusOr<int> DumpDirectory() const {
    const BlockDirectory& blocks = shard_->blocks();
    Print(StrCat(shard_->info().name, ": ", Plural(blocks.blocks(), "block"), ", ",
                 Plural(blocks.ranks(), "suffix", "suffixes"), "\n\n"));
    Print("     block   first rank  suffixes  separator from the block before\n");
    for (uint32_t i = 0; i < std::min(blocks.blocks(), limit_); ++i) {
      PrintLine(absl::StrFormat("%10d %12d %9d  ", i, blocks.FirstRank(i),
                                blocks.FirstRank(i + 1) - blocks.FirstRank(i)),
                i == 0 ? "" : ReadableKey(blocks.Separator(i - 1)));
    }
    PrintRest(blocks.blocks());
    return kExitFound;
  }

  absl::StatusOr<int> DumpBlock(uint32_t number) const {
    const uint32_t count = shard_->blocks().blocks();
    if (number >= count) return Missing("block", number, count);
    ASSIGN_OR_RETURN(const Cached<SuffixBlock> block, shard_->ReadSuffixBlock(number));
    Print(StrCat(shard_->info().name, ", block ", number, ": ",
                 Plural(block->size(), "suffix", "suffixes"),
                 "\n\n        rank   lcp  branch    position  document  text\n"));
    for (uint32_t i = 0; i < std::min(block->size(), limit_); ++i) {
      const uint32_t position = block->position(i);
      if (position >= shard_->text_bytes()) {
        return absl::DataLossError(StrCat("block ", number, ", suffix ", i, ": position ", position,
                                          ", but the text has ", shard_->text_bytes(), " bytes"));
      }
      ASSIGN_OR_RETURN(const std::string text, Beginning(position));
      const char branch = static_cast<char>(block->branch(i));
      const std::string readable = ReadableKey({&branch, 1});
      PrintLine(StrCat(absl::StrFormat("%12d %5d  ", block->first_rank() + i, block->lcp(i)),
                       readable, std::string(6 - std::min<size_t>(DisplayWidth(readable), 6), ' '),
                       absl::StrFormat("%12d %9d  ", position, shard_->documents().At(position))),
                text);
    }
    PrintRest(block->size());
    return kExitFound;
  }

  absl::StatusOr<int> DumpDocument(uint32_t number) const {
    const DocumentDirectory& documents = shard_->documents();
    if (number >= documents.documents()) return Missing("document", number, documents.documents());
    ASSIGN_OR_RETURN(const StoredDocument stored, shard_->ReadDocument(number));
    const auto field = [](std::string_view label, std::string_view value) {
      Print(StrCat(absl::StrFormat("%-10s", std::string(label)),
                   Printable(value, LineBreaks::kFold), "\n"));
    };
    field("id", stored.id);
    field("source", stored.source);
    field("url", stored.url);
    field("title", stored.title);
    field("date", stored.date);
    field("language", stored.language);
    field("license", stored.license);
    field("metadata", stored.metadata);
    field("hash", absl::StrFormat("%016x", stored.content_hash));
    field("position", StrCat(documents.Begin(number), " to ", documents.End(number)));
    ASSIGN_OR_RETURN(const std::string text,
                     shard_->ReadText(documents.Begin(number), documents.End(number)));
    const std::vector<Line> lines = Wrap({{Printable(text, LineBreaks::kKeep)}}, width_);
    const size_t shown = std::min<size_t>(lines.size(), limit_);
    Print("\n");
    Print(Render({lines.begin(), lines.begin() + static_cast<ptrdiff_t>(shown)}, "", Terminal()));
    PrintRest(lines.size());
    return kExitFound;
  }

  absl::StatusOr<int> DumpWord(Profile profile) {
    ASSIGN_OR_RETURN(const std::unique_ptr<Segmenter> segmenter, Segmenter::Create(profile));
    SegmentedText segmented;
    ReplaceInvalidUtf8(&word_);
    segmenter->Segment(word_, &segmented);
    uint64_t occurrences = 0;
    for (const Unit& unit : segmented.units) {
      ASSIGN_OR_RETURN(const WordCount count, shard_->ReadWordCount(segmented.Key(unit)));
      Print(StrCat(ReadableKey(segmented.Key(unit)), ": ", Plural(count.occurrences, "occurrence"),
                   " in ", Plural(count.documents, "document"), " of ", shard_->info().name, "\n"));
      occurrences += count.occurrences;
    }
    return occurrences > 0 ? kExitFound : kExitNothingFound;
  }

  IndexArguments index_;
  TerminalOptions terminal_;
  uint32_t shard_number_ = 0;
  bool directory_ = false;
  std::optional<uint32_t> block_;
  std::optional<uint32_t> document_;
  std::string word_;
  uint32_t limit_ = 40;
  size_t width_ = 80;
  const ShardReader* shard_ = nullptr;
};

}  // namespace

std::unique_ptr<Command> MakeDumpCommand() { return std::make_unique<DumpCommand>(); }

}  // namespace spanroot
