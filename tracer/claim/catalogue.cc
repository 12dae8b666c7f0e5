#include "tracer/claim/catalogue.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "absl/status/status.h"
#include "common/strings.h"

namespace spanroot {

std::string_view CatalogueJson();  // generated: the bytes of datasets/catalogue.json

namespace {

// Longer names are in no catalogue; the limit bounds the time that a hostile one takes.
constexpr size_t kMaxNameBytes = 256;

struct Name {
  std::string owner;  // "org" of "org/name"; may be empty
  std::string rest;
};

Name Normalise(std::string_view name) {
  std::string text;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    text += c == '_' || c == ' ' || c == ':' || c == '@' ? '-' : c;
  }
  const size_t slash = text.rfind('/');
  if (slash == std::string::npos) return {"", text};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

std::vector<std::string> WordsOf(std::string_view name) {
  std::vector<std::string> words;
  while (!name.empty()) {
    const size_t end = std::min(name.find('-'), name.size());
    if (end > 0) words.emplace_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return words;
}

using Words = std::vector<std::string>;
using WordIterator = Words::const_iterator;

// Whether words of the name from `word` on fit the pattern.
bool Matches(WordIterator word, WordIterator end, WordIterator pattern, WordIterator pattern_end) {
  if (pattern == pattern_end) return true;
  if (word == end) return false;
  if (*pattern != "*") return *word == *pattern && Matches(word + 1, end, pattern + 1, pattern_end);
  while (++word != end) {
    if (Matches(word, end, pattern + 1, pattern_end)) return true;
  }
  return false;
}

bool Contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The letters that a word begins with: "" for "7b", "step" for "step1000".
std::string_view Letters(std::string_view word) {
  const auto is_letter = [](char c) { return c < '0' || c > '9'; };
  return word.substr(0, std::find_if_not(word.begin(), word.end(), is_letter) - word.begin());
}

}  // namespace

// Fills a catalogue from JSON. Throws std::exception, caught in Catalogue::Parse, on what breaks
// the rules.
class CatalogueParser {
 public:
  explicit CatalogueParser(Catalogue* catalogue) : catalogue_(*catalogue) {}

  void Parse(std::string_view text) {
    const Json json = Json::parse(text);
    catalogue_.neutral_words_ = json.at("neutral_words").get<Words>();
    for (const Json& corpus : json.at("corpora")) AddCorpus(corpus);
    for (const Json& model : json.at("models")) AddModel(model);
    const auto length = [](const Catalogue::Pattern& pattern) {
      size_t bytes = 0;
      for (const std::string& word : pattern.words) bytes += word == "*" ? 0 : word.size() + 1;
      return bytes;
    };
    std::stable_sort(catalogue_.patterns_.begin(), catalogue_.patterns_.end(),
                     [&](const auto& a, const auto& b) { return length(a) > length(b); });
  }

  const std::string& entry() const { return entry_; }

 private:
  using Json = nlohmann::json;
  using NameMap = std::map<std::string, std::string, std::less<>>;

  static void Require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
  }

  static std::string Text(const Json& json, const char* field) {
    std::string text = json.at(field).get<std::string>();
    Require(!text.empty(), StrCat(field, " is empty"));
    return text;
  }

  static Words List(const Json& json, const char* field) { return json.value(field, Words()); }

  // Ids of corpora listed above this entry, so that no corpus can contain itself.
  Words CorpusIds(const Json& json, const char* field) const {
    Words ids = List(json, field);
    for (const std::string& id : ids) {
      Require(catalogue_.corpora_.count(id) > 0, StrCat(field, ": no corpus \"", id, "\" above"));
    }
    return ids;
  }

  static void AddName(std::string_view name, const std::string& id, NameMap* names) {
    const std::string key = Normalise(name).rest;
    Require(!key.empty(), "an empty name");
    const auto [at, added] = names->emplace(key, id);
    Require(added || at->second == id, StrCat("\"", key, "\" is a name of ", at->second, " too"));
  }

  // What entries of both kinds must have for readers, and what they are called.
  void AddNames(const Json& json, const std::string& id, NameMap* names) const {
    Text(json, "title");
    Text(json, "licence");
    AddName(id, id, names);
    AddName(Text(json, "title"), id, names);
    for (const std::string& alias : List(json, "aliases")) AddName(alias, id, names);
  }

  void AddCorpus(const Json& json) {
    entry_ = Text(json, "id");
    AddNames(json, entry_, &catalogue_.corpus_names_);
    Text(json, "homepage");
    Text(json, "files");
    Text(json, "size");
    Corpus corpus{entry_, Text(json, "title"), CorpusIds(json, "includes"),
                  CorpusIds(json, "selected_from")};
    const bool added = catalogue_.corpora_.emplace(entry_, std::move(corpus)).second;
    Require(added, "another corpus has this id");
  }

  static Model::Data DataOf(const std::string& name) {
    if (name == "published") return Model::Data::kPublished;
    if (name == "partly") return Model::Data::kPartly;
    Require(name == "not_published", StrCat("data: \"", name, "\" is not known"));
    return Model::Data::kNotPublished;
  }

  void AddModel(const Json& json) {
    entry_ = Text(json, "id");
    AddNames(json, entry_, &catalogue_.model_names_);
    CheckReference(json);
    Model model;
    model.id = entry_;
    model.title = Text(json, "title");
    for (const std::string& owner : List(json, "owners")) {
      model.owners.push_back(Normalise(owner).rest);
    }
    model.words = List(json, "words");
    model.base = json.value("base", "");
    model.data = DataOf(Text(json, "data"));
    model.training = CorpusIds(json, "training");
    model.selected_from = CorpusIds(json, "selected_from");
    model.also = json.value("also", "");
    model.note = json.value("note", "");
    CheckData(model);
    for (const std::string& pattern : List(json, "patterns")) AddPattern(pattern);
    const bool added = catalogue_.models_.emplace(entry_, std::move(model)).second;
    Require(added, "another model has this id");
  }

