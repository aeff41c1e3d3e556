// A server with a database, and people who chat: what most suites stand on.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/database.hpp"
#include "support/eventually.hpp"
#include "support/http.hpp"
#include "support/server.hpp"
#include "support/ws.hpp"
#include "wasl/accounts/v1/accounts.pb.h"
#include "wasl/messaging/v1/marks.pb.h"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::test {

namespace acc = ::wasl::accounts::v1;
namespace msg = ::wasl::messaging::v1;

inline constexpr const char* kPassword = "correct horse battery";

struct Person {
  std::int64_t id = 0;
  std::string name, email, token;
};

// Somebody with a seat in a published organisation, or a stranger, who must ask before writing to others.
enum class Standing { kSpeaks, kStranger };

// In the published organisation of the tests, so that the person need not ask before writing.
void give_seat(Sql& sql, std::int64_t person);

// A confirmed person, inserted by SQL; signed in over HTTP when a port is given.
Person make_person(Sql& sql, std::string name = {}, unsigned short port = 0, Standing standing = Standing::kSpeaks);
Person make_person(Database& database, std::string name = {}, unsigned short port = 0, Standing standing = Standing::kSpeaks);
std::string sign_in(unsigned short port, const std::string& email, const std::string& password = kPassword);

// Requests, in short.
std::uint64_t random_id();
msg::SendMessageRequest send_request(std::int64_t conversation, const std::string& text,
                                     std::uint64_t client_id = random_id());
msg::EditMessageRequest edit_request(std::int64_t conversation, std::int64_t offset, const std::string& text);
msg::DeleteMessageRequest delete_request(std::int64_t conversation, std::int64_t offset);
msg::MarkReadRequest read_request(std::int64_t conversation, std::int64_t offset);
msg::OpenDirectRequest direct_request(std::int64_t person);
msg::ReactRequest react_request(std::int64_t conversation, std::int64_t offset, const std::string& emoji, bool remove = false);
msg::ListMessagesRequest history_request(std::int64_t conversation, std::int64_t before = 0, std::uint32_t limit = 0);

// All messages of a conversation, oldest first, by pages.
std::vector<msg::Message> history(const HttpClient& client, std::int64_t conversation, std::uint32_t page = 100);
std::vector<std::string> texts(const std::vector<msg::Message>& messages);
// Texts of the "message sent" events, in order of arrival.
std::vector<std::string> texts(const std::vector<v1::Event>& events);
// Each offset is one more than the one before, starting after `since`.
testing::AssertionResult in_order(const std::vector<v1::Event>& events, std::int64_t since);

// One database and one server per suite; `settings` of a suite's own go to `overrides` before SetUpTestSuite.
class Town : public testing::Test {
 protected:
  static void SetUpTestSuite() { found({}); }
  static void TearDownTestSuite();
  static void found(Environment overrides);
  void TearDown() override;

  static Database& database() { return *database_; }
  static Server& server() { return *server_; }
  static unsigned short port() { return server_->port(); }

  static Person person(const std::string& name = {}) { return make_person(database(), name, port()); }
  static Person stranger(const std::string& name = {}) { return make_person(database(), name, port(), Standing::kStranger); }
  static HttpClient http_of(const Person& p) { return HttpClient(port(), p.token); }
  static WsClient ws_of(const Person& p) { return WsClient(port(), p.token); }
  static std::int64_t direct(const Person& a, const Person& b);
  static std::int64_t group(const Person& creator, const std::vector<Person>& others,
                            const std::string& title = "Group");
  static std::int64_t head(std::int64_t conversation);

 private:
  static std::unique_ptr<Database> database_;
  static std::unique_ptr<Server> server_;
};

}  // namespace wasl::test
