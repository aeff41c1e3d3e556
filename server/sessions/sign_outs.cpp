#include "sessions/sign_outs.hpp"

#include <charconv>
#include <utility>

namespace wasl::sessions {

namespace {
constexpr std::string_view kPrefix = "session-ended:";
}

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

SignOuts::Registration SignOuts::add(SessionId session, Close close) {
  const std::lock_guard lock(mutex_);
  closers_[session].emplace(++next_key_, std::move(close));
  return {*this, session, next_key_};
}

void SignOuts::ended(const std::vector<SessionId>& sessions) {
  for (const auto session : sessions) bus_.announce(std::string(kPrefix) + std::to_string(raw(session)));
}

void SignOuts::on_announcement(const std::string& text) {
  if (!text.starts_with(kPrefix)) return;
  std::int64_t id = 0;
  const auto* end = text.data() + text.size();
  if (std::from_chars(text.data() + kPrefix.size(), end, id).ptr == end) close(SessionId{id});
}

std::vector<SessionId> SignOuts::live() const {
  const std::lock_guard lock(mutex_);
  std::vector<SessionId> out;
  for (const auto& [session, closers] : closers_) out.push_back(session);
  return out;
}

void SignOuts::close(SessionId session) {
  std::map<std::uint64_t, Close> closers;
  {
    const std::lock_guard lock(mutex_);
    if (const auto it = closers_.find(session); it != closers_.end()) closers = it->second;
  }
  for (const auto& [key, close_one] : closers) close_one();
}

}  // namespace wasl::sessions
