// A document as it comes out of a corpus file, before it is indexed.
#ifndef SPANROOT_INDEXER_CORPUS_DOCUMENT_H_
#define SPANROOT_INDEXER_CORPUS_DOCUMENT_H_

#include <string>

namespace spanroot {

struct Document {
  std::string text;    // valid UTF-8, as in the file; never empty
  std::string id;      // the file's own, integers printed; else "path#line"
  std::string source;  // sub-corpus, e.g. "Wikipedia (en)"; never empty
  std::string url;     // this and the following: empty when the file does not say
  std::string title;
  std::string date;      // as in the file
  std::string language;  // as in the file
  std::string license;   // several joined by ", "
  std::string metadata;  // all other fields as one JSON object; "" when there are none
};

}  // namespace spanroot

#endif  // SPANROOT_INDEXER_CORPUS_DOCUMENT_H_
