// The rules of accounts. Pure; what is not acceptable throws Refused{invalid_argument}.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "router/context.hpp"
#include "wasl/accounts/v1/accounts.pb.h"

namespace wasl::accounts::policy {

using namespace std::chrono_literals;

inline constexpr std::chrono::hours kConfirmFor = 48h;  // the mails say these two
inline constexpr std::chrono::hours kResetFor = 2h;
inline constexpr std::chrono::hours kStayFor = 24h * 60;  // since the last use
inline constexpr std::chrono::hours kVisitFor = 24h;      // since signing in
inline constexpr int kMailsPerHour = 5;                   // to one address
inline constexpr int kMostSessions = 50;                  // of one person; the least recently used ends

struct Email {
  std::string shown;  // as typed, trimmed
  std::string key;    // what makes it unique: ASCII letters in lower case
};

Email email(std::string_view typed);
std::string person_name(std::string_view typed);

// What a browser calls itself, safe to store, show and mail: printable ASCII, at most 200 characters.
std::string device(std::string_view user_agent);

void check_password(std::string_view password, const Email& email);

// Throws unless the text can be one of our tokens: 43 characters of base64url.
void check_token(std::string_view token);
bool is_token(std::string_view token);
Refused bad_token();

// "ar", "fr", "en".
std::string language(v1::Language language);
v1::Language language(std::string_view code);

// How long the next attempt to sign in must still wait, after that many wrong ones in a row and that long after the
// last: nothing below five, then 30 s, doubling to 15 minutes. A day without attempts forgets them.
std::chrono::seconds wait(int failures, std::chrono::seconds since_last);
bool forgotten(std::chrono::seconds since_last);

// 0 for a name that is no role.
std::uint32_t role(std::string_view name);
std::uint32_t roles(const std::vector<std::string>& names);

}  // namespace wasl::accounts::policy
