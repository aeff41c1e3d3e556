// Sends plain-text mail: by SMTP through libcurl, or into a directory as .eml files.
#pragma once
#include <string>

namespace wasl::jobs {

struct Mail {
  std::string to;  // an address
  std::string subject, body;
};

class Mailer {
 public:
  // target: dir:/path, smtp://[user:password@]host:port (TLS when offered) or smtps://...; from: "Name <address>".
  Mailer(std::string target, std::string from);

  // Blocks. Throws std::runtime_error when the mail was not taken; then it may be sent again.
  void send(const Mail& mail) const;

  // The message as it goes out (RFC 5322), for tests. Throws std::runtime_error on control characters in a header, or
  // a recipient that is not one address.
  static std::string compose(const Mail& mail, const std::string& from, const std::string& id);

 private:
  void write(const std::string& message, const std::string& id) const;
  void transmit(const Mail& mail, const std::string& message) const;

  std::string target_, from_;
};

// The payload of a job of kind "mail": {"to": ..., "subject": ..., "body": ...}.
Mail read_mail(const std::string& payload);

}  // namespace wasl::jobs
