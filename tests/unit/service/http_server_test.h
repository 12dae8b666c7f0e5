// A server over a small index, asked over HTTP.
#ifndef SPANROOT_TESTS_UNIT_SERVICE_HTTP_SERVER_TEST_H_
#define SPANROOT_TESTS_UNIT_SERVICE_HTTP_SERVER_TEST_H_

#include <gtest/gtest.h>

#include <string>

#include "tests/support/http_client.h"
#include "tests/support/http_service.h"

namespace spanroot {

inline constexpr char kQuestion[] =
    R"({"query":{"text":"They said that the tide was out when nobody slept in the old lighthouse.",)"
    R"("options":{"density":1}}})";

class HttpServerTest : public ::testing::Test {
 protected:
  HttpReply Get(const std::string& target, const std::string& headers = "") {
    return AskHttp(service_.port(), HttpRequestText("GET", target, "", headers));
  }
  HttpReply Post(const std::string& target, const std::string& body,
                 const std::string& headers = "") {
    return AskHttp(service_.port(), JsonRequestText(target, body, headers));
  }
  HttpService service_;
};

}  // namespace spanroot

#endif  // SPANROOT_TESTS_UNIT_SERVICE_HTTP_SERVER_TEST_H_
