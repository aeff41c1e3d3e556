#include "mydata/page.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace wasl::mydata::page {

namespace {

constexpr auto kStyle =
    "body{max-inline-size:44rem;margin-inline:auto;padding:1rem;font:1rem/1.6 "
    "system-ui,sans-serif;color:#24211c;background:#f7f4ee}"
    "article{margin-block:.75rem;padding:.5rem .75rem;border-radius:.75rem;background:#fff}"
    ".by{font-weight:600}.meta{color:#5d574c;font-size:.875rem}.text{white-space:pre-wrap;overflow-wrap:anywhere;"
    "unicode-bidi:plaintext}"
    "img{max-inline-size:100%;border-radius:.5rem}a{color:#0d5257}";

std::string name_of(const Words& words, const Names& names, std::int64_t person) {
  const auto known = names.find(person);
  return known == names.end() || known->second.empty() ? words.unknown_person : known->second;
}

// Whom the text names and who is not there any more is not named.
std::string text_of(const Words& words, const messaging::v1::Message& m, const Names& names) {
  auto text = m.text();
  for (const auto& mention : m.content().mentions()) {
    const auto known = names.find(mention.person_id());
    if (mention.person_id() == 0 || known == names.end() || !known->second.empty()) continue;
    const auto label = "@" + mention.label(), instead = std::string("@") + words.unknown_person;
    for (auto at = text.find(label); at != std::string::npos; at = text.find(label, at + instead.size()))
      text.replace(at, label.size(), instead);
  }
  return text;
}

std::string poll(const Words& words, const messaging::v1::Message& m) {
  std::string out = fmt::format("<p class=\"meta\">{}</p><ul>", words.poll);
  for (int i = 0; i < m.content().poll().options_size(); ++i)
    out += fmt::format("<li><bdi>{}</bdi> ({})</li>", escape(m.content().poll().options(i)),
                       i < m.tally().counts_size() ? m.tally().counts(i) : 0);
  return out + "</ul>";
}

std::string attachment(const wasl::v1::Attachment& a) {
  const auto path = escape(file_name(a)), name = escape(a.name());
  if (a.type().starts_with("image/"))
    return fmt::format("<p><a href=\"../{}\"><img src=\"../{}\" alt=\"{}\"></a></p>", path, path, name);
  return fmt::format("<p><a href=\"../{}\"><bdi>{}</bdi></a></p>", path, name);
}

std::string body(const Words& words, const messaging::v1::Message& m, const Names& names) {
  if (m.deleted_at_ms() != 0) return fmt::format("<p class=\"meta\">{}</p>", words.deleted);
  if (m.content().has_note())
    return fmt::format("<p class=\"meta\">{} <bdi>{}</bdi></p>", words.note, escape(m.content().note().title()));
  std::string out;
  if (m.content().has_forwarded()) out += fmt::format("<p class=\"meta\">{}</p>", words.forwarded);
  if (!m.text().empty()) out += fmt::format("<p class=\"text\" dir=\"auto\">{}</p>", escape(text_of(words, m, names)));
  if (m.content().has_poll()) out += poll(words, m);
  for (const auto& a : m.content().attachments()) out += attachment(a);
  return out;
}

}  // namespace

std::string escape(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string moment(std::int64_t ms) {
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(ms / 1000)));
}

std::string begin(const Words& words, const std::string& title, const std::string& back) {
  const auto name = escape(title);
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; style-src "
      "'unsafe-inline'\">\n"
      "<title>{}</title>\n<style>{}</style>\n{}<h1><bdi>{}</bdi></h1>\n",
      words.language, words.direction, name, kStyle,
      back.empty() ? "" : fmt::format("<p><a href=\"{}\">{}</a></p>\n", back, words.back), name);
}

std::string message(const Words& words, const messaging::v1::Message& m, const Names& names,
                    const std::string& organisation) {
  const auto name = m.content().organisation_id() == 0 || organisation.empty()
                        ? ""
                        : fmt::format(" · <bdi>{}</bdi>", escape(organisation));
  return fmt::format(
      "<article id=\"m{}\"><p><span class=\"by\"><bdi>{}</bdi>{}</span> <span "
      "class=\"meta\">{}{}{}</span></p>{}</article>\n",
      m.offset(), escape(name_of(words, names, m.author_id())), name, moment(m.sent_at_ms()),
      m.edited_at_ms() == 0 ? "" : ", ", m.edited_at_ms() == 0 ? "" : words.edited, body(words, m, names));
}

std::string end() { return "</html>\n"; }

std::string file_name(const wasl::v1::Attachment& attachment) {
  constexpr std::size_t kLongest = 80;
  std::string name = attachment.name();
  std::ranges::replace_if(
      name, [](char c) { return c == '/' || c == '\\' || c == ':' || static_cast<unsigned char>(c) < 0x20; }, '_');
  if (name.size() > kLongest) {
    auto from = name.size() - kLongest;  // the ending stays
    while (from < name.size() && (static_cast<unsigned char>(name[from]) & 0xC0) == 0x80) ++from;
    name = name.substr(from);
  }
  return fmt::format("files/{}-{}", attachment.id(), name);
}

}  // namespace wasl::mydata::page
