// /media/uploads: tus 1.0 (tus.io/protocols/resumable-upload), creation and termination. A file that is whole is looked
// into within the request that completes it; an empty PATCH at its end does what a lost one has left undone.
#pragma once
#include <filesystem>

#include "core/workers.hpp"
#include "gateway/exchange.hpp"
#include "media/blobs.hpp"
#include "media/store.hpp"
#include "storage/db.hpp"

namespace wasl::media {

namespace asio = boost::asio;

struct Limits {
  std::int64_t largest;                           // bytes of one file
  std::int64_t organisation_quota, person_quota;  // bytes of all
  std::int64_t quota_of(const store::Payer& payer) const {
    return payer.kind == store::Payer::kOrganisation ? organisation_quota : person_quota;
  }
};

// An organisation where the person holds a seat, else the person.
store::Payer payer_of(storage::Tx& tx, PersonId person);

class Uploads {
 public:
  // `directory` may be empty: then nothing is taken.
  Uploads(storage::Db& db, Blobs& blobs, Workers& disk, std::filesystem::path directory, Limits limits);

  asio::awaitable<void> serve(gateway::Exchange& exchange, std::string_view rest);  // of the path
  void remove_parts(std::int64_t id) const;
  // Those of these blobs that no file has any more. Blocks.
  void drop(const std::vector<std::string>& hashes);

 private:
  asio::awaitable<void> create(gateway::Exchange& exchange);
  asio::awaitable<void> tell(gateway::Exchange& exchange, std::int64_t id);
  asio::awaitable<void> append(gateway::Exchange& exchange, std::int64_t id);
  asio::awaitable<void> discard(gateway::Exchange& exchange, std::int64_t id);
  asio::awaitable<store::File> own(const gateway::Exchange& exchange, std::int64_t id);
  asio::awaitable<std::uint64_t> receive(gateway::Exchange& exchange, int file, std::uint64_t offset,
                                         std::uint64_t length);
  void complete(const store::File& file);
  void look_into(const store::File& file);
  std::filesystem::path part(std::int64_t id, const char* suffix = "") const;

  storage::Db& db_;
  Blobs& blobs_;
  Workers& disk_;
  Workers inspectors_{2, 64};
  std::filesystem::path directory_;
  Limits limits_;
};

}  // namespace wasl::media
