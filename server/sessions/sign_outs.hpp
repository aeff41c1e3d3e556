// Ends live connections, on every node, when their sign-in session ends.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "bus/bus.hpp"
#include "core/ids.hpp"

namespace wasl::sessions {

// Thread-safe.
class SignOuts {
 public:
  using Close = std::function<void()>;  // called on the thread that hears of it: hand over and return

  explicit SignOuts(bus::Bus& bus) : bus_(bus) {}

  // Removes itself; must not outlive the SignOuts.
  class Registration {
   public:
    Registration() = default;
    Registration(SignOuts& owner, SessionId session, std::uint64_t key)
        : owner_(&owner), session_(session), key_(key) {}
    Registration(Registration&& other) noexcept { *this = std::move(other); }
    Registration& operator=(Registration&& other) noexcept;
    ~Registration() { release(); }

   private:
    void release();
    SignOuts* owner_ = nullptr;
    SessionId session_{};
    std::uint64_t key_ = 0;
  };
  // `refresh`: what the person may do has changed; the connection may come back at once.
  Registration add(SessionId session, Close close, Close refresh = {});

  // Call after the commit that ended them.
  void ended(const std::vector<SessionId>& sessions);
  // Call after the commit that changed what these may do.
  void changed(const std::vector<SessionId>& sessions);

  // For the bus's listener.
  void on_announcement(const std::string& text);

  // Every session with a live connection here, for a periodic look at the database: an announcement may get lost.
  std::vector<SessionId> live() const;
  void close(SessionId session);
  // Only connections made before that moment (milliseconds of Unix time).
  void refresh(SessionId session, std::int64_t changed_at_ms);

 private:
  struct Ways {
    Close close, refresh;
    std::int64_t since_ms;
  };
  void each(SessionId session, Close Ways::* way, std::int64_t until_ms);

  bus::Bus& bus_;
  mutable std::mutex mutex_;
  std::map<SessionId, std::map<std::uint64_t, Ways>> closers_;
  std::uint64_t next_key_ = 0;
};

}  // namespace wasl::sessions
