#include "indexer/corpus/json_document.h"

#include <simdjson.h>

#include <cstdint>
#include <utility>

#include "common/status_macros.h"
#include "common/strings.h"
#include "indexer/corpus/json_string.h"
#include "indexer/text/utf8.h"

namespace spanroot {
namespace {

namespace ondemand = simdjson::ondemand;
using Type = ondemand::json_type;

static_assert(kJsonPadding >= simdjson::SIMDJSON_PADDING);

constexpr int kMaxDepth = 256;  // of objects and arrays inside one another
constexpr int kNone = -1;

absl::Status Invalid(const std::string& what) { return absl::InvalidArgumentError(what); }

absl::Status NotJson(simdjson::error_code error) {
  return Invalid(StrCat("not valid JSON: ", simdjson::error_message(error)));
}

std::string_view TrimRight(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

std::string_view TypeName(Type type) {
  switch (type) {
    case Type::array:
      return "an array";
    case Type::object:
      return "an object";
    case Type::number:
      return "a number";
    case Type::string:
      return "a string";
    case Type::boolean:
      return "a boolean";
    default:
      return "null";
  }
}

// The first bytes of a record that is no object, for a message.
std::string Printable(std::string_view json) {
  std::string shown(json.substr(0, 16));
  for (char& c : shown) c = c >= ' ' && c <= '~' ? c : '?';
  return shown;
}

// Appends what a string literal stands for.
absl::Status DecodeString(std::string_view literal, std::string* out, size_t* replaced) {
  if (literal.size() < 2 || literal.back() != '"') {
    return Invalid("not valid JSON: bytes after a string");
  }
  if (UnescapeJson(literal.substr(1, literal.size() - 2), out, replaced)) return absl::OkStatus();
  return Invalid("not valid JSON: bad escape in a string");
}

// Appends the elements of a valid JSON array, joined by ", "; null is left out. False when an
// element is itself an array or object.
bool DecodeList(std::string_view array, std::string* out, size_t* replaced) {
  size_t at = 1;
  while ((at = array.find_first_not_of(", \t\r\n", at)) < array.size() - 1) {
    if (array[at] == '[' || array[at] == '{') return false;
    const bool is_string = array[at] == '"';
    const size_t end =
        is_string ? FindJsonStringEnd(array, at + 1) + 1 : array.find_first_of(",] \t\r\n", at);
    const std::string_view element = array.substr(at, end - at);
    at = end;
    if (element == "null") continue;
    if (!out->empty()) out->append(", ");
    if (!is_string) {
      out->append(element);
    } else if (!DecodeString(element, out, replaced).ok()) {
      return false;
    }
  }
  return true;
}

}  // namespace

class JsonDocumentParser::Impl {
 public:
  explicit Impl(const FieldTree& tree) : tree_(tree) {}
  absl::Status Parse(std::string_view json, Document* document, uint64_t* invalid_utf8);

 private:
  // One field of the record, or of an object that a path of the mapping leads through; the fields
  // of such an object stand between its kOpen and its kClose.
  struct Entry {
    enum Kind { kField, kOpen, kClose } kind;
    std::string_view key;    // a literal's inside, as in the file
    std::string_view value;  // as in the file
    Type type = Type::null;
    bool checked = false;  // the value is known to be valid JSON
    bool claimed = false;
  };

  absl::Status Walk(ondemand::object object, int node, int depth);
  absl::Status WalkField(ondemand::field field, int node, int depth);
  absl::StatusOr<std::string_view> CheckValue(ondemand::value value, Type type, int depth);
  absl::Status CheckInside(simdjson::simdjson_result<ondemand::value> next, int depth);
  absl::Status CheckString(std::string_view literal) {
    scratch_.clear();
    size_t replaced = 0;
    return DecodeString(literal, &scratch_, &replaced);
  }
  std::string_view Key(ondemand::field* field) const;
  absl::Status Claim(FieldTree::Part part, std::string* out, size_t* replaced);
  absl::Status ClaimText(std::string* out, size_t* replaced);
  absl::Status WriteMetadata(std::string* out);

