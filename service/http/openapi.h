// The description of the HTTP interface that programs read: OpenAPI 3.1, made from the routes and
// the descriptors of their messages.
#ifndef SPANROOT_SERVICE_HTTP_OPENAPI_H_
#define SPANROOT_SERVICE_HTTP_OPENAPI_H_

#include <string>

namespace spanroot {

// Pure JSON, the same at every call.
std::string OpenApiDocument();

}  // namespace spanroot

#endif  // SPANROOT_SERVICE_HTTP_OPENAPI_H_
