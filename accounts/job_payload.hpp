// Payloads of jobs: one JSON object of strings.
#pragma once
#include <map>
#include <string>

namespace wasl::accounts::job_payload {

using Fields = std::map<std::string, std::string>;

std::string write(const Fields& fields);

// Throws std::runtime_error when the text is not such an object. Members that are not strings read as empty.
Fields read(const std::string& json);

}  // namespace wasl::accounts::job_payload