  const FieldTree& tree_;
  ondemand::parser parser_;
  ondemand::document document_;
  std::string_view json_;
  std::vector<Entry> entries_;
  std::vector<int> seen_;  // by node: its entry
  std::string scratch_;
};

absl::Status JsonDocumentParser::Impl::Parse(std::string_view json, Document* document,
                                             uint64_t* invalid_utf8) {
  if (json.empty() || json[0] != '{') {
    return Invalid(StrCat("expected one JSON object per line, found \"", Printable(json), "...\""));
  }
  json_ = json;
  const simdjson::padded_string_view padded(json.data(), json.size(), json.size() + kJsonPadding);
  if (const auto error = parser_.iterate(padded).get(document_)) {
    if (error != simdjson::UTF8_ERROR) return NotJson(error);
    std::string repaired(json);
    const size_t count = ReplaceInvalidUtf8(&repaired);
    if (count == 0) return NotJson(error);
    *invalid_utf8 += count;
    const size_t size = repaired.size();
    repaired.append(kJsonPadding, ' ');
    return Parse(std::string_view(repaired).substr(0, size), document, invalid_utf8);
  }
  entries_.clear();
  seen_.assign(tree_.nodes().size(), kNone);
  ondemand::object object;
  if (const auto error = document_.get_object().get(object)) return NotJson(error);
  RETURN_IF_ERROR(Walk(object, 0, 1));
  if (const char* rest; document_.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) {
    return Invalid("not valid JSON: bytes after the object");
  }

  size_t replaced = 0;
  RETURN_IF_ERROR(ClaimText(&document->text, &replaced));
  RETURN_IF_ERROR(Claim(FieldTree::kId, &document->id, &replaced));
  RETURN_IF_ERROR(Claim(FieldTree::kSource, &document->source, &replaced));
  RETURN_IF_ERROR(Claim(FieldTree::kUrl, &document->url, &replaced));
  RETURN_IF_ERROR(Claim(FieldTree::kTitle, &document->title, &replaced));
  RETURN_IF_ERROR(Claim(FieldTree::kDate, &document->date, &replaced));
  RETURN_IF_ERROR(Claim(FieldTree::kLanguage, &document->language, &replaced));
  RETURN_IF_ERROR(Claim(FieldTree::kLicense, &document->license, &replaced));
  RETURN_IF_ERROR(WriteMetadata(&document->metadata));
  *invalid_utf8 += replaced;
  return absl::OkStatus();
}

// Lists the fields of an object that node `node` of the mapping leads to.
absl::Status JsonDocumentParser::Impl::Walk(ondemand::object object, int node, int depth) {
  for (auto next : object) {
    ondemand::field field;
    if (const auto error = std::move(next).get(field)) return NotJson(error);
    RETURN_IF_ERROR(WalkField(std::move(field), node, depth));
  }
  return absl::OkStatus();
}

absl::Status JsonDocumentParser::Impl::WalkField(ondemand::field field, int node, int depth) {
  Entry entry = {Entry::kField, Key(&field), {}};
  scratch_.clear();
  size_t replaced = 0;
  if (!UnescapeJson(entry.key, &scratch_, &replaced))
    return Invalid("not valid JSON: bad escape in a key");
  const int child = tree_.Child(node, scratch_);
  if (child != kNone) {
    if (seen_[child] != kNone) {
      return Invalid(StrCat("field \"", tree_.nodes()[child].path, "\" stands twice"));
    }
    seen_[child] = static_cast<int>(entries_.size());
  }
  ondemand::value value = field.value();
  if (const auto error = value.type().get(entry.type)) return NotJson(error);
  if (child != kNone && entry.type == Type::object && !tree_.nodes()[child].children.empty()) {
    entry.kind = Entry::kOpen;
    entries_.push_back(entry);
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return NotJson(error);
    RETURN_IF_ERROR(Walk(object, child, depth + 1));
    entries_.push_back({Entry::kClose, {}, {}});
    return absl::OkStatus();
  }
  if (child != kNone && entry.type == Type::string) {
    // Checked when it is decoded; the text is most of a record.
    entry.value = TrimRight(value.raw_json_token());
  } else {
    ASSIGN_OR_RETURN(entry.value, CheckValue(value, entry.type, depth + 1));
    entry.checked = true;
  }
  entries_.push_back(entry);
  return absl::OkStatus();
}

// Validates a value and all that is in it. Returns its bytes.
absl::StatusOr<std::string_view> JsonDocumentParser::Impl::CheckValue(ondemand::value value,
                                                                      Type type, int depth) {
  const std::string_view token = TrimRight(value.raw_json_token());
  if (type == Type::string) {
    RETURN_IF_ERROR(CheckString(token));
    return token;
  }
  if (type == Type::number) {
    if (IsJsonNumber(token)) return token;
    return Invalid("not valid JSON: malformed number");
  }
  if (type != Type::array && type != Type::object) {
    if (token == "true" || token == "false" || token == "null") return token;
    return Invalid("not valid JSON: expected a value");
  }
  if (depth > kMaxDepth) return Invalid(StrCat("nested deeper than ", kMaxDepth));

  if (type == Type::array) {
    ondemand::array array;
    if (const auto error = value.get_array().get(array)) return NotJson(error);
    for (auto element : array) RETURN_IF_ERROR(CheckInside(element, depth));
  } else {
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return NotJson(error);
    for (auto next : object) {
      ondemand::field field;
      if (const auto error = std::move(next).get(field)) return NotJson(error);
      const std::string_view key = Key(&field);
      RETURN_IF_ERROR(CheckString(std::string_view(key.data() - 1, key.size() + 2)));
      RETURN_IF_ERROR(CheckInside(std::move(field.value()), depth));
    }
  }
  const char* next;  // what follows the value: never its own bytes
  if (const auto error = document_.current_location().get(next)) return NotJson(error);
  return TrimRight(std::string_view(token.data(), static_cast<size_t>(next - token.data())));
}

// simdjson has found that all strings end, so a key's closing quote is there.
std::string_view JsonDocumentParser::Impl::Key(ondemand::field* field) const {
  const char* begin = field->key().raw();
  const auto offset = static_cast<size_t>(begin - json_.data());
  return json_.substr(offset, FindJsonStringEnd(json_, offset) - offset);
}

absl::Status JsonDocumentParser::Impl::CheckInside(simdjson::simdjson_result<ondemand::value> next,
                                                   int depth) {
  ondemand::value value;
  if (const auto error = std::move(next).get(value)) return NotJson(error);
  Type type;
  if (const auto error = value.type().get(type)) return NotJson(error);
  return CheckValue(value, type, depth + 1).status();
}

absl::Status JsonDocumentParser::Impl::ClaimText(std::string* out, size_t* replaced) {
  bool found = false;
  std::string names;
  for (const int node : tree_.candidates(FieldTree::kText)) {
    const std::string& path = tree_.nodes()[node].path;
    names += StrCat(names.empty() ? "\"" : ", \"", path, "\"");
    if (seen_[node] == kNone || entries_[seen_[node]].type == Type::null) continue;
    Entry& entry = entries_[seen_[node]];
    if (entry.type != Type::string) {
      return Invalid(StrCat("\"", path, "\" is ", TypeName(entry.type), "; expected a string"));
    }
    RETURN_IF_ERROR(DecodeString(entry.value, out, replaced));
    entry.claimed = found = true;
    if (!out->empty()) break;
  }
  if (found) return absl::OkStatus();
  return Invalid(StrCat("no text: expected a string under ", names));
}

// Decodes the part's first candidate that holds a value. Strings that come after it are left for
// WriteMetadata to check.
absl::Status JsonDocumentParser::Impl::Claim(FieldTree::Part part, std::string* out,
                                             size_t* replaced) {
  for (const int node : tree_.candidates(part)) {
    if (seen_[node] == kNone) continue;
    Entry& entry = entries_[seen_[node]];
    size_t count = 0;
    if (entry.type == Type::string) {
      RETURN_IF_ERROR(DecodeString(entry.value, out, &count));
    } else if (entry.type == Type::number || entry.type == Type::boolean) {
      out->assign(entry.value);
    } else if (entry.type != Type::array || !DecodeList(entry.value, out, &count)) {
      out->clear();
    }
    if (out->empty()) continue;
    entry.claimed = true;
    *replaced += count;
    break;
  }
  return absl::OkStatus();
}

absl::Status JsonDocumentParser::Impl::WriteMetadata(std::string* out) {
  std::vector<size_t> before;  // of each object that is open: the output's size
  out->assign(1, '{');
  for (const Entry& entry : entries_) {
    if (entry.claimed) continue;
    if (entry.kind == Entry::kClose) {
      if (out->back() == '{') {  // all its fields have been claimed
        out->resize(before.back());
      } else {
        out->push_back('}');
      }
      before.pop_back();
      continue;
    }
    if (!entry.checked && entry.kind == Entry::kField) RETURN_IF_ERROR(CheckString(entry.value));
    if (entry.kind == Entry::kOpen) before.push_back(out->size());
    out->append(out->back() == '{' ? "\"" : ",\"").append(entry.key).append("\":");
    out->append(entry.kind == Entry::kOpen ? "{" : entry.value);
  }
  if (*out == "{") {
    out->clear();
  } else {
    out->push_back('}');
  }
  return absl::OkStatus();
}

JsonDocumentParser::JsonDocumentParser(const FieldTree& tree)
    : impl_(std::make_unique<Impl>(tree)) {}
JsonDocumentParser::~JsonDocumentParser() = default;

absl::Status JsonDocumentParser::Parse(std::string_view json, Document* document,
                                       uint64_t* invalid_utf8) {
  return impl_->Parse(json, document, invalid_utf8);
}

}  // namespace spanroot
