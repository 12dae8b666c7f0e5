// libFuzzer entry: any bytes as a suffix block and as a block directory. See suffix_block_target.h.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/suffix_block_target.h"

extern "C" __attribute__((visibility("default"))) int LLVMFuzzerTestOneInput(const uint8_t* data,
                                                                             size_t size) {
  spanroot::UseSuffixBlock({reinterpret_cast<const char*>(data), size});
  spanroot::UseBlockDirectory({reinterpret_cast<const char*>(data), size});
  return 0;
}
