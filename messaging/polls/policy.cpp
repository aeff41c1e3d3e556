#include "messaging/polls/policy.hpp"

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::messaging::policy {

namespace {

constexpr std::int64_t kLongestMs = std::int64_t{90} * 24 * 3600 * 1000;

std::string option(const std::string& typed) {
  require(typed.size() <= kLongestOption * 12, invalid("options", "options_length", "options is too long."));
  auto text = text::clean_line(typed);
  text::require_length(text, "options", 1, kLongestOption);
  return text;
}

void require_poll(const v1::Message& message) {
  require(message.deleted_at_ms() == 0 && message.content().has_poll(), not_found("poll"));
}

}  // namespace

bool is_closed(const v1::Message& message, std::int64_t now_ms) {
  const auto closes_at = message.content().poll().closes_at_ms();
  return message.tally().closed_at_ms() != 0 || (closes_at != 0 && closes_at <= now_ms);
}

v1::Poll poll(const v1::Poll& asked, std::int64_t now_ms) {
  require(asked.options_size() >= kFewestOptions && asked.options_size() <= kMostOptions,
          invalid("options", "poll_options", "A poll has 2 to 10 options."));
  require(asked.closes_at_ms() == 0 || (asked.closes_at_ms() > now_ms && asked.closes_at_ms() <= now_ms + kLongestMs),
          invalid("closes_at_ms", "poll_time", "A poll closes within the next 90 days."));
  v1::Poll out;
  std::set<std::string> known;
  for (const auto& typed : asked.options()) {
    auto text = option(typed);
    require(known.insert(text::fold(text)).second,
            invalid("options", "poll_twice", "No two options of a poll are the same."));
    out.add_options(std::move(text));
  }
  out.set_several(asked.several());
  out.set_closes_at_ms(asked.closes_at_ms());
  return out;
}

void may_vote(const Member& viewer, const v1::Message& message, std::int64_t now_ms) {
  require(!viewer.direct || viewer.may_write,
          {Code::kPermissionDenied, "messaging.read_only", "You only read this conversation."});
  require_poll(message);
  require(!is_closed(message, now_ms), {Code::kFailedPrecondition, "messaging.poll_closed", "This poll is closed."});
}

void may_close(const Member& viewer, const v1::Message& message) {
  require_poll(message);
  require(raw(viewer.person) == message.author_id() || viewer.administers(),
          {Code::kPermissionDenied, "messaging.not_author", "Only its author or an administrator closes a poll."});
}

std::vector<std::int64_t> vote(const v1::Poll& poll, const google::protobuf::RepeatedField<std::uint32_t>& asked) {
  require(asked.size() <= kMostOptions, invalid("options", "poll_vote", "A vote names options of the poll."));
  std::set<std::int64_t> chosen(asked.begin(), asked.end());
  require(chosen.empty() || *chosen.rbegin() < poll.options_size(),
          invalid("options", "poll_vote", "A vote names options of the poll."));
  require(poll.several() || chosen.size() <= 1,
          invalid("options", "poll_single", "In this poll one option is chosen."));
  return {chosen.begin(), chosen.end()};
}

void count_vote(v1::Message& message, const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& now) {
  auto& tally = *message.mutable_tally();
  while (tally.counts_size() < message.content().poll().options_size()) tally.add_counts(0);
  const auto add = [&](const std::vector<std::int64_t>& options, bool in) {
    for (const auto option : options) {
      auto& count = tally.mutable_counts()->at(static_cast<int>(option));
      count = in ? count + 1 : count - 1;
    }
    if (!options.empty()) tally.set_voters(in ? tally.voters() + 1 : tally.voters() - 1);
  };
  add(before, false);
  add(now, true);
}

}  // namespace wasl::messaging::policy
