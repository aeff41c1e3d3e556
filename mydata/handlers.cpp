#include "mydata/handlers.hpp"

#include "accounts/access.hpp"
#include "core/error.hpp"
#include "messaging/access.hpp"
#include "mydata/store.hpp"

namespace wasl::mydata {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr int kMostADay = 10;
// Archives count for no quota; one of any size is made, then no more on that day.
constexpr std::int64_t kMostBytesADay = std::int64_t{10} * 1024 * 1024 * 1024;

void require_room(const store::Load& load) {
  require(load.unfinished == 0, {Code::kFailedPrecondition, "my_data.busy", "An export is being made already."});
  require(load.today < kMostADay, Refused(Code::kResourceExhausted, "my_data.too_many",
                                          "There have been many exports today. Try again tomorrow.")
                                      .retry_after(std::chrono::hours(24)));
  require(load.bytes_today < kMostBytesADay, Refused(Code::kResourceExhausted, "my_data.too_much",
                                                     "The exports of today are very large. Try again tomorrow.")
                                                 .retry_after(std::chrono::hours(24)));
}

}  // namespace

asio::awaitable<v1::StartExportResponse> Handlers::start_export(Context& context,
                                                                const v1::StartExportRequest& request) {
  require(on_, {Code::kUnavailable, "my_data.off", "This server keeps no files."});
  require(request.client_id() != 0,
          invalid("client_id", "client_id_missing", "client_id must be a random number, not 0."));
  store::Asked asked{context.viewer.person,
                     static_cast<std::int64_t>(request.client_id()),
                     ConversationId{request.conversation_id()},
                     {}};
  const auto response = co_await db_.transact(
      [asked](Tx& tx) mutable {
        v1::StartExportResponse out;
        const auto load = store::load(tx, asked.person);
        if (auto before = store::known(tx, asked)) {
          *out.mutable_export_() = std::move(*before);
          return out;
        }
        if (asked.conversation != ConversationId{0})
          messaging::access::conversation(tx, asked.person, asked.conversation);
        require_room(load);
        asked.language = accounts::access::account(tx, asked.person).language;
        *out.mutable_export_() = store::insert(tx, asked);
        return out;
      },
      InDoubt::kRunAgain);
  nudge_();
  co_return response;
}

asio::awaitable<v1::ListExportsResponse> Handlers::list_exports(Context& context, const v1::ListExportsRequest&) {
  const auto me = context.viewer.person;
  co_return co_await db_.transact(
      [me](Tx& tx) {
        v1::ListExportsResponse response;
        for (auto& one : store::list(tx, me)) *response.add_exports() = std::move(one);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::mydata
