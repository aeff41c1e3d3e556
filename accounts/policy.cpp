#include "accounts/policy.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace wasl::accounts::policy {

namespace {

constexpr std::size_t kLongestEmail = 254, kLongestLocalPart = 64;  // RFC 5321 section 4.5.3.1
constexpr std::size_t kLongestName = 80;
constexpr std::size_t kShortestPassword = 10, kLongestPassword = 200;
constexpr std::size_t kTokenLength = 43;  // 32 bytes

// The most common of at least ten characters, in the lists of leaked passwords and here.
constexpr std::array<std::string_view, 32> kCommonPasswords{
    "0123456789",   "01234567890",  "0987654321",   "1029384756",  "11223344556",   "1122334455",  "123123123123",
    "1234567890",   "12345678910",  "1234567891",   "123456789a",  "1234567890a",   "123456789q",  "1q2w3e4r5t",
    "1q2w3e4r5t6y", "1qaz2wsx3edc", "a123456789",   "abcdefghij",  "administrator", "admin12345",  "azertyuiop",
    "azerty12345",  "bismillah123", "changeme123",  "iloveyou123", "motdepasse",    "motdepasse1", "motdepasse123",
    "password12",   "password123",  "password1234", "qwertyuiop"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_repeated(std::string_view text) { return text.find_first_not_of(text.front()) == std::string_view::npos; }

bool is_address(std::string_view text) {
  if (text.size() > kLongestEmail) return false;
  // What needs quotes in a mail's header is no sane address; clean_line has removed control characters.
  if (text.find_first_of(" \t\n()<>[],;:\\\"") != std::string_view::npos) return false;
  const auto at = text.find('@');
  if (at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  const auto local = text.substr(0, at), domain = text.substr(at + 1);
  return !local.empty() && local.size() <= kLongestLocalPart && domain.find('.') != std::string_view::npos &&
         !domain.starts_with('.') && !domain.ends_with('.') && domain.find("..") == std::string_view::npos;
}

Refused bad_password(std::string reason, std::string message) {
  return invalid("password", std::move(reason), std::move(message));
}

}  // namespace

Email email(std::string_view typed) {
  const auto shown = text::clean_line(typed);
  require(is_address(shown),
          invalid("email", "accounts.bad_email", "Write an e-mail address, such as name@example.org."));
  return {shown, lower(shown)};
}

std::string person_name(std::string_view typed) {
  auto name = text::clean_line(typed);
  const auto length = text::length(name);
  require(length >= 1 && length <= kLongestName,
          invalid("name", "accounts.bad_name", "A name has 1 to 80 characters."));
  return name;
}

std::string device(std::string_view user_agent) {
  constexpr std::size_t kLongest = 200;
  std::string out(user_agent.substr(0, kLongest));
  for (auto& c : out)
    if (c < ' ' || c > '~') c = '?';
  return out;
}

void check_password(std::string_view password, const Email& email) {
  const auto length = text::length(password);
  if (length < kShortestPassword || length > kLongestPassword)
    throw bad_password("accounts.bad_password", "A password has 10 to 200 characters.");
  const auto folded = lower(password);
  if (folded == email.key)
    throw bad_password("accounts.password_is_email", "A password must differ from the e-mail address.");
  if (is_repeated(folded) || std::ranges::find(kCommonPasswords, folded) != kCommonPasswords.end())
    throw bad_password("accounts.common_password", "Very many people use this password: choose another.");
}

bool is_token(std::string_view token) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return token.size() == kTokenLength && std::ranges::all_of(token, fits);
}

Refused bad_token() {
  return invalid("token", "accounts.bad_token", "This link is not valid, or not any more: ask for a new one.");
}

void check_token(std::string_view token) { require(is_token(token), bad_token()); }

std::string language(v1::Language language) {
  switch (language) {
    case v1::LANGUAGE_AR:
      return "ar";
    case v1::LANGUAGE_FR:
      return "fr";
    case v1::LANGUAGE_EN:
      return "en";
    default:
      throw invalid("language", "accounts.bad_language", "Choose Arabic, French or English.");
  }
}

v1::Language language(std::string_view code) {
  if (code == "ar") return v1::LANGUAGE_AR;
  if (code == "fr") return v1::LANGUAGE_FR;
  if (code == "en") return v1::LANGUAGE_EN;
  throw invalid("language", "accounts.bad_language", "Choose ar, fr or en.");
}

std::chrono::seconds wait(int failures, std::chrono::seconds since_last) {
  constexpr int kFree = 5, kDoublings = 5;
  constexpr std::chrono::seconds kFirst = 30s, kLongest = 15min;
  if (failures < kFree || forgotten(since_last)) return 0s;
  const auto whole = std::min(kFirst * (1 << std::min(failures - kFree, kDoublings)), kLongest);
  return std::max(whole - since_last, 0s);
}

bool forgotten(std::chrono::seconds since_last) { return since_last >= 24h; }

std::uint32_t role(std::string_view name) {
  if (name == "administrator") return router::kAdministrator;
  if (name == "verifier") return router::kVerifier;
  if (name == "moderator") return router::kModerator;
  return name == "specialist" ? router::kSpecialist : router::kNoRole;
}

std::uint32_t roles(const std::vector<std::string>& names) {
  std::uint32_t bits = router::kNoRole;
  for (const auto& name : names) bits |= role(name);
  return bits;
}

}  // namespace wasl::accounts::policy
