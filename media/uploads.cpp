#include "media/uploads.hpp"

#include <sys/file.h>
#include <sys/stat.h>

#include <chrono>

#include "core/error.hpp"
#include "directory/access.hpp"
#include "gateway/connect_door.hpp"
#include "gateway/headers.hpp"
#include "media/descriptor.hpp"
#include "media/inspection.hpp"

namespace wasl::media {

namespace fs = std::filesystem;
namespace http = gateway::http;
using gateway::Exchange;
using storage::InDoubt;
using storage::Tx;

namespace {

constexpr std::size_t kPiece = std::size_t{128} * 1024;
constexpr auto kLongestRequest = std::chrono::minutes(10);

std::string_view header(const Exchange& exchange, const char* name) {
  const auto value = exchange.head()[name];
  return {value.data(), value.size()};
}

gateway::Response tus(http::status status) {
  gateway::Response response(status, 11);
  response.set("Tus-Resumable", "1.0.0");
  response.set(http::field::cache_control, "no-store");
  return response;
}

// A refusal whose HTTP status tus names otherwise than Connect.
asio::awaitable<void> refuse(Exchange& exchange, http::status status, const Refused& why) {
  auto response = gateway::refusal(why, 11);
  response.result(status);
  response.set("Tus-Resumable", "1.0.0");
  co_await exchange.answer(std::move(response));
}

Refused too_large() { return invalid("upload_length", "media.too_large", "The file is too large."); }

std::uint64_t size_of(int file) {
  struct stat info{};
  if (::fstat(file, &info) != 0) throw std::system_error(errno, std::generic_category(), "fstat");
  return static_cast<std::uint64_t>(info.st_size);
}

void write_all(int file, std::span<const char> bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const auto n = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && (errno == ENOSPC || errno == EDQUOT))
      throw unavailable("media.disk_full", "The server has no room left.");
    if (n < 0) throw std::system_error(errno, std::generic_category(), "write");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
}

Refused refused_for(const std::string& reason) {
  return invalid("file", "media." + reason,
                 reason == "too_large_picture" ? "The picture has too many pixels." : "The file cannot be read.");
}

}  // namespace

store::Payer payer_of(Tx& tx, PersonId person) {
  const auto cards = directory::access::person_cards(tx, {person});
  const auto organisation = cards.empty() ? 0 : cards[0].organisation_id();
  if (organisation != 0) return {store::Payer::kOrganisation, organisation};
  return {store::Payer::kPerson, raw(person)};
}

Uploads::Uploads(storage::Db& db, Blobs& blobs, Workers& disk, fs::path directory, Limits limits)
    : db_(db), blobs_(blobs), disk_(disk), directory_(std::move(directory)), limits_(limits) {
  if (!directory_.empty()) fs::create_directories(directory_);
}

fs::path Uploads::part(std::int64_t id, const char* suffix) const { return directory_ / (std::to_string(id) + suffix); }

void Uploads::remove_parts(std::int64_t id) const {
  for (const char* suffix : {"", ".picture", ".small"}) {
    std::error_code ignored;
    fs::remove(part(id, suffix), ignored);
  }
}

void Uploads::drop(const std::vector<std::string>& hashes) {
  for (const auto& hash : hashes)
    db_.transact_now([&](Tx& tx) {
      if (store::forget(tx, hash)) blobs_.remove(hash);
    });
}

