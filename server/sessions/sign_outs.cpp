#include "sessions/sign_outs.hpp"

#include <charconv>
#include <limits>
#include <utility>

#include "core/clock.hpp"

namespace wasl::sessions {

namespace {
constexpr std::string_view kEnded = "session-ended:", kChanged = "session-changed:";
constexpr auto kEver = std::numeric_limits<std::int64_t>::max();

// 0 when it is no such announcement.
std::int64_t number_after(std::string_view prefix, const std::string& text) {
  std::int64_t id = 0;
  if (!text.starts_with(prefix)) return 0;
  const auto* end = text.data() + text.size();
  return std::from_chars(text.data() + prefix.size(), end, id).ptr == end ? id : 0;
}

}  // namespace

SignOuts::Registration& SignOuts::Registration::operator=(Registration&& other) noexcept {
  if (this != &other) {
    release();
    owner_ = std::exchange(other.owner_, nullptr);
    session_ = other.session_;
    key_ = other.key_;
  }
  return *this;
}

void SignOuts::Registration::release() {
  if (!owner_) return;
  const std::lock_guard lock(owner_->mutex_);
  if (const auto it = owner_->closers_.find(session_); it != owner_->closers_.end()) {
    it->second.erase(key_);
    if (it->second.empty()) owner_->closers_.erase(it);
  }
  owner_ = nullptr;
}

SignOuts::Registration SignOuts::add(SessionId session, Close close, Close refresh) {
  const std::lock_guard lock(mutex_);
  closers_[session].emplace(++next_key_, Ways{std::move(close), std::move(refresh), now_ms()});
  return {*this, session, next_key_};
}

void SignOuts::ended(const std::vector<SessionId>& sessions) {
  for (const auto session : sessions) bus_.announce(std::string(kEnded) + std::to_string(raw(session)));
}

void SignOuts::changed(const std::vector<SessionId>& sessions) {
  for (const auto session : sessions) bus_.announce(std::string(kChanged) + std::to_string(raw(session)));
}

void SignOuts::on_announcement(const std::string& text) {
  if (const auto id = number_after(kEnded, text)) close(SessionId{id});
  if (const auto id = number_after(kChanged, text)) each(SessionId{id}, &Ways::refresh, kEver);
}

std::vector<SessionId> SignOuts::live() const {
  const std::lock_guard lock(mutex_);
  std::vector<SessionId> out;
  for (const auto& [session, closers] : closers_) out.push_back(session);
  return out;
}

void SignOuts::close(SessionId session) { each(session, &Ways::close, kEver); }

void SignOuts::refresh(SessionId session, std::int64_t changed_at_ms) { each(session, &Ways::refresh, changed_at_ms); }

void SignOuts::each(SessionId session, Close Ways::* way, std::int64_t until_ms) {
  std::map<std::uint64_t, Ways> closers;
  {
    const std::lock_guard lock(mutex_);
    if (const auto it = closers_.find(session); it != closers_.end()) closers = it->second;
  }
  for (const auto& [key, ways] : closers)
    if (ways.*way && ways.since_ms <= until_ms) (ways.*way)();
}

}  // namespace wasl::sessions
