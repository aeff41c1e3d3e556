// Requests of every rpc, as protobuf and as JSON.
#include <google/protobuf/util/message_differencer.h>

#include <memory>

#include "core/error.hpp"
#include "router/registry.hpp"
#include "target.hpp"
#include "utf8.hpp"
#include "wasl/accounts/v1/accounts.pb.h"
#include "wasl/directory/v1/directory.pb.h"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::fuzz {
namespace {

namespace pb = google::protobuf;
using router::Format;

std::vector<const pb::Message*> all_messages() {
  std::vector<const pb::Message*> out;
  for (const auto* file : {accounts::v1::Me::descriptor()->file(), directory::v1::Seat::descriptor()->file(),
                           messaging::v1::Message::descriptor()->file()})
    for (int s = 0; s < file->service_count(); ++s)
      for (int m = 0; m < file->service(s)->method_count(); ++m)
        for (const auto* type : {file->service(s)->method(m)->input_type(), file->service(s)->method(m)->output_type()})
          out.push_back(pb::MessageFactory::generated_factory()->GetPrototype(type));
  return out;
}

std::unique_ptr<pb::Message> decoded(const pb::Message& prototype, std::string_view bytes, Format format) {
  std::unique_ptr<pb::Message> message(prototype.New());
  try {
    router::decode(bytes, format, *message);
    return message;
  } catch (const Refused& refused) {
    check(refused.code() == Code::kInvalidArgument && refused.reason() == "malformed", "what cannot be read is malformed");
    check(is_utf8(refused.message()), "a refusal is UTF-8");
  }
  return nullptr;
}

FUZZ_TARGET(rpc, bytes) {
  static const auto messages = all_messages();
  Input input(bytes);
  const auto& prototype = *messages[input.byte() % messages.size()];
  for (const auto format : {Format::kProto, Format::kJson}) {
    const auto message = decoded(prototype, input.rest(), format);
    if (!message) continue;
    message->DiscardUnknownFields();
    for (const auto door : {Format::kProto, Format::kJson}) {
      const auto text = router::encode(*message, door);
      check(door == Format::kProto || is_utf8(text), "JSON is UTF-8");
      const auto again = decoded(prototype, text, door);
      check(again && pb::util::MessageDifferencer::Equals(*again, *message), "what was read can be written and read");
    }
  }
}

}  // namespace
}  // namespace wasl::fuzz
