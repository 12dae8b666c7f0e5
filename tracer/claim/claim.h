// What a match between a model's text and a corpus may be taken to prove.
//
// If the corpus is published as training data of the model, a match is a match with training data,
// and the claim can be checked. If the model's training data is not published, or does not contain
// this corpus, a match is an overlap and says nothing certain about what the model saw. The
// catalogue of corpora and models in datasets/catalogue.json decides.
#ifndef SPANROOT_TRACER_CLAIM_CLAIM_H_
#define SPANROOT_TRACER_CLAIM_CLAIM_H_

#include <string>
#include <string_view>

namespace spanroot {

enum class ClaimKind {
  kTrainingData,        // the corpus is the model's whole published training data
  kPartOfTrainingData,  // the corpus is one of those the model was trained on
  kPartlyPublished,     // the corpus is in what was published, but not all was
  kOverlapOnly,         // data not published, or published without this corpus
  kUnknown,             // no model given, or model or corpus not in the catalogue
};

struct Claim {
  ClaimKind kind = ClaimKind::kUnknown;
  std::string model;      // as asked; empty if none
  std::string corpus;     // of the index; empty if it names none
  std::string statement;  // one or two sentences for people, always set
};

std::string_view ClaimKindName(ClaimKind kind);  // "training_data", ... as in JSON output

// `model`: a name from the catalogue, an alias, or a hub name such as "allenai/OLMo-2-1124-7B";
// compared without case. `corpus`: the corpus's name in the catalogue. Either may be empty.
// Thread-safe.
Claim DecideClaim(std::string_view model, std::string_view corpus);

}  // namespace spanroot

#endif  // SPANROOT_TRACER_CLAIM_CLAIM_H_
