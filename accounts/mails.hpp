// What accounts writes to people: texts in Arabic, French and English. Pure.
#pragma once
#include <string>
#include <string_view>

namespace wasl::accounts::mails {

enum class Kind {
  kConfirm,          // {link}: confirms the address
  kFinishSignUp,     // {link}: chooses a password, and confirms the address
  kAlreadyMember,    // {link}: the front page
  kReset,            // {link}: chooses a new password
  kPasswordChanged,  // {link}: the front page
  kNewDevice,        // {link}: the front page; {device}: what the browser calls itself
  kAccountDeleted,   // {link}: the front page
  kRoleGranted,      // {link}: the front page; {role}
  kRoleRevoked,      // {link}: the front page; {role}, {reason}
  kSuspended,        // {link}: the address for appeals; {reason}
  kSuspendedUntil,   // the same; {until}: a day
  kRestored,         // {link}: the front page
};

struct Mail {
  std::string to, subject, body;
};

struct Words {
  std::string link{}, device{}, role{}, until{}, reason{};
};

// `language` is "ar", "fr" or "en". No mail repeats a name that a stranger may have typed at sign-up.
Mail write(Kind kind, const std::string& to, std::string_view language, const Words& words);

// What people call a role.
std::string role_name(std::string_view role, std::string_view language);

// The payload of a job of the kind "mail": {"to", "subject", "body"}.
std::string as_job(const Mail& mail);

}  // namespace wasl::accounts::mails
