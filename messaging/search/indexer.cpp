#include "messaging/search/indexer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <unordered_set>

#include "core/words.hpp"
#include "messaging/search/content.hpp"
#include "messaging/search/query.hpp"
#include "messaging/search/store.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::search {

namespace {

using namespace std::chrono_literals;
using storage::Tx;

constexpr std::size_t kAtOnce = 50;  // conversations
constexpr Offset kBudget = 500;
constexpr std::size_t kLooked = 1000;
constexpr auto kGather = 150ms;
constexpr auto kPause = 5s;
constexpr auto kLookAgain = 5min;
constexpr double kBusy = 500, kFlooded = 5000;  // events a second

std::string terms_of(const store::Row& row) {
  if (row.is_note || row.message.deleted_at_ms() != 0) return {};
  std::set<std::string> keys{author_key(PersonId{row.message.author_id()})};
  if (has_file(row.message)) keys.insert(kFileKey);
  for (const auto& word : words::split(typed(row.message)))
    for (auto& key : words::keys(word.folded)) keys.insert(std::move(key));
  std::string out;
  for (const auto& key : keys) out += " " + key;
  return out;
}

store::Entry entry_of(const store::Row& row) {
  return {{row.sent_at_ms, row.conversation, row.message.offset()}, terms_of(row)};
}

// The message that an event changes, if it changes what one is found by; 0: none.
Offset changed_by(const streams::StoredEvent& event) {
  if (event.type == v1::EVENT_MESSAGE_EDITED) {
    v1::MessageEdited edited;
    return edited.ParseFromString(event.body) ? edited.offset() : 0;
  }
  if (event.type == v1::EVENT_MESSAGE_DELETED) {
    v1::MessageDeleted deleted;
    return deleted.ParseFromString(event.body) ? deleted.offset() : 0;
  }
  return 0;
}

// Of older messages; those of the range itself are read as they stand.
std::vector<Offset> changed_before(Tx& tx, std::int64_t conversation, Offset after, Offset upto) {
  std::vector<Offset> out;
  for (const auto& event : streams::Streams::stored(tx, StreamKind::kConversation, {{conversation, after, upto}}))
    if (const auto offset = changed_by(event); offset > 0 && offset <= after) out.push_back(offset);
  return out;
}

// Most words have been seen before: this process remembers some of them, as numbers.
class Seen {
 public:
  bool operator()(const std::string& word) const { return numbers_.contains(std::hash<std::string>()(word)); }
  void add(const std::vector<std::string>& words) {
    if (numbers_.size() > kMost) numbers_.clear();
    for (const auto& word : words) numbers_.insert(std::hash<std::string>()(word));
  }

 private:
  static constexpr std::size_t kMost = 200'000;
  std::unordered_set<std::size_t> numbers_;
};

void add_words(Tx& tx, const std::vector<store::Entry>& entries) {
  thread_local Seen seen;
  std::set<std::string> fresh;
  for (const auto& entry : entries)
    for (const auto& word : words::split(entry.terms))
      if (!seen(word.folded) && !words::grams(word.folded).empty()) fresh.insert(word.folded);
  if (fresh.empty()) return;
  std::vector<std::string> list(fresh.begin(), fresh.end());
  store::add_words(tx, list);
  tx.after_commit([list = std::move(list)] { seen.add(list); });
}

void index_range(Tx& tx, std::int64_t conversation, Offset after, Offset upto) {
  std::vector<store::Entry> entries;
  for (const auto& row : store::between(tx, conversation, after, upto)) entries.push_back(entry_of(row));
  if (const auto changed = changed_before(tx, conversation, after, upto); !changed.empty())
    for (const auto& row : store::at(tx, conversation, changed)) entries.push_back(entry_of(row));
  store::put(tx, entries);
  add_words(tx, entries);
  store::advance(tx, conversation, upto);
}

}  // namespace

