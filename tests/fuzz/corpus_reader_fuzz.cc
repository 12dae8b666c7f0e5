// libFuzzer entry for the corpus reader: a file's bytes, whatever its packing and layout. A zstd
// frame may ask for a window of 2 GiB: run with -malloc_limit_mb=4096.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/corpus_reader_target.h"

extern "C" __attribute__((visibility("default"))) int LLVMFuzzerTestOneInput(const uint8_t* data,
                                                                             size_t size) {
  spanroot::FuzzCorpusReader({reinterpret_cast<const char*>(data), size});
  return 0;
}
