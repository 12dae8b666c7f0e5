// The catalogue of open corpora and of language models: datasets/catalogue.json, which is compiled
// in. The file's fields and the rules for finding a model by its name are described in
// docs/claims.md. Immutable once parsed, so safe to share between threads.
#ifndef SPANROOT_TRACER_CLAIM_CATALOGUE_H_
#define SPANROOT_TRACER_CLAIM_CATALOGUE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace spanroot {

// How a corpus stands to a model's training data; the greater, the closer.
enum class Relation {
  kNone,
  kSelection,  // a part of the corpus went in, and which part cannot be told by its name
  kIncluded,   // it is contained in a training corpus, perhaps in another edition
  kWhole,      // it is a training corpus
};

struct Corpus {
  std::string id;
  std::string title;
  std::vector<std::string> includes;       // ids of the corpora it contains
  std::vector<std::string> selected_from;  // ids of those from which it was filtered or sampled
};

struct Model {
  enum class Data { kNotPublished, kPartly, kPublished };

  std::string id;
  std::string title;
  std::vector<std::string> owners;  // of its repositories on a model hub, normalised
  std::vector<std::string> words;   // allowed in its names besides those every name may have
  std::string base;                 // id of the model it was trained from; may be empty
  Data data = Data::kNotPublished;
  std::vector<std::string> training;       // corpus ids; those of the base are not repeated
  std::vector<std::string> selected_from;  // ids of corpora of which it saw a selection
  std::string also;  // published training data that is not in the catalogue; may be empty
  std::string note;  // a sentence for people; may be empty
};

// A model found by name.
struct NamedModel {
  const Model* model = nullptr;  // null if none was found
  // The name is from another owner or has a word that the catalogue does not know: it may be a
  // model trained further on other data.
  bool variant = false;
};

class Catalogue {
 public:
  // DataLoss, naming the entry, if the JSON does not keep the rules of docs/claims.md.
  static absl::StatusOr<Catalogue> Parse(std::string_view json);

  // The one compiled in. Empty if that is damaged, which a unit test rules out.
  static const Catalogue& BuiltIn();

  // Null if there is none of that name.
  const Corpus* FindCorpus(std::string_view name) const;
  NamedModel FindModel(std::string_view name) const;

  Relation RelationOf(const Model& model, const Corpus& corpus) const;

  // Whether all of what the model was trained on is one corpus.
  bool HasOneCorpus(const Model& model) const;

 private:
  struct Pattern {
    std::vector<std::string> words;  // "*" stands for one or more words
    std::string model;
  };
  friend class CatalogueParser;

  Relation RelationOf(const std::string& container, const std::string& corpus) const;

  std::map<std::string, Corpus, std::less<>> corpora_;
  std::map<std::string, Model, std::less<>> models_;
  std::map<std::string, std::string, std::less<>> corpus_names_;  // normalised name -> id
  std::map<std::string, std::string, std::less<>> model_names_;
  std::vector<Pattern> patterns_;  // the longest first
  std::vector<std::string> neutral_words_;
};

}  // namespace spanroot

#endif  // SPANROOT_TRACER_CLAIM_CATALOGUE_H_