  static void CheckReference(const Json& json) {
    Text(json, "family");
    Text(json, "weights");
    Text(json, "code");
    const Json& reference = json.at("reference");
    Text(reference, "title");
    Text(reference, "url");
    Require(reference.at("year").is_number_unsigned(), "reference: year is no number");
  }

  void CheckData(const Model& model) const {
    const bool names_corpora = !model.training.empty() || !model.selected_from.empty();
    if (model.data == Model::Data::kNotPublished) {
      Require(!names_corpora && model.base.empty(), "names corpora though data is not published");
    }
    if (model.base.empty()) {
      Require(model.data != Model::Data::kPublished || names_corpora,
              "names no corpus though data is published");
      return;
    }
    const auto base = catalogue_.models_.find(model.base);
    Require(base != catalogue_.models_.end(), StrCat("base: no model \"", model.base, "\" above"));
    Require(model.data == Model::Data::kPartly || base->second.data == Model::Data::kPublished,
            "data is published though that of the base is not");
  }

  void AddPattern(const std::string& text) {
    Catalogue::Pattern pattern{WordsOf(Normalise(text).rest), entry_};
    Require(!pattern.words.empty() && pattern.words.front() != "*" && pattern.words.back() != "*" &&
                std::count(pattern.words.begin(), pattern.words.end(), "*") <= 1,
            StrCat("pattern \"", text, "\": one * at most, between words"));
    for (const Catalogue::Pattern& other : catalogue_.patterns_) {
      Require(other.words != pattern.words,
              StrCat("pattern \"", text, "\" is one of ", other.model));
    }
    catalogue_.patterns_.push_back(std::move(pattern));
  }

  Catalogue& catalogue_;
  std::string entry_ = "the file";  // at work
};

absl::StatusOr<Catalogue> Catalogue::Parse(std::string_view json) {
  Catalogue catalogue;
  CatalogueParser parser(&catalogue);
  try {
    parser.Parse(json);
  } catch (const std::exception& error) {
    return absl::DataLossError(StrCat("catalogue: ", parser.entry(), ": ", error.what()));
  }
  return catalogue;
}

const Catalogue& Catalogue::BuiltIn() {
  static const Catalogue* const catalogue = [] {
    absl::StatusOr<Catalogue> parsed = Parse(CatalogueJson());
    return parsed.ok() ? new Catalogue(*std::move(parsed)) : new Catalogue;
  }();
  return *catalogue;
}

const Corpus* Catalogue::FindCorpus(std::string_view name) const {
  if (name.size() > kMaxNameBytes) return nullptr;
  const auto id = corpus_names_.find(Normalise(name).rest);
  return id == corpus_names_.end() ? nullptr : &corpora_.find(id->second)->second;
}

NamedModel Catalogue::FindModel(std::string_view name) const {
  if (name.size() > kMaxNameBytes) return {};
  const auto [owner, rest] = Normalise(name);
  const auto is_foreign = [owner = std::string_view(owner)](const Model& model) {
    return !owner.empty() && !Contains(model.owners, owner);
  };
  if (const auto id = model_names_.find(rest); id != model_names_.end()) {
    const Model& model = models_.find(id->second)->second;
    return {&model, is_foreign(model)};
  }
  const Words words = WordsOf(rest);
  for (const Pattern& pattern : patterns_) {
    const Words& wanted = pattern.words;
    for (auto begin = words.begin(); begin != words.end(); ++begin) {
      if (!Matches(begin, words.end(), wanted.begin(), wanted.end())) continue;
      const Model& model = models_.find(pattern.model)->second;
      const auto is_strange = [&](const std::string& word) {
        const std::string_view letters = Letters(word);
        return !letters.empty() && !Contains(wanted, word) && !Contains(neutral_words_, letters) &&
               !Contains(model.words, letters);
      };
      return {&model, is_foreign(model) || std::any_of(words.begin(), words.end(), is_strange)};
    }
  }
  return {};
}

Relation Catalogue::RelationOf(const Model& model, const Corpus& corpus) const {
  Relation best = Relation::kNone;
  for (const std::string& id : model.training) best = std::max(best, RelationOf(id, corpus.id));
  for (const std::string& id : model.selected_from) {
    const bool related = RelationOf(id, corpus.id) != Relation::kNone;
    if (related) best = std::max(best, Relation::kSelection);
  }
  if (model.base.empty()) return best;
  return std::max(best, RelationOf(models_.find(model.base)->second, corpus));
}

Relation Catalogue::RelationOf(const std::string& container, const std::string& corpus) const {
  if (container == corpus) return Relation::kWhole;
  const Corpus& whole = corpora_.find(container)->second;
  Relation best = Relation::kNone;
  for (const std::string& id : whole.includes) {
    best = std::max(best, std::min(RelationOf(id, corpus), Relation::kIncluded));
  }
  for (const std::string& id : whole.selected_from) {
    best = std::max(best, std::min(RelationOf(id, corpus), Relation::kSelection));
  }
  return best;
}

bool Catalogue::HasOneCorpus(const Model& model) const {
  return model.base.empty() && model.training.size() == 1 && model.selected_from.empty() &&
         model.also.empty();
}

}  // namespace spanroot
