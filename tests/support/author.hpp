// Somebody who writes all along, whatever happens to the server.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "support/town.hpp"

namespace wasl::test {

// Sends numbered messages until told to stop; every answer is kept, a lost line is taken up again with the same id.
struct Author {
  Author(unsigned short port, const Person& who, std::int64_t conversation, std::string prefix)
      : thread([this, port, who, conversation, prefix = std::move(prefix)] {
          std::unique_ptr<WsClient> ws;
          for (int i = 0; !enough; ++i) {
            const auto request = send_request(conversation, prefix + std::to_string(i));
            for (bool done = false; !done && !give_up;) {
              try {
                if (!ws || ws->closed()) ws = std::make_unique<WsClient>(port, who.token);
                ws->call<msg::SendMessageResponse>(request);
                done = true;
              } catch (const Failed& e) {
                if (e.status.code() != v1::UNAVAILABLE && e.status.code() != v1::DEADLINE_EXCEEDED)
                  ADD_FAILURE() << e.what();
                std::this_thread::sleep_for(10ms);
              }
            }
            if (give_up) break;
            ++acknowledged;
          }
        }) {}
  ~Author() {
    give_up = true;
    stop();
  }
  void stop() {
    enough = true;
    if (thread.joinable()) thread.join();
  }
  void wait_for_more(int count) {
    const int from = acknowledged;
    EXPECT_EVENTUALLY(acknowledged >= from + count);
  }
  std::atomic<bool> enough{false}, give_up{false};
  std::atomic<int> acknowledged{0};
  std::thread thread;
};

}  // namespace wasl::test
