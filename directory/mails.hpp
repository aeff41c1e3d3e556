// What the directory writes to people: texts in Arabic, French and English. Pure.
#pragma once
#include <string>

namespace wasl::directory::mails {

enum class Kind {
  kInvitation,
  kConfirm,
  kUnpublished,
  kReturned,
  kPublished,
  kOfferAccepted,
  kOfferReturned,
  kRestored,
  kSuspended
};

// Of a suspension `link` is the address for appeals.
// The payload of a job of the kind "mail". `language` is "ar", "fr" or "en".
std::string as_job(Kind kind, const std::string& to, const std::string& language, const std::string& organisation,
                   const std::string& link, const std::string& reason = {});

}  // namespace wasl::directory::mails
