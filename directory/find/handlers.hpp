// FindService: answers from the catalogue, on threads of its own; at most a second behind the database.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "core/workers.hpp"
#include "directory/find/catalogue.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"

namespace wasl::directory::find {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  explicit Handlers(storage::Db& db) : db_(db) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::FindOrganisationsResponse> find_organisations(Context&, const v1::FindOrganisationsRequest&);
  asio::awaitable<v1::MapOrganisationsResponse> map_organisations(Context&, const v1::MapOrganisationsRequest&);

  // For other parts of the directory: what `f` makes of the catalogue, on a thread of its own.
  template <class F, class R = std::invoke_result_t<const F&, const Catalogue&>>
  asio::awaitable<R> read(F f) {
    co_await refresh();
    co_return co_await workers_.run([this, f = std::move(f)] {
      const std::shared_lock lock(mutex_);
      return f(catalogue_);
    });
  }

 private:
  using Clock = std::chrono::steady_clock;

  asio::awaitable<void> refresh();
  void read_changes(storage::Tx& tx);
  void read_all(storage::Tx& tx);
  bool is_fresh() const { return read_at_.load() > Clock::now().time_since_epoch() - std::chrono::seconds(1); }

  storage::Db& db_;
  Workers workers_{2, 256};
  std::mutex reading_;
  std::string since_;                                             // under reading_; empty: nothing is read yet
  std::atomic<Clock::duration> read_at_{Clock::duration::min()};  // min: never
  std::shared_mutex mutex_;
  Catalogue catalogue_;  // under mutex_
};

}  // namespace wasl::directory::find
