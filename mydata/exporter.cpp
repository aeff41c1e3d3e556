#include "mydata/exporter.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

#include "core/error.hpp"
#include "mydata/collector.hpp"

namespace wasl::mydata {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using storage::Tx;

namespace {

constexpr auto kPoll = 5s;

// Nobody needs an archive any more, or another node makes it.
struct Gone : std::runtime_error {
  Gone() : std::runtime_error("not ours any more") {}
};

// A folder that goes with its maker.
struct Workshop {
  explicit Workshop(fs::path where) : path(std::move(where)) {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  fs::path path;
};

}  // namespace

Exporter::Exporter(storage::Db& db, media::access::Files& media) : db_(db), media_(media) {}
Exporter::~Exporter() { stop(); }

void Exporter::start() {
  if (!media_.workshop().empty()) thread_ = std::thread([this] { work(); });
}

void Exporter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Exporter::nudge() {
  {
    const std::lock_guard lock(mutex_);
    nudged_ = true;
  }
  wake_.notify_all();
}

void Exporter::work() {
  for (;;) {
    bool more = false;
    try {
      more = run_one();
    } catch (const std::exception& e) {
      spdlog::warn("exports cannot be made now: {}", e.what());
    }
    std::unique_lock lock(mutex_);
    if (!more) wake_.wait_for(lock, kPoll, [this] { return stopping_ || nudged_; });
    nudged_ = false;
    if (stopping_) return;
  }
}

bool Exporter::run_one() {
  const auto claimed = db_.transact_now([](Tx& tx) { return store::claim(tx); });
  if (!claimed) return false;
  try {
    make(*claimed);
  } catch (const Gone&) {
  } catch (const Refused& refused) {  // no member any more: trying again helps nobody
    spdlog::info("export {} is refused: {}", claimed->id, refused.what());
    db_.transact_now([&](Tx& tx) { store::fail(tx, claimed->id); });
  } catch (const std::exception& e) {
    spdlog::warn("export {} failed: {}", claimed->id, e.what());
  }
  return true;
}

void Exporter::make(const store::Claimed& claimed) {
  const Workshop workshop(fs::path(media_.workshop()) / std::to_string(claimed.id));
  const auto archive = workshop.path / "archive.zip";
  Collector collector(db_, media_, claimed, workshop.path);
  collector.run(archive, [&](int percent) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) throw Gone();
    }
    if (!db_.transact_now([&](Tx& tx) { return store::progress(tx, claimed.id, percent); })) throw Gone();
  });
  const auto bytes = static_cast<std::int64_t>(fs::file_size(archive));
  const auto file =
      media_.give(claimed.person, "wasl-" + std::to_string(claimed.id) + ".zip", "application/zip", archive.string());
  db_.transact_now([&](Tx& tx) { store::finish(tx, claimed.id, file, bytes); });
}

}  // namespace wasl::mydata
