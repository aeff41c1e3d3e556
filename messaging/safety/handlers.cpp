#include "messaging/safety/handlers.hpp"

#include "accounts/access.hpp"
#include "core/error.hpp"
#include "messaging/safety/policy.hpp"
#include "messaging/safety/store.hpp"
#include "messaging/store.hpp"

namespace wasl::messaging {

using storage::InDoubt;
using storage::Tx;

void SafetyHandlers::settle(Tx& tx, PersonId a, PersonId b) {
  const bool apart = !accounts::access::apart(tx, a, {b}).empty();
  if (const auto id = store::settle_rights(tx, a, b, apart))
    streams_.append(tx, stream_of(*id), v1::EVENT_RIGHTS_CHANGED, v1::RightsChanged{});
}

void SafetyHandlers::on_block_changed(Tx& tx, PersonId who, PersonId whom) { settle(tx, who, whom); }

asio::awaitable<v1::AnswerRequestResponse> SafetyHandlers::answer_request(router::Context& context, const v1::AnswerRequestRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, accept = request.accept()](Tx& tx) {
        const auto found = store::lock_request(tx, me, id);
        v1::AnswerRequestResponse response;
        if (!policy::answers(me, found, accept)) return response;
        store::set_request(tx, id, accept ? store::Request::kNone : store::Request::kRefused);
        if (accept) {
          settle(tx, found.creator, found.other);
        } else {
          v1::RequestRefused event;
          event.set_conversation_id(raw(id));
          streams_.append(tx, stream_of(me), v1::EVENT_REQUEST_REFUSED, event);
        }
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ReportMessageResponse> SafetyHandlers::report_message(router::Context& context, const v1::ReportMessageRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [me, id, offset = request.offset(), reason = policy::report_reason(request.reason()),
       comment = policy::report_comment(request.comment())](Tx& tx) {
        store::require_member(tx, me, id);
        const auto message = store::message(tx, id, offset);
        policy::may_report(me, message);
        store::insert_report(tx, me, id, *message, reason, comment);
        return v1::ReportMessageResponse{};
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging
