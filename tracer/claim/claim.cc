// The wording of claims is described in docs/claims.md.
#include "tracer/claim/claim.h"

#include "absl/strings/match.h"
#include "common/strings.h"
#include "tracer/claim/catalogue.h"

namespace spanroot {
namespace {

constexpr size_t kMaxQuotedBytes = 256;

constexpr std::string_view kOnlyOverlap =
    "A match is an overlap with an open corpus and says nothing certain about what the model saw.";

// The name as asked, with the catalogue's title where that says more.
std::string NameOf(std::string_view asked, const std::string& title) {
  return absl::EqualsIgnoreCase(AbslArgument(asked), title) ? title
                                                            : StrCat(asked, " (", title, ")");
}

std::string Quote(std::string_view name) {
  return name.size() <= kMaxQuotedBytes ? StrCat("\"", name, "\"")
                                        : StrCat("a name of ", name.size(), " bytes");
}

std::string UnknownStatement(std::string_view model, std::string_view corpus, bool model_known) {
  constexpr std::string_view kOnlyThere =
      " a match shows only that the same words stand in the corpus.";
  if (model.empty()) return StrCat("No model was named:", kOnlyThere);
  if (!model_known) {
    return StrCat("The model ", Quote(model), " is not in the catalogue:", kOnlyThere);
  }
  if (corpus.empty()) return StrCat("The index does not say which corpus it holds:", kOnlyThere);
  return StrCat("The corpus ", Quote(corpus), " is not in the catalogue:", kOnlyThere);
}

std::string OverlapStatement(const Model& model, const std::string& name, const Corpus& corpus,
                             Relation relation) {
  if (model.data == Model::Data::kNotPublished) {
    return StrCat("The training data of ", name, " is not published. ", kOnlyOverlap);
  }
  if (relation == Relation::kSelection) {
    return StrCat("The training data of ", name, " holds a selection from ", corpus.title,
                  ", not all of it. A match is an overlap with ", corpus.title,
                  " and does not show that the model was trained on the matched text.");
  }
  const std::string_view part = model.data == Model::Data::kPartly ? "part of the " : "";
  return StrCat(corpus.title, " is not known to be in the published ", part, "training data of ",
                name, ". ", kOnlyOverlap);
}

// `kind` is one of the three in which the corpus is in the model's training data.
std::string TrainingStatement(ClaimKind kind, const NamedModel& found,
                              const std::string& asked_name, const Corpus& corpus,
                              Relation relation) {
  const bool included = relation == Relation::kIncluded;
  const std::string& name = found.variant ? found.model->title : asked_name;
  std::string text;
  if (found.variant) {
    text =
        StrCat(asked_name, " may be a variant trained further on data unknown to the catalogue. ");
  }
  text += StrCat(name, " was trained on ", included ? "a corpus that contains " : "", corpus.title,
                 included ? ", perhaps in another edition than this one" : "");
  if (kind == ClaimKind::kTrainingData) text += ", its whole published training data";
  if (kind == ClaimKind::kPartOfTrainingData) text += ", together with other published data";
  if (found.model->data == Model::Data::kPartly) text += "; not all of its data is published";
  text +=
      StrCat(". A match is ", included ? "most likely " : "", "a match with text that ", name,
             " was trained on; it does not prove that the model produced the text because of it.");
  return found.model->note.empty() ? text : StrCat(text, " ", found.model->note);
}

}  // namespace

std::string_view ClaimKindName(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::kTrainingData:
      return "training_data";
    case ClaimKind::kPartOfTrainingData:
      return "part_of_training_data";
    case ClaimKind::kPartlyPublished:
      return "partly_published";
    case ClaimKind::kOverlapOnly:
      return "overlap_only";
    case ClaimKind::kUnknown:
      break;
  }
  return "unknown";
}

Claim DecideClaim(std::string_view model, std::string_view corpus) {
  const Catalogue& catalogue = Catalogue::BuiltIn();
  Claim claim{ClaimKind::kUnknown, std::string(model), std::string(corpus), ""};
  const NamedModel found = catalogue.FindModel(model);
  const Corpus* const known_corpus = catalogue.FindCorpus(corpus);
  if (found.model == nullptr || known_corpus == nullptr) {
    claim.statement = UnknownStatement(model, corpus, found.model != nullptr);
    return claim;
  }
  const std::string name = NameOf(model, found.model->title);
  const Relation relation = catalogue.RelationOf(*found.model, *known_corpus);
  if (relation <= Relation::kSelection) {
    claim.kind = ClaimKind::kOverlapOnly;
    claim.statement = OverlapStatement(*found.model, name, *known_corpus, relation);
    return claim;
  }
  if (found.variant || found.model->data == Model::Data::kPartly) {
    claim.kind = ClaimKind::kPartlyPublished;
  } else if (relation == Relation::kWhole && catalogue.HasOneCorpus(*found.model)) {
    claim.kind = ClaimKind::kTrainingData;
  } else {
    claim.kind = ClaimKind::kPartOfTrainingData;
  }
  claim.statement = TrainingStatement(claim.kind, found, name, *known_corpus, relation);
  return claim;
}

}  // namespace spanroot
