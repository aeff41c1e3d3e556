#include "jobs/mailer.hpp"

#include <curl/curl.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "core/crypto.hpp"

namespace wasl::jobs {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLineOfBase64 = 76;  // RFC 2045 section 6.8

std::string padded_base64(const std::string& bytes) {
  auto out = crypto::base64(bytes);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::string in_lines(const std::string& base64) {
  std::string out;
  for (std::size_t at = 0; at < base64.size(); at += kLineOfBase64) out += base64.substr(at, kLineOfBase64) + "\r\n";
  return out;
}

// RFC 2047: words of at most 75 characters, each of whole UTF-8 characters.
std::string encoded_header(const std::string& text) {
  if (std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; })) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.size(), at + 39);  // the line, "Subject: " included, has at most 76
    for (int n = 0; n < 3 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++n) --end;
    out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + padded_base64(text.substr(at, end - at)) + "?=");
    at = end;
  }
  return out;
}

std::string address_of(const std::string& mailbox) {
  const auto open = mailbox.rfind('<');
  return open == std::string::npos ? mailbox : mailbox.substr(open + 1, mailbox.rfind('>') - open - 1);
}

std::string encoded_mailbox(const std::string& mailbox) {
  const auto open = mailbox.rfind('<');
  if (open == std::string::npos || open == 0) return mailbox;
  auto name = mailbox.substr(0, open);
  while (name.ends_with(' ')) name.pop_back();
  return encoded_header(name) + " " + mailbox.substr(open);
}

std::string date_now() {
  const auto now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char out[64];
  std::strftime(out, sizeof out, "%a, %d %b %Y %H:%M:%S +0000", &utc);
  return out;
}

void require_plain(const std::string& text, const char* what) {
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    throw std::runtime_error(std::string("control character in ") + what);
}

}  // namespace

Mail read_mail(const std::string& payload) {
  google::protobuf::Struct fields;
  if (!google::protobuf::util::JsonStringToMessage(payload, &fields).ok()) throw std::runtime_error("a mail job without JSON");
  const auto text = [&](const char* name) {
    const auto it = fields.fields().find(name);
    if (it == fields.fields().end()) throw std::runtime_error(std::string("a mail job without ") + name);
    return it->second.string_value();
  };
  return {text("to"), text("subject"), text("body")};
}

Mailer::Mailer(std::string target, std::string from) : target_(std::move(target)), from_(std::move(from)) {}

std::string Mailer::compose(const Mail& mail, const std::string& from, const std::string& id) {
  require_plain(mail.to, "the recipient");
  if (mail.to.empty() || mail.to.find_first_of("<>, ") != std::string::npos) throw std::runtime_error("the recipient is not one address");
  require_plain(mail.subject, "the subject");
  const auto sender = address_of(from);
  return "From: " + encoded_mailbox(from) + "\r\nTo: <" + mail.to + ">\r\nSubject: " + encoded_header(mail.subject) +
         "\r\nDate: " + date_now() + "\r\nMessage-ID: <" + id + sender.substr(sender.find('@')) +
         ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
         "Auto-Submitted: auto-generated\r\n\r\n" +
         in_lines(padded_base64(mail.body));
}

void Mailer::send(const Mail& mail) const {
  const auto id = std::to_string(std::time(nullptr)) + "." + crypto::random_token(9);
  const auto message = compose(mail, from_, id);
  if (target_.starts_with("dir:"))
    write(message, id);
  else
    transmit(mail, message);
}

void Mailer::write(const std::string& message, const std::string& id) const {
  const fs::path directory = target_.substr(4);
  fs::create_directories(directory);
  const auto path = directory / (id + ".eml");
  const auto unfinished = path.string() + ".part";
  std::ofstream out(unfinished, std::ios::binary);
  out << message;
  out.close();
  if (!out) throw std::runtime_error("cannot write mail into " + directory.string());
  fs::rename(unfinished, path);
}

void Mailer::transmit(const Mail& mail, const std::string& message) const {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()),
                                                                       curl_slist_free_all);
  if (!curl || !to) throw std::runtime_error("libcurl cannot start");
  std::string_view rest = message;
  const auto sender = "<" + address_of(from_) + ">";
  curl_easy_setopt(curl.get(), CURLOPT_URL, target_.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS, CURLPROTO_SMTP | CURLPROTO_SMTPS);
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, 15L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &rest);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, +[](char* to_bytes, std::size_t size, std::size_t n, void* from) -> std::size_t {
    auto& left = *static_cast<std::string_view*>(from);
    const auto count = std::min(size * n, left.size());
    std::memcpy(to_bytes, left.data(), count);
    left.remove_prefix(count);
    return count;
  });
  if (const auto code = curl_easy_perform(curl.get()); code != CURLE_OK)
    throw std::runtime_error(std::string("mail was not taken: ") + curl_easy_strerror(code));
}

}  // namespace wasl::jobs
