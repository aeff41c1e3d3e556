#include "subjects/wasl_subject.hpp"

#include "subjects/wasl_chat.hpp"

namespace wasl::bench {

std::unique_ptr<Stage> WaslSubject::open(const Size& size) {
  const auto tokens = bench_.people(size.people);
  const auto first = bench_.world().groups(size.rooms, size.members, size.people);
  auto server = bench_.serve();
  const auto empty = pss_bytes(server.pid());
  auto chat = std::make_unique<WaslChat>();
  chat->connect(server.port, tokens);
  return std::make_unique<Stage>(std::move(server.process), empty, std::move(chat),
                                 rooms_of(first, size.rooms, size.members, size.people));
}

}  // namespace wasl::bench
