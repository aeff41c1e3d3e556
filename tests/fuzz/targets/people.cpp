// What people type about themselves, and how it is mailed.
#include <algorithm>

#include "accounts/policy.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "messaging/policy.hpp"
#include "target.hpp"
#include "utf8.hpp"

namespace wasl::fuzz {
namespace {

// Nothing when it is refused, as invalid.
template <class Read>
std::string accepted(Read read) {
  try {
    return read();
  } catch (const Refused& refused) {
    check(refused.code() == Code::kInvalidArgument, "what is refused is invalid");
    return {};
  }
}

bool fits(const std::string& text, std::size_t most) { return is_utf8(text) && text::length(text) <= most; }

FUZZ_TARGET(people, bytes) {
  namespace policy = accounts::policy;
  const auto email = accepted([&] { return policy::email(bytes).shown; });
  if (!email.empty()) {
    check(policy::email(email).shown == email && email.size() <= 254 && is_utf8(email), "an address stays as it is");
    check(email.find_first_of(" <>,;:\r\n\t") == email.npos && std::ranges::count(email, '@') == 1, "an address is one");
    const auto key = policy::email(email).key;
    check(policy::email(key).key == key, "an address has one key");
  }
  const auto name = accepted([&] { return policy::person_name(bytes); });
  if (!name.empty()) check(fits(name, 80) && policy::person_name(name) == name, "a name stays as it is");
  const auto device = policy::device(bytes);
  check(device.size() <= 200 && std::ranges::all_of(device, [](char c) { return c >= ' ' && c <= '~'; }), "a device is printable");
  const std::string typed(bytes);
  const auto text = accepted([&] { return messaging::policy::message_text(typed); });
  if (!text.empty()) check(fits(text, 4000) && messaging::policy::message_text(text) == text, "a message stays as it is");
  const auto title = accepted([&] { return messaging::policy::group_title(typed); });
  if (!title.empty()) check(fits(title, 120) && messaging::policy::group_title(title) == title, "a title stays as it is");
  accepted([&] { return policy::check_password(bytes, {"a@b.example", "a@b.example"}), std::string(); });
  accepted([&] { return policy::check_token(bytes), std::string(); });
  accepted([&] { return policy::language(policy::language(bytes)); });
}

}  // namespace
}  // namespace wasl::fuzz
