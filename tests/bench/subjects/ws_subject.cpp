#include "subjects/ws_subject.hpp"

#include <filesystem>

#include "subjects/ws_chat.hpp"

namespace wasl::bench {

std::string WsSubject::missing() const {
  if (std::filesystem::exists(bench_.setting().peers + "/node_modules/ws")) return {};
  return "npm install --prefix tests/bench/peers";
}

std::unique_ptr<Stage> WsSubject::open(const Size& size) {
  const auto port = free_port();
  const std::vector<std::string> command{"node", bench_.setting().peers + "/ws_rooms.mjs", std::to_string(port)};
  auto server = std::make_unique<Process>(command, std::vector<std::string>{}, bench_.setting().directory + "/ws.log",
                                          Bench::server_core());
  server->wait_for(port);
  const auto empty = pss_bytes(server->pid());
  auto chat = std::make_unique<WsChat>();
  chat->connect(port, size.people);
  return std::make_unique<Stage>(std::move(server), empty, std::move(chat),
                                 rooms_of(1, size.rooms, size.members, size.people));
}

}  // namespace wasl::bench
