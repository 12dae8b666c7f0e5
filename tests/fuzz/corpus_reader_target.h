// What fuzzing checks of the corpus reader, for any file: reading ends without a crash; documents
// are whole; batches of any size and any starting point give the same documents.
#ifndef SPANROOT_TESTS_FUZZ_CORPUS_READER_TARGET_H_
#define SPANROOT_TESTS_FUZZ_CORPUS_READER_TARGET_H_

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "indexer/corpus/json_document.h"
#include "indexer/text/utf8.h"
#include "tests/support/corpus_files.h"

namespace spanroot {

inline void FuzzCheck(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "corpus reader: %s\n", what);
  std::abort();
}

inline bool IsValidUtf8(std::string text) { return ReplaceInvalidUtf8(&text) == 0; }

inline void CheckFuzzedDocument(const Document& document) {
  FuzzCheck(!document.text.empty() && !document.id.empty() && !document.source.empty(),
            "a document lacks text, id or source");
  for (const std::string* field :
       {&document.text, &document.id, &document.source, &document.url, &document.title,
        &document.date, &document.language, &document.license, &document.metadata}) {
    FuzzCheck(IsValidUtf8(*field), "a field is not UTF-8");
  }
  if (document.metadata.empty()) return;
  // The metadata must itself be a record without claimed fields, but for the nesting limit.
  FieldMapping mapping;
  mapping.text = {"\n"};
  const FieldTree tree = FieldTree::Compile(mapping).value();
  std::string record = "{\"\\n\":\"t\"," + document.metadata.substr(1);
  const size_t size = record.size();
  record.append(kJsonPadding, ' ');
  Document again;
  uint64_t invalid = 0;
  const absl::Status status =
      JsonDocumentParser(tree).Parse(std::string_view(record).substr(0, size), &again, &invalid);
  FuzzCheck(status.ok() || status.message().find("twice") != std::string::npos,
            "metadata is not a JSON object");
  if (status.ok()) FuzzCheck(again.metadata == document.metadata, "metadata is not verbatim");
}

inline void FuzzCorpusReader(std::string_view bytes) {
  const int file = memfd_create("fuzzed", MFD_CLOEXEC);
  FuzzCheck(
      file >= 0 && write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
      "cannot write the input");
  CorpusOptions options;
  options.inputs = {"/proc/self/fd/" + std::to_string(file)};
  options.max_record_bytes = 1 << 16;
  const WholeCorpus whole = ReadWholeCorpus(options);
  FuzzCheck(whole.all.locations.size() == whole.all.documents.size(), "locations do not match");
  for (const Document& document : whole.all.documents) CheckFuzzedDocument(document);

  const WholeCorpus pieces = ReadWholeCorpus(options, 1);
  FuzzCheck(pieces.status == whole.status, "batch size changes the outcome");
  FuzzCheck(pieces.all.documents.size() == whole.all.documents.size() &&
                pieces.all.bad.size() == whole.all.bad.size() &&
                pieces.all.empty == whole.all.empty &&
                pieces.all.invalid_utf8 == whole.all.invalid_utf8,
            "batch size changes the records");

  if (!whole.all.documents.empty()) {
    const size_t middle = whole.all.documents.size() / 2;
    const WholeCorpus rest = ReadWholeCorpus(options, 1 << 20, whole.all.locations[middle]);
    FuzzCheck(rest.all.documents.size() == whole.all.documents.size() - middle,
              "SkipTo loses or repeats documents");
    FuzzCheck(rest.all.documents[0].text == whole.all.documents[middle].text,
              "SkipTo goes on elsewhere");
  }
  close(file);
}

}  // namespace spanroot

#endif  // SPANROOT_TESTS_FUZZ_CORPUS_READER_TARGET_H_
