#include "messaging/questions/handlers.hpp"

#include <set>

#include "core/error.hpp"
#include "accounts/access.hpp"
#include "directory/access.hpp"
#include "messaging/cursor.hpp"
#include "messaging/policy.hpp"
#include "messaging/questions/desk.hpp"
#include "messaging/questions/store.hpp"
#include "messaging/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging::questions {

using storage::InDoubt;
using storage::Tx;

namespace {

void add_cards(Tx& tx, const std::set<std::int64_t>& people,
               google::protobuf::RepeatedPtrField<wasl::v1::PersonCard>& to) {
  std::vector<PersonId> ids;
  for (const auto id : people)
    if (id != 0) ids.push_back(PersonId{id});
  for (auto& card : directory::access::person_cards(tx, ids)) *to.Add() = std::move(card);
}

bool is_steward(const router::Viewer& viewer) {
  return viewer.is(router::kVerifier) || viewer.is(router::kAdministrator);
}

// As its member sees it now.
template <class Response>
Response opened(Tx& tx, PersonId me, ConversationId id) {
  Response response;
  *response.mutable_conversation() = messaging::store::open(tx, me, id);
  *response.mutable_question() = store::find(tx, id)->question;
  add_cards(tx, {raw(me), response.question().asker_id(), response.question().taker_id()}, *response.mutable_people());
  return response;
}

template <class Response>
Response now(Tx& tx, ConversationId id) {
  Response response;
  *response.mutable_question() = store::find(tx, id)->question;
  return response;
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.messaging.v1.QuestionService", std::move(handlers));
  service.bind("AskSpecialist", &Handlers::ask);
  service.bind("ListQuestions", &Handlers::list);
  service.bind("GetQuestion", &Handlers::get);
  service.bind("TakeQuestion", &Handlers::take);
  service.bind("HandOnQuestion", &Handlers::hand_on);
  service.bind("CloseQuestion", &Handlers::close);
  service.bind("ReopenQuestion", &Handlers::reopen);
  service.bind("ThankSpecialist", &Handlers::thank);
  service.bind("GetHelpGiven", &Handlers::help_given);
}

asio::awaitable<v1::AskSpecialistResponse> Handlers::ask(Context& context, const v1::AskSpecialistRequest& request) {
  const auto client_id = messaging::policy::client_id(request.client_id());
  const auto text = messaging::policy::message_text(request.text());
  co_return co_await db_.transact(
      [this, me = context.viewer.person, &request, client_id, text](Tx& tx) {
        store::hold_asker(tx, me);
        if (const auto known = store::asked(tx, me, client_id))
          return opened<v1::AskSpecialistResponse>(tx, me, *known);
        policy::may_be_filed(request,
                             directory::access::filed(tx, request.sector(), request.region(), request.language()));
        const auto id = Desk(tx, streams_).ask(me, client_id, request, text);
        return opened<v1::AskSpecialistResponse>(tx, me, id);
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListQuestionsResponse> Handlers::list(Context& context, const v1::ListQuestionsRequest& request) {
  require(v1::QuestionFilter_IsValid(request.filter()),
          invalid("filter", "questions.bad_filter", "filter must be one of QuestionFilter."));
  const auto limit = messaging::policy::page_size(request.limit(), 30);
  const auto after = cursor::read(request.cursor());
  co_return co_await db_.transact(
      [viewer = context.viewer, filter = request.filter(), limit, after](Tx& tx) {
        const store::Answerer me{viewer.person, directory::access::sectors_of_specialist(tx, viewer.person),
                                 is_steward(viewer)};
        auto listed = store::list(tx, me, filter, after, limit);
        const auto counts = store::queue_counts(tx, me);
        v1::ListQuestionsResponse response;
        std::set<std::int64_t> people;
        for (auto& entry : listed.entries) {
          people.insert({entry.question().asker_id(), entry.question().taker_id(), entry.question().thanked_id()});
          *response.add_entries() = std::move(entry);
        }
        add_cards(tx, people, *response.mutable_people());
        if (listed.next) response.set_next_cursor(cursor::write(*listed.next));
        response.set_waiting_count(counts.waiting);
        response.set_mine_count(counts.mine);
        response.set_answers(!me.sectors.empty() || me.steward);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetQuestionResponse> Handlers::get(Context& context, const v1::GetQuestionRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = ConversationId{request.conversation_id()}](Tx& tx) {
        const auto record = store::find(tx, id);
        require(record.has_value(), not_found("question"));
        policy::may_see(*record, Desk(tx, streams_).standing(*record, viewer.person, is_steward(viewer)));
        v1::GetQuestionResponse response;
        auto& entry = *response.mutable_entry();
        entry = store::entry(tx, viewer.person, id);
        if (record->asker() == viewer.person) entry.clear_note();
        add_cards(tx, {entry.question().asker_id(), entry.question().taker_id(), entry.question().thanked_id()},
                  *response.mutable_people());
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::TakeQuestionResponse> Handlers::take(Context& context, const v1::TakeQuestionRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = ConversationId{request.conversation_id()}](Tx& tx) {
        const auto record = store::lock(tx, id);
        Desk desk(tx, streams_);
        const bool mine = record.taker() == viewer.person && record.question.state() == v1::QUESTION_TAKEN;
        if (!mine) {
          policy::may_take(record, desk.standing(record, viewer.person, is_steward(viewer)));
          desk.take(record, viewer.person);
        }
        return opened<v1::TakeQuestionResponse>(tx, viewer.person, id);
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::HandOnQuestionResponse> Handlers::hand_on(Context& context,
                                                              const v1::HandOnQuestionRequest& request) {
  const auto note = policy::note(request.note());
  co_return co_await db_.transact([this, me = context.viewer.person, id = ConversationId{request.conversation_id()},
                                   to = PersonId{request.person_id()}, note](Tx& tx) {
    const auto record = store::lock(tx, id);
    policy::answers(record, me);
    Desk desk(tx, streams_);
    if (raw(to) == 0) {
      desk.give_back(record, me, note);
    } else {
      policy::may_be_given(record, desk.standing(record, to));
      desk.hand_on(record, to, note);
    }
    return now<v1::HandOnQuestionResponse>(tx, id);
  });
}

asio::awaitable<v1::CloseQuestionResponse> Handlers::close(Context& context, const v1::CloseQuestionRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, id = ConversationId{request.conversation_id()}](Tx& tx) {
        const auto record = store::lock(tx, id);
        require(policy::takes_part(record, me), not_found("question"));
        if (record.question.state() != v1::QUESTION_DONE) Desk(tx, streams_).close(record, me);
        return now<v1::CloseQuestionResponse>(tx, id);
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ReopenQuestionResponse> Handlers::reopen(Context& context,
                                                             const v1::ReopenQuestionRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, id = ConversationId{request.conversation_id()}](Tx& tx) {
        store::hold_asker(tx, me);
        const auto record = store::lock(tx, id);
        policy::may_reopen(record, me);
        if (record.question.state() == v1::QUESTION_DONE) {
          policy::few_enough(store::counts(tx, me).open + 1, 0);
          Desk(tx, streams_).reopen(record);
        }
        return now<v1::ReopenQuestionResponse>(tx, id);
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ThankSpecialistResponse> Handlers::thank(Context& context,
                                                             const v1::ThankSpecialistRequest& request) {
  const auto text = policy::thanks(request.text());
  co_return co_await db_.transact(
      [this, me = context.viewer.person, id = ConversationId{request.conversation_id()}, text](Tx& tx) {
        const auto record = store::lock(tx, id);
        policy::may_thank(record, me, !accounts::access::apart(tx, me, {record.taker()}).empty());
        const auto& q = record.question;
        if (q.thanked_at_ms() == 0)
          Desk(tx, streams_).thank(record, text);
        else
          require(q.thanks() == text,
                  {Code::kFailedPrecondition, "questions.thanked", "You have said thank you already."});
        return now<v1::ThankSpecialistResponse>(tx, id);
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetHelpGivenResponse> Handlers::help_given(Context& context,
                                                              const v1::GetHelpGivenRequest& request) {
  require(request.person_ids_size() >= 1 && request.person_ids_size() <= 100,
          invalid("person_ids", "questions.people_count", "Ask for 1 to 100 people at once."));
  co_return co_await db_.transact(
      [me = context.viewer.person, &request](Tx& tx) {
        v1::GetHelpGivenResponse response;
        for (const auto id : request.person_ids()) {
          const PersonId person{id};
          auto& given = *response.add_given();
          given.set_person_id(id);
          const bool shown = !directory::access::sectors_of_specialist(tx, person).empty() &&
                             accounts::access::apart(tx, me, {person}).empty();
          if (shown) given = store::help_given(tx, person);
        }
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging::questions
