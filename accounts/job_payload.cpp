#include "accounts/job_payload.hpp"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <stdexcept>

namespace wasl::accounts::job_payload {

namespace pb = google::protobuf;

std::string write(const Fields& fields) {
  pb::Struct object;
  for (const auto& [name, value] : fields) (*object.mutable_fields())[name].set_string_value(value);
  std::string json;
  if (!pb::util::MessageToJsonString(object, &json).ok()) throw std::runtime_error("a job's payload cannot be written");
  return json;
}

Fields read(const std::string& json) {
  pb::Struct object;
  if (!pb::util::JsonStringToMessage(json, &object).ok()) throw std::runtime_error("a job's payload cannot be read");
  Fields fields;
  for (const auto& [name, value] : object.fields()) fields[name] = value.string_value();
  return fields;
}

}  // namespace wasl::accounts::job_payload
