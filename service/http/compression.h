// gzip for responses. Pure functions.
#ifndef SPANROOT_SERVICE_HTTP_COMPRESSION_H_
#define SPANROOT_SERVICE_HTTP_COMPRESSION_H_

#include <string>
#include <string_view>

#include "service/http/http_message.h"

namespace spanroot {

constexpr size_t kMinCompressedBytes = 1024;  // of a body; below, it is not worth its while

// `accept_encoding`: the value of the header.
bool AcceptsGzip(std::string_view accept_encoding);

// `level` as in zlib, 1 to 9. Empty if there is no memory for it.
std::string CompressGzip(std::string_view bytes, int level);

// Compresses the body if `request` allows it and it is long enough.
void CompressBody(const HttpRequest& request, HttpResponse* response);

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_COMPRESSION_H_
