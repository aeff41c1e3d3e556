// People who search.
#pragma once
#include "support/town.hpp"
#include "wasl/messaging/v1/search.pb.h"

namespace wasl::test {

class SearchTown : public Town {
 protected:
  static std::int64_t say(const Person& p, std::int64_t conversation, const std::string& text) {
    return http_of(p).call<msg::SendMessageResponse>(send_request(conversation, text)).offset();
  }
  static msg::SearchMessagesRequest looking_for(const std::string& query, std::int64_t conversation = 0) {
    msg::SearchMessagesRequest request;
    request.set_query(query);
    request.set_conversation_id(conversation);
    return request;
  }
  static msg::SearchMessagesResponse search(const Person& p, const msg::SearchMessagesRequest& request) {
    return http_of(p).call<msg::SearchMessagesResponse>(request);
  }
  static std::vector<std::int64_t> offsets(const msg::SearchMessagesResponse& found) {
    std::vector<std::int64_t> out;
    for (const auto& m : found.messages()) out.push_back(m.offset());
    return out;
  }
  static std::vector<std::int64_t> find(const Person& p, const std::string& query, std::int64_t conversation = 0) {
    return offsets(search(p, looking_for(query, conversation)));
  }
  // Says something in the conversation and waits until it is found: so is all that was there before.
  static void catch_up(const Person& p, std::int64_t conversation) {
    const auto marker = "marker" + std::to_string(random_id());
    const auto offset = say(p, conversation, marker);
    ASSERT_EVENTUALLY(find(p, marker, conversation) == std::vector<std::int64_t>{offset});
  }
};

}  // namespace wasl::test
