#include "jobs/jobs.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

#include "core/text.hpp"

namespace wasl::jobs {

namespace {

using storage::Statement;
using namespace std::chrono_literals;

const Statement kEnqueue{
    "jobs.enqueue",
    "insert into jobs (kind, payload, run_at) values ($1, $2::jsonb, now() + $3 * interval '1 second')"};

const Statement kClaim{"jobs.claim", R"(
  update jobs set run_at = now() + interval '2 minutes', attempts = attempts + 1
  where id = (select id from jobs where run_at <= now() and kind = any($1::text[])
              order by run_at limit 1 for update skip locked)
  returning id, kind, payload::text, attempts)"};

const Statement kDone{"jobs.done", "delete from jobs where id = $1"};

// 10 s, 40 s, 90 s ... up to 3 h between tries; 'infinity' after 40 tries.
const Statement kFailed{"jobs.failed", R"(
  update jobs set last_error = $2,
    run_at = case when attempts >= 40 then 'infinity'
                  else now() + least(interval '10 seconds' * attempts * attempts, interval '3 hours') end
  where id = $1)"};

constexpr auto kPoll = 2s;

}  // namespace

void Jobs::enqueue(storage::Tx& tx, const std::string& kind, const std::string& payload, std::chrono::seconds delay) {
  tx.exec(kEnqueue, kind, payload, static_cast<std::int64_t>(delay.count()));
  tx.after_commit([this] { nudge(); });
}

void Jobs::start(unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void Jobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Jobs::nudge() {
  {
    const std::lock_guard lock(mutex_);
    ++nudges_;
  }
  wake_.notify_one();
}

void Jobs::work() {
  for (;;) {
    std::uint64_t seen = 0;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      seen = nudges_;
    }
    bool more = false;
    try {
      more = run_one();
    } catch (const std::exception& e) {
      spdlog::warn("jobs: {}", e.what());
    }
    if (more) continue;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, kPoll, [&] { return stopping_ || nudges_ != seen; });
  }
}

bool Jobs::run_one() {
  const auto job = claim();
  if (!job) return false;
  std::string error;
  try {
    handlers_.at(job->kind)(job->payload);
  } catch (const std::exception& e) {
    error = e.what();
    spdlog::warn("job {} ({}) failed at try {}: {}", job->id, job->kind, job->attempts, error);
  }
  finish(*job, error);
  return true;
}

std::optional<Jobs::Job> Jobs::claim() {
  std::vector<std::string> kinds;
  for (const auto& [kind, handler] : handlers_) kinds.push_back(kind);
  return db_.transact_now([&](storage::Tx& tx) -> std::optional<Job> {
    const auto rows = tx.exec(kClaim, kinds);
    if (rows.empty()) return std::nullopt;
    return Job{rows[0][0].as<std::int64_t>(), rows[0][1].as<std::string>(), rows[0][2].as<std::string>(), rows[0][3].as<int>()};
  });
}

void Jobs::finish(const Job& job, const std::string& error) {
  db_.transact_now(
      [&](storage::Tx& tx) {
        if (error.empty())
          tx.exec(kDone, job.id);
        else
          tx.exec(kFailed, job.id, text::head(error, 500));
      },
      storage::InDoubt::kRunAgain);
}

}  // namespace wasl::jobs
