// An organisation that people write to.
#pragma once
#include "support/town.hpp"
#include "wasl/messaging/v1/inbox.pb.h"

namespace wasl::test {

class InboxTown : public Town {
 protected:
  void SetUp() override {
    organisation = organised("published");
    nour = stranger("Nour");
    amel = stranger("Amel");
    skander = stranger("Skander");
    seat(amel, "owner");
    seat(skander, "editor");
  }
  static std::int64_t organised(const std::string& state) {
    return std::stoll(database().sql().value(
        "insert into organisations (kind, name_ar, name_fr, state) values ('association', 'جمعية', 'Association', '" +
        state + "') returning id"));
  }
  // As the directory does it, whatever gives or takes seats there.
  void seat(const Person& p, const std::string& role) const {
    database().sql().rows("insert into seats (organisation_id, person_id, role) values (" +
                          std::to_string(organisation) + ", " + std::to_string(p.id) + ", '" + role +
                          "') on conflict (organisation_id, person_id) do update set role = excluded.role");
  }
  void unseat(const Person& p) const {
    database().sql().rows("delete from seats where organisation_id = " + std::to_string(organisation) +
                          " and person_id = " + std::to_string(p.id));
  }
  void announce(const Person& p) const {
    database().sql().rows(
        "insert into jobs (kind, payload) values ('seat_changed', jsonb_build_object('organisation_id', " +
        std::to_string(organisation) + ", 'person_id', " + std::to_string(p.id) + "))");
  }
  static bool jobs_are_done() {
    return database().sql().number("select count(*) from jobs where kind = 'seat_changed'") == 0;
  }

  static msg::OpenOrganisationRequest open_request(std::int64_t organisation) {
    msg::OpenOrganisationRequest request;
    request.set_organisation_id(organisation);
    return request;
  }
  std::int64_t opened(const Person& p) const {
    return http_of(p).call<msg::OpenOrganisationResponse>(open_request(organisation)).conversation().id();
  }
  static std::int64_t say(const Person& p, std::int64_t id, const std::string& text) {
    return http_of(p).call<msg::SendMessageResponse>(send_request(id, text)).offset();
  }
  static msg::GetConversationRequest look_request(std::int64_t id) {
    msg::GetConversationRequest request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::Conversation look(const Person& p, std::int64_t id) {
    return http_of(p).call<msg::GetConversationResponse>(look_request(id)).conversation();
  }
  static msg::GetInboxStateRequest state_request(std::int64_t id) {
    msg::GetInboxStateRequest request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::InboxState state(const Person& p, std::int64_t id) {
    return http_of(p).call<msg::GetInboxStateResponse>(state_request(id)).state();
  }
  static msg::ListInboxRequest inbox_request(msg::InboxFilter filter = msg::INBOX_ALL, std::int64_t organisation = 0) {
    msg::ListInboxRequest request;
    request.set_filter(filter);
    request.set_organisation_id(organisation);
    return request;
  }
  static msg::ListInboxResponse inbox(const Person& p, msg::InboxFilter filter = msg::INBOX_ALL) {
    return http_of(p).call<msg::ListInboxResponse>(inbox_request(filter));
  }
  static std::vector<std::int64_t> ids(const msg::ListInboxResponse& listed) {
    std::vector<std::int64_t> out;
    for (const auto& entry : listed.entries()) out.push_back(entry.conversation().id());
    return out;
  }
  static msg::MarkDoneRequest done_request(std::int64_t id, std::int64_t offset) {
    msg::MarkDoneRequest request;
    request.set_conversation_id(id);
    request.set_offset(offset);
    return request;
  }
  static msg::AssignRequest assign_request(std::int64_t id, std::int64_t person, std::int64_t instead_of = 0) {
    msg::AssignRequest request;
    request.set_conversation_id(id);
    request.set_person_id(person);
    request.set_instead_of(instead_of);
    return request;
  }
  std::int64_t organisation = 0;
  Person nour, amel, skander;  // from outside; its editors
};

}  // namespace wasl::test
