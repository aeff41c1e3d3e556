// Group commit: while one batch of messages is on its way into the database, the next gathers.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "core/ids.hpp"
#include "messaging/pace.hpp"
#include "storage/tx.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging {

namespace asio = boost::asio;

struct Outgoing {
  ConversationId conversation;
  PersonId author;
  std::int64_t client_id;
  std::string text;
  v1::MessageContent content{};  // organisation_id: of the sending statement, whatever is given here
};

struct Sent {
  Offset offset;
  std::int64_t sent_at_ms;
};

// The statement that stores a batch, and what its connection has to be told first: its plan must be linear in the
// batch.
const storage::Statement& send_statement();
void set_up_for_sending(storage::Connection& connection);

class Committer {
 public:
  Committer(std::string conninfo, streams::Streams& streams, double rate_scale);
  ~Committer();

  // Commits, rings, then resumes on the caller's loop. Messages of one caller are committed in the order of submission.
  // Sending again with the same author and client id gives the first answer. Throws not_found when the author is no
  // member, permission_denied when members like this one only read, resource_exhausted when the conversation grows too
  // fast, unavailable when the database is away or too slow for all that waits (then it may or may not have happened:
  // send again).
  asio::awaitable<Sent> submit(Outgoing message);

 private:
  using Done = std::function<void(std::exception_ptr)>;
  struct Pending {
    Outgoing message;
    std::shared_ptr<std::optional<Sent>> sent;
    Done done;
    std::chrono::steady_clock::time_point since;
    std::exception_ptr error{};
  };
  using Batch = std::vector<Pending>;

  void work();
  Batch take();
  void store(std::span<Pending> batch);
  void commit(std::span<Pending> batch);
  void finish(std::span<Pending> batch, bool again);

  std::string conninfo_;
  streams::Streams& streams_;
  std::unique_ptr<storage::Connection> connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Batch waiting_;
  bool stopping_ = false;
  Pace pace_;
  std::thread thread_;
};

}  // namespace wasl::messaging