asio::awaitable<void> Uploads::serve(Exchange& exchange, std::string_view rest) {
  const auto method = exchange.head().method();
  if (method == http::verb::options) {
    auto response = tus(http::status::no_content);
    response.set("Tus-Version", "1.0.0");
    response.set("Tus-Extension", "creation,termination");
    response.set("Tus-Max-Size", std::to_string(limits_.largest));
    co_return co_await exchange.answer(std::move(response));
  }
  if (header(exchange, "Tus-Resumable") != "1.0.0")
    co_return co_await refuse(exchange, http::status::precondition_failed,
                              invalid("tus_resumable", "media.version", "Speak tus 1.0.0."));
  require(!directory_.empty(), unavailable("media.off", "This server takes no files."));
  if (rest.empty() && method == http::verb::post) co_return co_await create(exchange);
  const auto id = rest.starts_with('/') ? policy::number(rest.substr(1)) : std::nullopt;
  require(id.has_value() && *id < std::uint64_t{1} << 62, not_found("upload"));
  const auto known = static_cast<std::int64_t>(*id);
  if (method == http::verb::head) co_return co_await tell(exchange, known);
  if (method == http::verb::patch) co_return co_await append(exchange, known);
  if (method == http::verb::delete_) co_return co_await discard(exchange, known);
  co_await refuse(exchange, http::status::method_not_allowed,
                  {Code::kUnimplemented, "media.method", "POST, HEAD, PATCH or DELETE."});
}

asio::awaitable<void> Uploads::create(Exchange& exchange) {
  const auto length = policy::number(header(exchange, "Upload-Length"));
  require(length.has_value(), invalid("upload_length", "media.length", "Say how long the file is: Upload-Length."));
  require(*length > 0, invalid("upload_length", "media.empty", "The file is empty."));
  if (*length > static_cast<std::uint64_t>(limits_.largest))
    co_return co_await refuse(exchange, http::status::payload_too_large, too_large());
  const auto about = policy::describe(header(exchange, "Upload-Metadata"));
  const auto me = exchange.context().viewer.person;
  const auto id = co_await db_.transact([this, me, about, length](Tx& tx) {
    const auto payer = payer_of(tx, me);
    return store::create(tx, me, payer, limits_.quota_of(payer), about, static_cast<std::int64_t>(*length));
  });
  co_await disk_.run([path = part(id)] { return Descriptor(path, O_RDWR | O_CREAT | O_TRUNC).get(); });
  auto response = tus(http::status::created);
  response.set(http::field::location, "/media/uploads/" + std::to_string(id));
  response.set("Upload-Offset", "0");
  co_await exchange.answer(std::move(response));
}

asio::awaitable<store::File> Uploads::own(const Exchange& exchange, std::int64_t id) {
  const auto me = exchange.context().viewer.person;
  auto file = co_await db_.transact([me, id](Tx& tx) { return store::own(tx, me, id); }, InDoubt::kRunAgain);
  if (!file.refused.empty()) throw refused_for(file.refused);
  co_return file;
}

asio::awaitable<void> Uploads::tell(Exchange& exchange, std::int64_t id) {
  const auto file = co_await own(exchange, id);
  auto have = file.length;
  if (!file.ready) have = co_await disk_.run([path = part(id)] { return fs::exists(path) ? fs::file_size(path) : 0; });
  auto response = tus(http::status::ok);
  response.set("Upload-Offset", std::to_string(have));
  response.set("Upload-Length", std::to_string(file.length));
  co_await exchange.answer(std::move(response));
}

asio::awaitable<void> Uploads::append(Exchange& exchange, std::int64_t id) {
  if (header(exchange, "Content-Type") != "application/offset+octet-stream")
    co_return co_await refuse(exchange, http::status::unsupported_media_type,
                              invalid("content_type", "media.content_type", "Send application/offset+octet-stream."));
  const auto from = policy::number(header(exchange, "Upload-Offset"));
  require(from.has_value(), invalid("upload_offset", "media.offset", "Say where these bytes belong: Upload-Offset."));
  const auto file = co_await own(exchange, id);
  const Refused elsewhere(Code::kAborted, "media.offset", "The upload stands elsewhere: ask for its offset.");
  auto reached = file.length;
  if (!file.ready) {
    const auto locked = co_await disk_.run([path = part(id)]() -> std::shared_ptr<Descriptor> {
      require(fs::exists(path), not_found("upload"));
      auto descriptor = std::make_shared<Descriptor>(path, O_RDWR);
      return ::flock(descriptor->get(), LOCK_EX | LOCK_NB) == 0 ? descriptor : nullptr;
    });
    if (!locked)
      co_return co_await refuse(exchange, http::status::locked,
                                unavailable("media.busy", "Another request goes on with this upload."));
    require(*from == size_of(locked->get()), elsewhere);
    if (exchange.body_length().value_or(0) > file.length - *from)
      co_return co_await refuse(exchange, http::status::payload_too_large, too_large());
    reached = co_await receive(exchange, locked->get(), *from, file.length);
    if (reached == file.length) co_await inspectors_.run([this, file] { return complete(file), 0; });
  } else {
    require(*from == file.length, elsewhere);
  }
  auto response = tus(http::status::no_content);
  response.set("Upload-Offset", std::to_string(reached));
  co_await exchange.answer(std::move(response));
}

