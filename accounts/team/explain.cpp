// What a suspended person is told at the door.
#include "accounts/attempts.hpp"
#include "accounts/handlers.hpp"
#include "accounts/keys.hpp"
#include "accounts/team/store.hpp"
#include "core/error.hpp"

namespace wasl::accounts {

asio::awaitable<v1::ExplainSuspensionResponse> Handlers::explain_suspension(
    Context&, const v1::ExplainSuspensionRequest& request) {
  const auto email = policy::email(request.email());
  const auto address = keys::of_address(email, parts_.secret);
  const auto person = co_await parts_.db.transact([&](Tx& tx) {
    attempts::begin(tx, address);
    return store::find(tx, email);
  });
  const bool right = co_await passwords_.verify(person, request.password());
  require(person && right, wrong_password());
  co_return co_await parts_.db.transact([&](Tx& tx) {
    store::clear_failures(tx, address);
    v1::ExplainSuspensionResponse response;
    if (auto account = team::store::find(tx, person->id); account && account->has_suspension()) {
      *response.mutable_suspension() = std::move(*account->mutable_suspension());
      response.set_appeal_address(parts_.appeal_address);
    }
    return response;
  });
}

}  // namespace wasl::accounts
