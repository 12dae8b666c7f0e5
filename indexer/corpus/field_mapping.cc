// The field names of the open corpora, one preset per corpus family.
#include "indexer/corpus/field_mapping.h"

#include "common/strings.h"

namespace spanroot {
namespace {

// Dolma 1 and its kin (peS2o, Common Pile); Dolma 3 nests a second "metadata" or a "doc".
FieldMapping DolmaFields() {
  FieldMapping fields;
  fields.text = {"text"};
  fields.id = {"id"};
  fields.source = {"source"};
  fields.url = {"metadata.url", "metadata.metadata.url", "metadata.doc.url", "url"};
  fields.title = {"metadata.title", "metadata.metadata.title", "metadata.doc.title", "title"};
  fields.date = {"created"};
  fields.language = {"metadata.language", "metadata.lang"};
  fields.license = {"metadata.license", "license"};
  return fields;
}

// C4 and mC4 (T5).
FieldMapping C4Fields() {
  FieldMapping fields;
  fields.text = {"text"};
  fields.url = {"url"};
  fields.date = {"timestamp", "date"};
  fields.language = {"language"};
  fields.default_source = "c4";
  return fields;
}

// The Pile (Pythia).
FieldMapping PileFields() {
  FieldMapping fields;
  fields.text = {"text"};
  fields.source = {"meta.pile_set_name"};
  return fields;
}

}  // namespace

// On top of the presets: raw_content (RedPajama 2), WARC-* (DCLM), warc_record_id (Nemotron-CC),
// dump (FineWeb), meta.* (RedPajama 1).
FieldMapping AutoFields() {
  FieldMapping fields;
  fields.text = {"text", "raw_content", "content"};
  fields.id = {"id", "doc_id", "warc_record_id", "metadata.WARC-Record-ID", "meta.id"};
  fields.source = {"source", "meta.pile_set_name", "meta.redpajama_set_name", "dump"};
  fields.url = {"url",        "metadata.url",     "metadata.metadata.url",   "meta.url",
                "source_url", "metadata.doc.url", "metadata.WARC-Target-URI"};
  fields.title = {"title", "metadata.title", "metadata.metadata.title", "metadata.doc.title",
                  "meta.title"};
  fields.date = {"created",           "date",      "timestamp",      "metadata.created",
                 "metadata.date",     "meta.date", "meta.timestamp", "metadata.publication_date",
                 "metadata.WARC-Date"};
  fields.language = {"language",      "lang",          "metadata.language",
                     "metadata.lang", "meta.language", "meta.lang"};
  fields.license = {"license", "metadata.license", "meta.license"};
  return fields;
}

absl::StatusOr<FieldMapping> PresetFields(std::string_view name) {
  if (name == "auto") return AutoFields();
  if (name == "dolma") return DolmaFields();
  if (name == "c4") return C4Fields();
  if (name == "pile") return PileFields();
  return absl::InvalidArgumentError(
      StrCat("unknown field preset \"", name, "\"; expected auto, dolma, c4 or pile"));
}

}  // namespace spanroot
