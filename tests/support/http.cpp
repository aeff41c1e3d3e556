#include "support/http.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

namespace wasl::test {

namespace pb = google::protobuf;

std::string method_of(const pb::Descriptor& request) {
  const auto& file = *request.file();
  for (int s = 0; s < file.service_count(); ++s)
    for (int m = 0; m < file.service(s)->method_count(); ++m)
      if (file.service(s)->method(m)->input_type() == &request)
        return file.service(s)->full_name() + "/" + file.service(s)->method(m)->name();
  throw std::logic_error("no rpc takes " + request.full_name());
}

std::string from_base64(const std::string& text) {
  std::string out;
  unsigned bits = 0;
  int have = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    if (c >= '0' && c <= '9') value = c - '0' + 52;
    if (c == '+' || c == '-') value = 62;
    if (c == '/' || c == '_') value = 63;
    if (value < 0) continue;
    bits = bits << 6 | static_cast<unsigned>(value);
    have += 6;
    if (have >= 8) out.push_back(static_cast<char>(bits >> (have -= 8) & 0xFF));
  }
  return out;
}

v1::Status status_of(const HttpResponse& response) {
  v1::Status status;
  if (response.status == 200) return status;
  pb::Struct error;
  if (!pb::util::JsonStringToMessage(response.body, &error).ok()) {
    status.set_code(v1::UNKNOWN);
    status.set_reason("HTTP " + std::to_string(response.status));
    return status;
  }
  const auto& details = error.fields().at("details").list_value();
  status.ParseFromString(from_base64(details.values(0).struct_value().fields().at("value").string_value()));
  return status;
}

HttpResponse HttpClient::post(const std::string& method, const std::string& body, const std::string& content_type,
                              std::map<std::string, std::string> headers) const {
  headers["Content-Type"] = content_type;
  if (!token_.empty()) headers["Authorization"] = "Bearer " + token_;
  return http(port_, {"POST", "/" + method, headers, body});
}

HttpResponse HttpClient::exchange(const pb::Message& request, Format format) const {
  std::string body;
  if (format == Format::kProto)
    body = request.SerializeAsString();
  else if (!pb::util::MessageToJsonString(request, &body).ok())
    throw std::logic_error("not JSON");
  return post(method_of(*request.GetDescriptor()), body,
              format == Format::kProto ? "application/proto" : "application/json");
}

void HttpClient::call_into(const pb::Message& request, pb::Message& response, Format format) const {
  const auto answer = exchange(request, format);
  if (answer.status != 200) throw Failed(status_of(answer));
  const bool read = format == Format::kProto ? response.ParseFromString(answer.body)
                                             : pb::util::JsonStringToMessage(answer.body, &response).ok();
  if (!read) throw std::runtime_error("an answer that is no " + response.GetTypeName());
}

v1::Status HttpClient::refusal(const pb::Message& request, Format format) const {
  return status_of(exchange(request, format));
}

}  // namespace wasl::test
