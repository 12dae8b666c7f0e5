// Byte coding: big-endian integers (so that byte order is numeric order, as keys need) and
// little-endian base-128 varints. Readers never run past their input: they answer false.
#ifndef SPANROOT_COMMON_CODING_H_
#define SPANROOT_COMMON_CODING_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace spanroot {

static_assert(std::endian::native == std::endian::little, "spanroot supports little-endian hosts");

inline void PutBigEndian32(std::string* out, uint32_t value) {
  value = __builtin_bswap32(value);
  out->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

inline void PutBigEndian64(std::string* out, uint64_t value) {
  value = __builtin_bswap64(value);
  out->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

inline std::string BigEndian32(uint32_t value) {
  std::string out;
  PutBigEndian32(&out, value);
  return out;
}

// Reads 8 bytes at `data`; a shorter string is filled up with zero bytes on the right.
inline uint64_t BigEndianPrefix64(std::string_view data) {
  uint64_t value = 0;
  std::memcpy(&value, data.data(), data.size() < 8 ? data.size() : 8);
  return __builtin_bswap64(value);
}

inline bool GetBigEndian32(std::string_view data, uint32_t* value) {
  if (data.size() < sizeof(*value)) return false;
  std::memcpy(value, data.data(), sizeof(*value));
  *value = __builtin_bswap32(*value);
  return true;
}

inline void PutVarint(std::string* out, uint64_t value) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

// Takes a varint off the front of `*in`. False: truncated, or more than 64 bits.
inline bool TakeVarint(std::string_view* in, uint64_t* value) {
  uint64_t result = 0;
  for (unsigned shift = 0, i = 0; i < in->size() && shift < 64; shift += 7, ++i) {
    const auto byte = static_cast<unsigned char>((*in)[i]);
    if (shift == 63 && byte > 1) return false;
    result |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      in->remove_prefix(i + 1);
      *value = result;
      return true;
    }
  }
  return false;
}

// Length of the common prefix of two strings, in bytes.
inline size_t CommonPrefix(std::string_view a, std::string_view b) {
  const size_t limit = a.size() < b.size() ? a.size() : b.size();
  size_t i = 0;
  for (; i + 8 <= limit; i += 8) {
    uint64_t x, y;
    std::memcpy(&x, a.data() + i, 8);
    std::memcpy(&y, b.data() + i, 8);
    if (x != y) return i + static_cast<size_t>(std::countr_zero(x ^ y)) / 8;
  }
  while (i < limit && a[i] == b[i]) ++i;
  return i;
}

}  // namespace spanroot

#endif  // SPANROOT_COMMON_CODING_H_
