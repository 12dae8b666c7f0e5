#include "service/http/openapi.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <map>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "common/strings.h"
#include "service/http/routes.h"

namespace spanroot {
namespace {

using Json = nlohmann::ordered_json;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr char kErrorSchema[] = "Error";

Json Reference(std::string_view schema) {
  return {{"$ref", StrCat("#/components/schemas/", schema)}};
}

// The schemas of messages and enums, each with all that it refers to.
class Schemas {
 public:
  // A reference to the schema of a message.
  Json Of(const Descriptor* message) {
    if (!schemas_.contains(message->full_name())) {
      schemas_[message->full_name()] = Json::object();  // before its fields: they may refer to it
      schemas_[message->full_name()] = MessageSchema(message);
    }
    return Reference(message->full_name());
  }

  Json Take() { return std::move(schemas_); }

 private:
  Json MessageSchema(const Descriptor* message) {
    Json properties = Json::object();
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* const field = message->field(i);
      Json schema = Value(field);
      if (field->is_repeated()) schema = {{"type", "array"}, {"items", std::move(schema)}};
      properties[field->json_name()] = std::move(schema);
    }
    Json schema = {{"type", "object"}};
    for (int i = 0; i < message->real_oneof_decl_count(); ++i) {
      std::string names;
      for (int j = 0; j < message->oneof_decl(i)->field_count(); ++j) {
        absl::StrAppend(&names, j == 0 ? "" : ", ", message->oneof_decl(i)->field(j)->json_name());
      }
      schema["description"] = StrCat("At most one of: ", names, ".");
    }
    schema["properties"] = std::move(properties);
    return schema;
  }

  // Of one value of a field, as protobuf's JSON mapping writes it.
  Json Value(const FieldDescriptor* field) {
    switch (field->type()) {
      case FieldDescriptor::TYPE_MESSAGE:
        return Of(field->message_type());
      case FieldDescriptor::TYPE_ENUM:
        return Of(field->enum_type());
      case FieldDescriptor::TYPE_BYTES:
        return {{"type", "string"}, {"contentEncoding", "base64"}};
      default:
        break;
    }
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        return {{"type", "boolean"}};
      case FieldDescriptor::CPPTYPE_INT32:
        return {{"type", "integer"}, {"format", "int32"}};
      case FieldDescriptor::CPPTYPE_UINT32:
        return {{"type", "integer"}, {"minimum", 0}, {"maximum", 4294967295u}};
      case FieldDescriptor::CPPTYPE_INT64:
        return {{"type", "string"}, {"pattern", "^-?[0-9]+$"}};
      case FieldDescriptor::CPPTYPE_UINT64:
        return {{"type", "string"}, {"pattern", "^[0-9]+$"}};
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        return {{"type", "number"}};
      default:
        return {{"type", "string"}};
    }
  }

  Json Of(const EnumDescriptor* type) {
    Json names = Json::array();
    for (int i = 0; i < type->value_count(); ++i) names.push_back(type->value(i)->name());
    schemas_[type->full_name()] = {{"type", "string"}, {"enum", std::move(names)}};
    return Reference(type->full_name());
  }

  Json schemas_ = Json::object();
};

// google.rpc.Status; what its details hold is told by their "@type".
Json ErrorSchema() {
  const Json detail = {{"type", "object"},
                       {"properties", {{"@type", {{"type", "string"}}}}},
                       {"required", {"@type"}}};
  return {{"type", "object"},
          {"description", "google.rpc.Status"},
          {"properties",
           {{"code", {{"type", "integer"}, {"description", "google.rpc.Code"}}},
            {"message", {{"type", "string"}}},
            {"details", {{"type", "array"}, {"items", detail}}}}},
          {"required", {"code", "message", "details"}}};
}

Json Content(std::string_view type, Json schema) {
  return {{std::string(type), {{"schema", std::move(schema)}}}};
}

Json Operation(const Route& route, Schemas* schemas) {
  Json parameters = Json::array();
  if (!route.PathField().empty()) {
    parameters.push_back({{"name", route.PathField()},
                          {"in", "path"},
                          {"required", true},
                          {"schema", {{"type", "string"}}}});
  }
  parameters.push_back({{"$ref", "#/components/parameters/Timeout"}});
  Json operation = {{"operationId", route.name}, {"parameters", std::move(parameters)}};
  if (route.http_method == "POST") {
    operation["requestBody"] = {
        {"required", true},
        {"content", Content("application/json", schemas->Of(route.request->GetDescriptor()))}};
  }
  Json answer = schemas->Of(route.response->GetDescriptor());
  operation["responses"]["200"] =
      route.is_stream
          ? Json{{"description",
                  "Events. The data of each is the schema as one line of JSON, its name the field "
                  "that is set; an event \"error\" has a google.rpc.Status and is the last."},
                 {"content", Content("text/event-stream", std::move(answer))}}
          : Json{{"description", "The answer."},
                 {"content", Content("application/json", std::move(answer))}};
  operation["responses"]["default"] = {{"$ref", "#/components/responses/Error"}};
  return operation;
}

}  // namespace

std::string OpenApiDocument() {
  Schemas schemas;
  Json paths = Json::object();
  for (const Route& route : Routes()) {
    std::string method(route.http_method);
    absl::AsciiStrToLower(&method);
    paths[std::string(route.path)][method] = Operation(route, &schemas);
  }
  paths["/v1/openapi.json"]["get"] = {
      {"operationId", "GetOpenApi"},
      {"responses",
       {{"200",
         {{"description", "This document."},
          {"content", Content("application/json", {{"type", "object"}})}}},
        {"default", {{"$ref", "#/components/responses/Error"}}}}}};
  Json components = {{"schemas", schemas.Take()},
                     {"responses",
                      {{"Error",
                        {{"description", "Why there is no answer."},
                         {"content", Content("application/json", Reference(kErrorSchema))}}}}},
                     {"parameters",
                      {{"Timeout",
                        {{"name", "X-Timeout-Seconds"},
                         {"in", "header"},
                         {"description", "How long the answer is waited for."},
                         {"schema", {{"type", "number"}, {"exclusiveMinimum", 0}}}}}}},
                     {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
  components["schemas"][kErrorSchema] = ErrorSchema();
  const Json document = {{"openapi", "3.1.0"},
                         {"info",
                          {{"title", "spanroot"},
                           {"version", SPANROOT_VERSION},
                           {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
                         {"servers", Json::array({{{"url", "/"}}})},
                         {"security", Json::array({{{"token", Json::array()}}, Json::object()})},
                         {"paths", std::move(paths)},
                         {"components", std::move(components)}};
  return document.dump();
}

}  // namespace spanroot
