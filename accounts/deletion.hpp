// How people end their account: in one transaction everything that makes it an account; the rest is done by a job, in
// pieces.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

#include "accounts/letters.hpp"
#include "accounts/parts.hpp"
#include "router/context.hpp"
#include "router/registry.hpp"
#include "wasl/accounts/v1/deletion.pb.h"

namespace wasl::accounts {

namespace asio = boost::asio;

// Told on a job's thread, at least once, for a person whose account is deleted. May throw, to be told again later.
using DeletionListener = std::function<void(PersonId)>;

class Deletion {
 public:
  explicit Deletion(Parts parts);

  static void bind(router::Registry& registry, std::shared_ptr<Deletion> deletion);

  asio::awaitable<v1::DeleteAccountResponse> delete_account(router::Context&, const v1::DeleteAccountRequest&);

  // The job that the deletion leaves behind: the listener first.
  void finish(const std::string& payload, const DeletionListener& listener);

 private:
  void end(storage::Tx& tx, const store::Person& person);
  std::string address_of(const store::Person& person) const;
  void unblock(PersonId person);

  Parts parts_;
  Letters letters_;
};

inline constexpr const char* kDeletedJob = "accounts.deleted";

}  // namespace wasl::accounts
