// Payloads of jobs, and the mails that are made of them.
#include <sstream>

#include "accounts/job_payload.hpp"
#include "accounts/mails.hpp"
#include "core/crypto.hpp"
#include "jobs/mailer.hpp"
#include "target.hpp"
#include "utf8.hpp"

namespace wasl::fuzz {
namespace {

// Every line of the head is short and no header is smuggled in.
void check_head(const std::string& message) {
  std::istringstream head(message.substr(0, message.find("\r\n\r\n") + 2));
  std::string names;
  for (std::string line; std::getline(head, line);) {
    check(line.ends_with('\r') && line.find('\r') == line.size() - 1, "lines end in CR LF");
    check(line.size() <= 999, "lines are short");  // RFC 5322 section 2.1.1, with the CR
    if (!line.starts_with(' ')) names += line.substr(0, line.find(':')) + " ";
  }
  check(names == "From To Subject Date Message-ID MIME-Version Content-Type Content-Transfer-Encoding Auto-Submitted ",
        "a mail has its headers and no others");
}

void compose(const jobs::Mail& mail) {
  try {
    check_head(jobs::Mailer::compose(mail, "Wasl وصل <no-reply@wasl.example>", "1"));
  } catch (const std::runtime_error& e) {
    check(*e.what() != '\0', "a refusal says why");
  }
}

void check_payload(const std::string& json) {
  try {
    const auto fields = accounts::job_payload::read(json);
    check(accounts::job_payload::read(accounts::job_payload::write(fields)) == fields, "a payload can be written and read");
  } catch (const std::runtime_error&) {
  }
  try {
    compose(jobs::read_mail(json));
  } catch (const std::runtime_error&) {
  }
}

FUZZ_TARGET(mail, bytes) {
  check_payload(std::string(bytes));
  if (!is_utf8(bytes)) return;
  Input input(bytes);
  const std::string to(input.line()), subject(input.line()), body(input.rest());
  const auto read = jobs::read_mail(accounts::mails::as_job({to, subject, body}));
  check(read.to == to && read.subject == subject && read.body == body, "a mail passes through its job");
  compose(read);
}

}  // namespace
}  // namespace wasl::fuzz
