// libFuzzer entry: the segmenter against its oracle, on any bytes. See segmenter_target.h.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/segmenter_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string wrong = spanroot::CheckSegmenter({reinterpret_cast<const char*>(data), size});
  if (!wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
    std::abort();
  }
  return 0;
}
