// One short coroutine per rpc of VerificationService: load, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/letters.hpp"
#include "directory/papers/papers.hpp"
#include "directory/verification/policy.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::directory::verification {

namespace asio = boost::asio;
using router::Context;
using storage::Tx;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams, Letters letters, Papers papers)
      : db_(db), streams_(streams), letters_(std::move(letters)), papers_(std::move(papers)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::ListReviewsResponse> list(Context&, const v1::ListReviewsRequest&);
  asio::awaitable<v1::GetReviewResponse> get(Context&, const v1::GetReviewRequest&);
  asio::awaitable<v1::TakeReviewResponse> take(Context&, const v1::TakeReviewRequest&);
  asio::awaitable<v1::ReleaseReviewResponse> release(Context&, const v1::ReleaseReviewRequest&);
  asio::awaitable<v1::AddEvidenceResponse> add_evidence(Context&, const v1::AddEvidenceRequest&);
  asio::awaitable<v1::DecideReviewResponse> decide(Context&, const v1::DecideReviewRequest&);

  // Whatever this person has goes back to the queue. Blocks.
  void give_up(PersonId person);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
  Letters letters_;
  Papers papers_;
};

}  // namespace wasl::directory::verification
