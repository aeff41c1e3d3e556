// GET /media/files/<id> and /media/files/<id>/small, with ranges (RFC 9110 section 14).
#pragma once
#include "core/workers.hpp"
#include "gateway/exchange.hpp"
#include "media/blobs.hpp"
#include "media/store.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::media {

namespace asio = boost::asio;

class Downloads {
 public:
  Downloads(storage::Db& db, const streams::Streams& streams, const Blobs& blobs, Workers& disk)
      : db_(db), streams_(streams), blobs_(blobs), disk_(disk) {}

  asio::awaitable<void> serve(gateway::Exchange& exchange, std::string_view rest);  // of the path

 private:
  asio::awaitable<store::File> open(router::Viewer viewer, std::int64_t id);

  storage::Db& db_;
  const streams::Streams& streams_;
  const Blobs& blobs_;
  Workers& disk_;
};

}  // namespace wasl::media
