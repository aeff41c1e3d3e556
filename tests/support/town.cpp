#include "support/town.hpp"

#include <algorithm>
#include <atomic>
#include <random>

#include "core/crypto.hpp"

namespace wasl::test {

std::unique_ptr<Database> Town::database_;
std::unique_ptr<Server> Town::server_;

void Town::found(Environment overrides) {
  database_ = std::make_unique<Database>();
  overrides.emplace("WASL_DATABASE", database_->conninfo());
  server_ = std::make_unique<Server>(overrides);
}

void Town::TearDownTestSuite() {
  server_.reset();
  database_.reset();
}

void Town::TearDown() {
  if (HasFailure()) print_logs();
}

std::int64_t Town::direct(const Person& a, const Person& b) {
  return http_of(a).call<msg::OpenDirectResponse>(direct_request(b.id)).conversation().id();
}

std::int64_t Town::group(const Person& creator, const std::vector<Person>& others, const std::string& title) {
  msg::CreateGroupRequest request;
  request.set_client_id(random_id());
  request.set_title(title);
  for (const auto& p : others) request.add_person_ids(p.id);
  return http_of(creator).call<msg::CreateGroupResponse>(request).conversation().id();
}

std::int64_t Town::head(std::int64_t conversation) {
  return database().sql().number("select head from streams where kind = 2 and key = " + std::to_string(conversation));
}

void give_seat(Sql& sql, std::int64_t person) {
  sql.rows(
      "with made as (insert into organisations (kind, name_fr, state) select 'association', 'Réseau', 'published' "
      "where not exists (select from organisations where name_fr = 'Réseau') returning id), "
      "o as (select id from made union select id from organisations where name_fr = 'Réseau' limit 1) "
      "insert into seats (organisation_id, person_id, role) select id, " + std::to_string(person) + ", 'member' from o");
}

Person make_person(Database& database, std::string name, unsigned short port, Standing standing) {
  return make_person(database.sql(), std::move(name), port, standing);
}

Person make_person(Sql& sql, std::string name, unsigned short port, Standing standing) {
  static const std::string hash = [] {
    crypto::init();
    return crypto::hash_password(kPassword);
  }();
  static std::atomic<int> count{0};
  const auto n = std::to_string(++count);
  if (name.empty()) name = "Person " + n;
  Person p{0, name, "person" + n + "@example.org", ""};
  p.id = sql.number("insert into people (name, email, email_key, language, password_hash, confirmed_at) values ('" +
                    name + "', '" + p.email + "', '" + p.email + "', 'fr', '" + hash + "', now()) returning id");
  if (standing == Standing::kSpeaks) give_seat(sql, p.id);
  if (port != 0) p.token = sign_in(port, p.email);
  return p;
}

std::string sign_in(unsigned short port, const std::string& email, const std::string& password) {
  acc::SignInRequest request;
  request.set_email(email);
  request.set_password(password);
  request.set_want_token(true);
  return HttpClient(port).call<acc::SignInResponse>(request).token();
}

std::uint64_t random_id() {
  static std::mutex mutex;
  static std::mt19937_64 random{std::random_device{}()};
  const std::lock_guard lock(mutex);
  return random() | 1;
}

msg::SendMessageRequest send_request(std::int64_t conversation, const std::string& text, std::uint64_t client_id) {
  msg::SendMessageRequest request;
  request.set_conversation_id(conversation);
  request.set_client_id(client_id);
  request.set_text(text);
  return request;
}

msg::EditMessageRequest edit_request(std::int64_t conversation, std::int64_t offset, const std::string& text) {
  msg::EditMessageRequest request;
  request.set_conversation_id(conversation);
  request.set_offset(offset);
  request.set_text(text);
  return request;
}

msg::DeleteMessageRequest delete_request(std::int64_t conversation, std::int64_t offset) {
  msg::DeleteMessageRequest request;
  request.set_conversation_id(conversation);
  request.set_offset(offset);
  return request;
}

msg::MarkReadRequest read_request(std::int64_t conversation, std::int64_t offset) {
  msg::MarkReadRequest request;
  request.set_conversation_id(conversation);
  request.set_offset(offset);
  return request;
}

msg::OpenDirectRequest direct_request(std::int64_t person) {
  msg::OpenDirectRequest request;
  request.set_person_id(person);
  return request;
}

msg::ReactRequest react_request(std::int64_t conversation, std::int64_t offset, const std::string& emoji, bool remove) {
  msg::ReactRequest request;
  request.set_conversation_id(conversation);
  request.set_offset(offset);
  request.set_emoji(emoji);
  request.set_remove(remove);
  return request;
}

msg::ListMessagesRequest history_request(std::int64_t conversation, std::int64_t before, std::uint32_t limit) {
  msg::ListMessagesRequest request;
  request.set_conversation_id(conversation);
  request.set_before(before);
  request.set_limit(limit);
  return request;
}

std::vector<msg::Message> history(const HttpClient& client, std::int64_t conversation, std::uint32_t page) {
  std::vector<msg::Message> out;
  for (std::int64_t before = 0;;) {
    const auto got = client.call<msg::ListMessagesResponse>(history_request(conversation, before, page));
    out.insert(out.end(), got.messages().begin(), got.messages().end());
    if (!got.more() || got.messages().empty()) break;
    before = got.messages().rbegin()->offset();
  }
  std::ranges::reverse(out);
  return out;
}

std::vector<std::string> texts(const std::vector<msg::Message>& messages) {
  std::vector<std::string> out;
  for (const auto& m : messages) out.push_back(m.text());
  return out;
}

std::vector<std::string> texts(const std::vector<v1::Event>& events) {
  std::vector<std::string> out;
  for (const auto& e : events) {
    msg::Message message;
    if (e.type() == msg::EVENT_MESSAGE_SENT && message.ParseFromString(e.body())) out.push_back(message.text());
  }
  return out;
}

testing::AssertionResult in_order(const std::vector<v1::Event>& events, std::int64_t since) {
  for (const auto& e : events)
    if (e.offset() != ++since)
      return testing::AssertionFailure() << "offset " << e.offset() << " where " << since << " was due";
  return testing::AssertionSuccess();
}

}  // namespace wasl::test
