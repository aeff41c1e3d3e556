#include "messaging/search/content.hpp"

#include <google/protobuf/descriptor.h>

#include <vector>

namespace wasl::messaging::search {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kAttachments = 4, kPoll = 5;  // of MessageContent

bool is_typed(const FieldDescriptor& field) {
  for (const auto* name : {"name", "question", "text", "options"})
    if (field.name() == name) return true;
  return false;
}

void add_line(std::string& to, const std::string& line) {
  if (line.empty()) return;
  if (!to.empty()) to += '\n';
  to += line;
}

// Every text below that somebody typed, in the order of the fields.
void collect(const Message& from, std::string& to) {
  const auto& reflection = *from.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(from, &set);
  for (const auto* field : set) {
    const int count = field->is_repeated() ? reflection.FieldSize(from, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
        collect(field->is_repeated() ? reflection.GetRepeatedMessage(from, field, i) : reflection.GetMessage(from, field), to);
      else if (field->type() == FieldDescriptor::TYPE_STRING && is_typed(*field))
        add_line(to, field->is_repeated() ? reflection.GetRepeatedString(from, field, i) : reflection.GetString(from, field));
    }
  }
}

}  // namespace

std::string typed(const v1::Message& message) {
  std::string out = message.text();
  const auto& content = message.content();
  const auto& reflection = *content.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(content, &set);
  for (const auto* field : set) {
    if (field->number() != kAttachments && field->number() != kPoll) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(content, field) : 1;
    for (int i = 0; i < count; ++i)
      collect(field->is_repeated() ? reflection.GetRepeatedMessage(content, field, i) : reflection.GetMessage(content, field), out);
  }
  return out;
}

bool has_file(const v1::Message& message) {
  const auto* field = v1::MessageContent::descriptor()->FindFieldByNumber(kAttachments);
  return field != nullptr && message.content().GetReflection()->FieldSize(message.content(), field) > 0;
}

}  // namespace wasl::messaging::search
