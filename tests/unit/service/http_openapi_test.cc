// The description of the interface is valid and whole.
#include "service/http/openapi.h"

#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/ascii.h"
#include "service/http/routes.h"

namespace spanroot {
namespace {

using nlohmann::json;

// All values of "$ref" in a document.
void CollectReferences(const json& part, std::set<std::string>* references) {
  if (part.is_object() && part.contains("$ref")) references->insert(part.at("$ref"));
  for (const json& child : part) {
    if (child.is_structured()) CollectReferences(child, references);
  }
}

TEST(OpenApi, EveryReferenceLeadsSomewhereAndEverySchemaIsUsed) {
  const json document = json::parse(OpenApiDocument());
  std::set<std::string> references;
  CollectReferences(document, &references);
  EXPECT_GT(references.size(), 20u);
  for (const std::string& reference : references) {
    ASSERT_EQ(reference.substr(0, 2), "#/");
    EXPECT_TRUE(document.contains(json::json_pointer(reference.substr(1)))) << reference;
  }
  for (const auto& [name, schema] : document.at("components").at("schemas").items()) {
    EXPECT_TRUE(references.contains("#/components/schemas/" + name)) << name;
    EXPECT_TRUE(schema.contains("type")) << name;
  }
}

TEST(OpenApi, EveryRouteIsThere) {
  const json document = json::parse(OpenApiDocument());
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  std::set<std::string> ids;
  for (const Route& route : Routes()) {
    std::string method(route.http_method);
    absl::AsciiStrToLower(&method);
    const json& operation = document.at("paths").at(std::string(route.path)).at(method);
    EXPECT_TRUE(ids.insert(operation.at("operationId")).second);
    EXPECT_EQ(operation.contains("requestBody"), route.http_method == "POST");
    const std::string type = route.is_stream ? "text/event-stream" : "application/json";
    const std::string schema =
        operation.at("responses").at("200").at("content").at(type).at("schema").at("$ref");
    EXPECT_EQ(schema, "#/components/schemas/" + route.response->GetDescriptor()->full_name());
    EXPECT_TRUE(operation.at("responses").contains("default"));
    std::set<std::string> in_path;
    for (const json& parameter : operation.at("parameters")) {
      if (parameter.value("in", "") == "path") in_path.insert(parameter.at("name"));
    }
    const std::string field(route.PathField());
    EXPECT_EQ(in_path, field.empty() ? std::set<std::string>() : std::set<std::string>{field});
  }
  EXPECT_TRUE(document.at("paths").contains("/v1/openapi.json"));
  EXPECT_TRUE(document.at("components").at("securitySchemes").contains("token"));
}

TEST(OpenApi, FieldsHaveTheTypesOfTheirJson) {
  const json schemas = json::parse(OpenApiDocument()).at("components").at("schemas");
  const auto field = [&](const char* message, const char* name) {
    return schemas.at(std::string("spanroot.v1.") + message).at("properties").at(name);
  };
  EXPECT_EQ(field("Document", "contentHash").at("type"), "string");
  EXPECT_EQ(field("TraceOptions", "minWords").at("type"), "integer");
  EXPECT_EQ(field("TraceOptions", "density").at("type"), "number");
  EXPECT_EQ(field("TraceOptions", "sources").at("items").at("type"), "string");
  EXPECT_EQ(field("TraceQuery", "rawText").at("contentEncoding"), "base64");
  EXPECT_EQ(field("Trace", "spans").at("items").at("$ref"),
            "#/components/schemas/spanroot.v1.Span");
  EXPECT_EQ(schemas.at("spanroot.v1.Relevance").at("enum").at(3), "RELEVANCE_HIGH");
  EXPECT_EQ(schemas.at("spanroot.v1.TraceQuery").at("description"),
            "At most one of: text, rawText.");
}

}  // namespace
}  // namespace spanroot
