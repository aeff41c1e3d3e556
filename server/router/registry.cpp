#include "router/registry.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "core/text.hpp"

namespace wasl::router {

namespace pb = google::protobuf;

namespace {

Refused malformed(std::string detail) {
  return {Code::kInvalidArgument, "malformed", "The request cannot be read: " + std::move(detail)};
}

constexpr int kDeepest = 64;

// The parser's own limit does not hold for google.protobuf.Value, where its time grows with the square of the depth. It
// takes both kinds of quotes.
bool is_too_deep(std::string_view json) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quote) {
      if (c == '\\')
        ++i;
      else if (c == quote)
        quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

std::string dotted(std::string_view service_and_method) {
  std::string full(service_and_method);
  std::ranges::replace(full, '/', '.');
  return full;
}

}  // namespace

void decode(std::string_view bytes, Format format, pb::Message& into) {
  if (format == Format::kProto) {
    if (!into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      throw malformed("not a " + into.GetTypeName() + ".");
    return;
  }
  if (is_too_deep(bytes)) throw malformed("it is nested too deeply.");
  const auto status = pb::util::JsonStringToMessage({bytes.data(), bytes.size()}, &into);
  if (!status.ok()) throw malformed(text::head({status.message().data(), status.message().size()}, 300));
}

std::string encode(const pb::Message& message, Format format) {
  if (format == Format::kProto) return message.SerializeAsString();
  std::string json;
  pb::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  const auto status = pb::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) throw std::runtime_error("an answer cannot be written as JSON");
  return json;
}

Method Registry::describe(std::string_view name, const pb::Descriptor& request, const pb::Descriptor& response) {
  const auto* rpc = pb::DescriptorPool::generated_pool()->FindMethodByName(dotted(name));
  if (!rpc) throw std::logic_error("no such rpc: " + std::string(name));
  if (rpc->input_type() != &request || rpc->output_type() != &response)
    throw std::logic_error("wrong types for rpc " + std::string(name));
  Method method{std::string(name), rpc->options().GetExtension(v1::access), rpc->options().GetExtension(v1::rate), {}};
  if (method.access == v1::ACCESS_UNSPECIFIED || method.rate == v1::RATE_UNSPECIFIED)
    throw std::logic_error("rpc without access or rate class: " + method.name);
  return method;
}

void Registry::add(Method method) {
  const auto* rpc = pb::DescriptorPool::generated_pool()->FindMethodByName(dotted(method.name));
  if (std::ranges::find(files_, rpc->file()) == files_.end()) files_.push_back(rpc->file());
  if (find(method.name)) throw std::logic_error("rpc bound twice: " + method.name);
  auto owned = std::make_unique<Method>(std::move(method));
  const std::string_view key = owned->name;
  methods_.emplace(key, std::move(owned));
}

void Registry::require_complete() const {
  for (const auto* file : files_)
    for (int s = 0; s < file->service_count(); ++s)
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const auto name = file->service(s)->full_name() + "/" + file->service(s)->method(m)->name();
        if (!find(name)) throw std::logic_error("no handler for rpc " + name);
      }
}

const Method* Registry::find(std::string_view name) const {
  const auto it = methods_.find(name);
  return it == methods_.end() ? nullptr : it->second.get();
}

}  // namespace wasl::router