// What came before the line broke is kept.
asio::awaitable<std::uint64_t> Uploads::receive(Exchange& exchange, int file, std::uint64_t offset,
                                                std::uint64_t length) {
  std::vector<char> piece(std::min<std::uint64_t>(kPiece, length - offset + 1));
  const auto deadline = std::chrono::steady_clock::now() + kLongestRequest;
  for (bool more = true; more;) {
    std::size_t have = 0;
    std::exception_ptr broken;
    try {
      while (have < piece.size() && more) {
        const auto n = co_await exchange.read(std::span(piece).subspan(have));
        have += n;
        more = n > 0;
      }
    } catch (...) {
      broken = std::current_exception();
    }
    if (offset + have > length) throw too_large();
    if (have > 0) co_await disk_.run([&] { return write_all(file, std::span(piece).first(have), offset), 0; });
    offset += have;
    if (broken) std::rethrow_exception(broken);
    require(std::chrono::steady_clock::now() < deadline,
            {Code::kDeadlineExceeded, "media.slow", "Go on in another request."});
  }
  co_return offset;
}

void Uploads::complete(const store::File& file) {
  try {
    look_into(file);
  } catch (const std::system_error& e) {
    if (e.code() != std::errc::no_such_file_or_directory) throw;
    remove_parts(file.id);  // it is cancelled meanwhile
    throw not_found("upload");
  }
}

void Uploads::look_into(const store::File& file) {
  const auto whole = part(file.id), picture = part(file.id, ".picture"), small = part(file.id, ".small");
  const auto seen = inspect(whole, picture, small);
  if (!seen.refused.empty()) {
    db_.transact_now([&](Tx& tx) { store::refuse(tx, file.id, seen.refused); }, InDoubt::kRunAgain);
    remove_parts(file.id);
    throw refused_for(seen.refused);
  }
  const bool is_picture = !seen.picture_type.empty();
  const auto& shown = is_picture ? picture : whole;
  store::Found found{is_picture ? seen.picture_type : policy::served_type(seen.type, file.shown.voice()),
                     seen.width,
                     seen.height,
                     {hash_of(shown), fs::file_size(shown)},
                     std::nullopt};
  if (is_picture) found.small = store::Stored{hash_of(small), fs::file_size(small)};
  const bool wanted = db_.transact_now(
      [&](Tx& tx) {
        const auto standing = store::lock(tx, file.id);
        if (standing != store::Standing::kUnfinished) return standing == store::Standing::kReady;
        store::keep(tx, found.blob);
        blobs_.put(found.blob.hash, shown);
        if (found.small) {
          store::keep(tx, *found.small);
          blobs_.put(found.small->hash, small);
        }
        store::set_ready(tx, file.id, found);
        return true;
      },
      InDoubt::kRunAgain);
  remove_parts(file.id);
  require(wanted, not_found("upload"));
}

asio::awaitable<void> Uploads::discard(Exchange& exchange, std::int64_t id) {
  const auto me = exchange.context().viewer.person;
  const auto blobs = co_await db_.transact([me, id](Tx& tx) { return store::discard(tx, me, id); }, InDoubt::kRefuse);
  co_await disk_.run([this, id, blobs] { return remove_parts(id), drop(blobs), 0; });
  co_await exchange.answer(tus(http::status::no_content));
}

}  // namespace wasl::media
