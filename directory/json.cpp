#include "directory/json.hpp"

#include <google/protobuf/util/json_util.h>

#include <stdexcept>

namespace wasl::directory::json {

namespace pb = google::protobuf;

std::string write(const pb::Message& message) {
  std::string out;
  if (!pb::util::MessageToJsonString(message, &out).ok())
    throw std::runtime_error("a message cannot be written as JSON");
  return out;
}

void read(const std::string& json, pb::Message& into) {
  pb::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!pb::util::JsonStringToMessage(json, &into, options).ok())
    throw std::runtime_error("a message cannot be read from JSON");
}

}  // namespace wasl::directory::json