std::vector<std::int64_t> index(Tx& tx, const std::vector<std::int64_t>& conversations, Offset budget) {
  std::vector<std::int64_t> left;
  for (const auto& [conversation, after, head] : store::claim(tx, conversations)) {
    const auto upto = std::min(head, after + budget);
    budget -= upto - after;
    if (upto > after) index_range(tx, conversation, after, upto);
    if (upto < head) left.push_back(conversation);
  }
  return left;
}

std::size_t index_all(storage::Db& db) {
  constexpr Offset kLarge = 5000;
  for (std::size_t done = 0;;) {
    auto left = db.transact_now([](Tx& tx) { return store::behind(tx, kLooked); });
    if (left.empty()) return done;
    done += left.size();
    while (!left.empty()) {
      const std::vector<std::int64_t> some(left.end() - static_cast<std::ptrdiff_t>(std::min(left.size(), kAtOnce)),
                                           left.end());
      left.resize(left.size() - some.size());
      for (const auto id :
           db.transact_now([&](Tx& tx) { return index(tx, some, kLarge); }, storage::InDoubt::kRunAgain))
        left.push_back(id);
    }
  }
}

Indexer::Indexer(std::string conninfo) : conninfo_(std::move(conninfo)), thread_([this] { work(); }) {}

Indexer::~Indexer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Indexer::moved(const std::vector<std::int64_t>& conversations) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() && !conversations.empty()) wake_.notify_one();
  moves_ += conversations.size();
  waiting_.insert(conversations.begin(), conversations.end());
}

void Indexer::work() {
  while (const auto some = take()) {
    const auto start = Clock::now();
    if (!run(*some) && some->size() > 1)
      for (const auto one : *some) run({one});  // whatever is wrong with one is not the others' fault
    rest(Clock::now() - start);
  }
}

// In turn, so that the busiest do not keep the others from being found.
std::optional<std::vector<std::int64_t>> Indexer::take() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && waiting_.empty()) {
    if (Clock::now() < next_look_) {
      wake_.wait_until(lock, next_look_, [this] { return stopping_ || !waiting_.empty(); });
      continue;
    }
    lock.unlock();
    look();
    lock.lock();
  }
  wake_.wait_for(lock, kGather, [this] { return stopping_; });
  if (stopping_) return std::nullopt;
  std::vector<std::int64_t> out;
  for (auto it = waiting_.upper_bound(last_); out.size() < kAtOnce && !waiting_.empty(); it = waiting_.erase(it)) {
    if (it == waiting_.end()) it = waiting_.begin();
    out.push_back(*it);
  }
  last_ = out.back();
  return out;
}

void Indexer::look() {
  std::vector<std::int64_t> found;
  next_look_ = Clock::now() + kPause;
  try {
    storage::transact_on(
        connection_, conninfo_, [&](Tx& tx) { found = store::behind(tx, kLooked); }, storage::InDoubt::kRunAgain);
  } catch (const std::exception& e) {
    spdlog::warn("messages cannot be indexed: {}", e.what());
    return;
  }
  if (found.size() < kLooked) next_look_ = Clock::now() + kLookAgain;
  moved(found);
}

bool Indexer::run(const std::vector<std::int64_t>& conversations) {
  std::vector<std::int64_t> left;
  try {
    storage::transact_on(
        connection_, conninfo_, [&](Tx& tx) { left = index(tx, conversations, kBudget); }, storage::InDoubt::kRunAgain);
  } catch (const std::exception& e) {
    spdlog::warn("messages cannot be indexed: {}", e.what());
    const std::lock_guard lock(mutex_);
    next_look_ = std::min(next_look_, Clock::now() + kPause);
    return false;
  }
  moved(left);
  return true;
}

// As long as the work took; much longer while many messages arrive, which are not to wait for a search.
void Indexer::rest(Clock::duration after_work_of) {
  std::unique_lock lock(mutex_);
  const auto now = Clock::now();
  const auto rate = static_cast<double>(moves_) / std::chrono::duration<double>(now - rested_).count();
  rested_ = now;
  moves_ = 0;
  wake_.wait_for(lock, after_work_of * (rate > kFlooded ? 40 : rate > kBusy ? 9 : 1), [this] { return stopping_; });
}

}  // namespace wasl::messaging::search
