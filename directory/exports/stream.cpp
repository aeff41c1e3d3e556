#include "directory/exports/stream.hpp"

#include <algorithm>

#include "directory/exports/store.hpp"

namespace wasl::directory::exports {

using storage::InDoubt;
using storage::Lane;
using storage::Tx;

namespace {

constexpr std::size_t kAtOnce = 250;

class Writer {
 public:
  Writer(storage::Db& db, std::vector<OrganisationId> ids, bool all_contacts, Content content)
      : db_(db),
        ids_(std::move(ids)),
        all_contacts_(all_contacts),
        content_(std::move(content)),
        text_(content_.begin()) {}

  asio::awaitable<std::size_t> read(std::span<char> into) {
    while (at_ == text_.size() && !ended_) co_await write_more();
    const auto n = std::min(into.size(), text_.size() - at_);
    std::copy_n(text_.data() + at_, n, into.data());
    at_ += n;
    co_return n;
  }

 private:
  asio::awaitable<void> write_more() {
    text_.clear();
    at_ = 0;
    const auto from = next_;
    next_ = std::min(ids_.size(), from + kAtOnce);
    if (from == next_) {
      ended_ = true;
      text_ = content_.end();
      co_return;
    }
    const std::vector<OrganisationId> some(ids_.begin() + static_cast<std::ptrdiff_t>(from),
                                           ids_.begin() + static_cast<std::ptrdiff_t>(next_));
    const auto organisations = co_await db_.transact([&](Tx& tx) { return store::profiles(tx, some, all_contacts_); },
                                                     InDoubt::kRunAgain, Lane::kSearch);
    auto index = from;
    for (const auto& organisation : organisations) {
      while (raw(ids_[index]) != organisation.id()) ++index;
      text_ += content_.one(index, organisation);
    }
  }

  storage::Db& db_;
  std::vector<OrganisationId> ids_;
  bool all_contacts_;
  Content content_;
  std::string text_;
  std::size_t at_ = 0, next_ = 0;
  bool ended_ = false;
};

}  // namespace

gateway::Source stream(storage::Db& db, std::vector<OrganisationId> ids, bool all_contacts, Content content) {
  auto writer = std::make_shared<Writer>(db, std::move(ids), all_contacts, std::move(content));
  return [writer](std::span<char> into) { return writer->read(into); };
}

}  // namespace wasl::directory::exports
