// One short coroutine per rpc of SpecialistService: load, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/letters.hpp"
#include "directory/specialists/policy.hpp"
#include "jobs/jobs.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::directory::specialists {

namespace asio = boost::asio;
using router::Context;
using storage::Tx;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams, jobs::Jobs& jobs, Letters letters)
      : db_(db), streams_(streams), jobs_(jobs), letters_(std::move(letters)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::GetMyOfferResponse> mine(Context&, const v1::GetMyOfferRequest&);
  asio::awaitable<v1::OfferHelpResponse> offer(Context&, const v1::OfferHelpRequest&);
  asio::awaitable<v1::WithdrawOfferResponse> withdraw(Context&, const v1::WithdrawOfferRequest&);
  asio::awaitable<v1::ListSpecialistsResponse> list(Context&, const v1::ListSpecialistsRequest&);
  asio::awaitable<v1::GetSpecialistResponse> get(Context&, const v1::GetSpecialistRequest&);
  asio::awaitable<v1::ListOffersResponse> list_waiting(Context&, const v1::ListOffersRequest&);
  asio::awaitable<v1::DecideOfferResponse> decide(Context&, const v1::DecideOfferRequest&);

  // Their account is deleted: so is their offer. Blocks.
  void forget_person(PersonId person);

 private:
  void remove(Tx& tx, PersonId person);
  // Their sectors are others now.
  void tell_modules(Tx& tx, PersonId person);

  storage::Db& db_;
  streams::Streams& streams_;
  jobs::Jobs& jobs_;
  Letters letters_;
};

}  // namespace wasl::directory::specialists
