// Messages of the wire as JSON, for columns of jsonb and payloads of jobs.
#pragma once
#include <google/protobuf/message.h>

#include <string>

namespace wasl::directory::json {

std::string write(const google::protobuf::Message& message);

// Members that the message does not know are left out. Throws std::runtime_error when the text is no such message.
void read(const std::string& json, google::protobuf::Message& into);

}  // namespace wasl::directory::json
