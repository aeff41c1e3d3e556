#include "messaging/module.hpp"

#include "messaging/channels/handlers.hpp"
#include "messaging/departures/departures.hpp"
#include "messaging/groups/events.hpp"
#include "messaging/groups/module.hpp"
#include "messaging/handlers.hpp"
#include "messaging/inbox/handlers.hpp"
#include "messaging/inbox/seats.hpp"
#include "messaging/invitations/handlers.hpp"
#include "messaging/marks_handlers.hpp"
#include "messaging/member.hpp"
#include "messaging/personal/handlers.hpp"
#include "messaging/polls/handlers.hpp"
#include "messaging/presence/handlers.hpp"
#include "messaging/questions/handlers.hpp"
#include "messaging/safety/handlers.hpp"
#include "messaging/search/handlers.hpp"
#include "messaging/search/indexer.hpp"
#include "messaging/settings/handlers.hpp"
#include "messaging/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging {

Module::Module(Parts parts)
    : db_(parts.db),
      streams_(parts.streams),
      committer_(parts.db.conninfo(), parts.streams, parts.rate_scale),
      handlers_(std::make_shared<Handlers>(parts.db, parts.streams, committer_)),
      safety_(std::make_shared<SafetyHandlers>(parts.db, parts.streams)),
      presence_(std::make_shared<PresenceHandlers>(parts.db)),
      marks_(std::make_shared<MarkHandlers>(parts.db, parts.streams)),
      polls_(std::make_shared<PollHandlers>(parts.db, parts.streams)),
      personal_(std::make_shared<PersonalHandlers>(parts.db, parts.streams, committer_)),
      groups_(std::make_unique<groups::Module>(parts.db, parts.streams)),
      settings_(std::make_shared<settings::Handlers>(parts.db, parts.streams)),
      invitations_(std::make_shared<invitations::Handlers>(parts.db, parts.streams)),
      channels_(std::make_shared<channels::Handlers>(parts.db, parts.streams)),
      inbox_(std::make_shared<inbox::Handlers>(parts.db, parts.streams)),
      questions_(std::make_shared<questions::Handlers>(parts.db, parts.streams)),
      indexer_(std::make_unique<search::Indexer>(parts.db.conninfo())) {
  parts.streams.register_kind(StreamKind::kConversation,
                              {store::memberships, store::message_records, v1::EVENT_MEMBERS_CHANGED,
                               groups::events::gone, store::may_be_heard});
}

Module::~Module() = default;

void Module::bind(router::Registry& registry) {
  router::Service service(registry, "wasl.messaging.v1.MessagingService", handlers_);
  service.bind("OpenDirect", &Handlers::open_direct);
  service.bind("CreateGroup", &Handlers::create_group);
  service.bind("ListConversations", &Handlers::list_conversations);
  service.bind("GetConversation", &Handlers::get_conversation);
  service.bind("ListMessages", &Handlers::list_messages);
  service.bind("SendMessage", &Handlers::send_message);
  service.bind("EditMessage", &Handlers::edit_message);
  service.bind("DeleteMessage", &Handlers::delete_message);
  service.bind("MarkRead", &Handlers::mark_read);
  router::Service safety(registry, "wasl.messaging.v1.SafetyService", safety_);
  safety.bind("AnswerRequest", &SafetyHandlers::answer_request);
  safety.bind("ReportMessage", &SafetyHandlers::report_message);
  router::Service personal(registry, "wasl.messaging.v1.PersonalService", personal_);
  personal.bind("SetDraft", &PersonalHandlers::set_draft);
  personal.bind("ListDrafts", &PersonalHandlers::list_drafts);
  personal.bind("ScheduleMessage", &PersonalHandlers::schedule);
  personal.bind("ListScheduled", &PersonalHandlers::list_scheduled);
  personal.bind("ChangeScheduled", &PersonalHandlers::change_scheduled);
  personal.bind("CancelScheduled", &PersonalHandlers::cancel_scheduled);
  personal.bind("ListReceipts", &PersonalHandlers::list_receipts);
  personal.bind("GetReceiptSetting", &PersonalHandlers::get_receipt_setting);
  personal.bind("SetReceiptSetting", &PersonalHandlers::set_receipt_setting);
  router::Service presence(registry, "wasl.messaging.v1.PresenceService", presence_);
  presence.bind("ExchangePresence", &PresenceHandlers::exchange);
  presence.bind("GetPresenceSetting", &PresenceHandlers::get_setting);
  presence.bind("SetPresenceSetting", &PresenceHandlers::set_setting);

  MarkHandlers::bind(registry, marks_);
  groups_->bind(registry);
  settings::Handlers::bind(registry, settings_);
  invitations::Handlers::bind(registry, invitations_);
  channels::Handlers::bind(registry, channels_);
  inbox::Handlers::bind(registry, inbox_);
  questions::Handlers::bind(registry, questions_);
  PollHandlers::bind(registry, polls_);

  router::Service find(registry, "wasl.messaging.v1.SearchService", std::make_shared<search::Handlers>(db_));
  find.bind("SearchMessages", &search::Handlers::search_messages);
  find.bind("SearchConversations", &search::Handlers::search_conversations);
}

void Module::on_rings(const std::vector<bus::Ring>& rings) {
  std::vector<std::int64_t> moved;
  for (const auto& ring : rings)
    if (ring.stream.kind == StreamKind::kConversation && ring.offset > 0 &&
        (moved.empty() || moved.back() != ring.stream.key))
      moved.push_back(ring.stream.key);
  if (!moved.empty()) indexer_->moved(moved);
}

asio::awaitable<void> Module::keep_sending(asio::io_context& io) { return personal_->keep_sending(io); }

void Module::on_block_changed(storage::Tx& tx, PersonId who, PersonId whom) {
  safety_->on_block_changed(tx, who, whom);
  questions::settle_block(tx, streams_, who, whom);
}

void Module::forget_person(PersonId person) {
  questions::forget_person(db_, streams_, person);
  departures::forget_person(db_, streams_, person);
}

void Module::on_standing_lost(PersonId person) { questions::settle_answers(db_, streams_, person); }

void Module::on_specialist_changed(const std::string& payload) { questions::settle_specialist(db_, streams_, payload); }

void Module::on_seat_changed(const std::string& payload) {
  inbox::settle_seat(db_, streams_, inbox::read_seat(payload));
}

std::size_t index_messages(storage::Db& db) { return search::index_all(db); }

}  // namespace wasl::messaging
