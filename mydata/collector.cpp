#include "mydata/collector.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>

#include "accounts/access.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/access.hpp"

namespace wasl::mydata {

namespace fs = std::filesystem;
namespace msg = messaging::v1;
using storage::Tx;

namespace {

constexpr std::uint32_t kPage = 500, kMostMembers = 5000;

std::string json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = false;
  std::string out;
  if (!google::protobuf::util::MessageToJsonString(message, &out, options).ok())
    throw std::runtime_error("a message has no JSON");
  return out;
}

// A string as JSON writes it.
std::string quoted(const std::string& text) {
  msg::Draft carrier;
  carrier.set_text(text);
  const auto whole = json(carrier);  // {"text":"..."}
  const auto from = whole.find(':') + 1;
  return text.empty() ? "\"\"" : whole.substr(from, whole.rfind('}') - from);
}

template <class Items>
std::string json_list(const Items& items) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() > 1 ? ",\n" : "") + json(item);
  return out + "]";
}

void learn(Tx& tx, const std::vector<PersonId>& people, page::Names& names) {
  std::vector<PersonId> unknown;
  for (const auto person : people)
    if (names.try_emplace(raw(person)).second) unknown.push_back(person);
  for (const auto& card : directory::access::person_cards(tx, unknown)) names[card.id()] = card.name();
}

// In the language of the person, or one in which it has a name.
std::string organisation_of(const Words& words, const msg::Conversation& c) {
  const auto& name = c.organisation_name();
  const std::string language = words.language;
  const auto& wanted = language == "ar" ? name.ar() : language == "fr" ? name.fr() : name.en();
  for (const auto& one : {wanted, name.fr(), name.ar(), name.en()})
    if (!one.empty()) return one;
  return {};
}

std::string title_of(const Words& words, const msg::Conversation& c, PersonId me, const page::Names& names) {
  if (!c.title().empty()) return c.title();
  if (c.kind() == msg::CONVERSATION_ORGANISATION) {
    const auto organisation = organisation_of(words, c);
    if (!c.in_name()) return organisation;
    const auto known = names.find(c.creator_id());
    return (known == names.end() || known->second.empty() ? words.unknown_person : known->second) + " · " +
           organisation;
  }
  for (const auto id : c.member_ids())
    if (id != raw(me)) {
      const auto known = names.find(id);
      return known == names.end() || known->second.empty() ? words.unknown_person : known->second;
    }
  return words.unknown_person;
}

std::string people_json(const page::Names& names) {
  std::string out = "[";
  for (const auto& [id, name] : names)
    out += fmt::format("{}{{\"id\":\"{}\",\"name\":{}}}", out.size() > 1 ? ",\n" : "", id, quoted(name));
  return out + "]";
}

}  // namespace

Collector::Collector(storage::Db& db, media::access::Files& media, const store::Claimed& claimed, fs::path workshop)
    : db_(db), media_(media), claimed_(claimed), words_(words(claimed.language)), workshop_(std::move(workshop)) {}

void Collector::run(const fs::path& file, const std::function<void(int)>& progress) {
  Archive archive(file);
  archive_ = &archive;
  fs::create_directories(workshop_ / "conversations");
  fs::create_directories(workshop_ / "files");
  auto conversations =
      claimed_.conversation != ConversationId{0}
          ? std::vector{claimed_.conversation}
          : db_.transact_now([&](Tx& tx) { return messaging::access::conversations(tx, claimed_.person); });
  for (std::size_t done = 0; done < conversations.size(); ++done) {
    breathe_ = [&] { progress(static_cast<int>(95 * done / conversations.size())); };
    breathe_();
    conversation(conversations[done]);
  }
  if (claimed_.conversation == ConversationId{0}) account();
  index(titles_);
  archive.close([&](double share) { progress(96 + static_cast<int>(3 * share)); });
  archive_ = nullptr;
}

void Collector::add(const std::string& name, const std::string& text) {
  const auto path = workshop_ / name;
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error("a file cannot be written: " + path.string());
  archive_->add(name, path, true);
}

// Page by page into two files: a conversation may be longer than memory is large.
void Collector::conversation(ConversationId id) {
  page::Names names;
  const auto stem = fmt::format("conversations/{}", raw(id));
  const auto about = db_.transact_now([&](Tx& tx) {
    auto out = messaging::access::conversation(tx, claimed_.person, id);
    learn(tx, messaging::access::members(tx, id, kMostMembers), names);
    return out;
  });
  const auto title = title_of(words_, about, claimed_.person, names);
  const auto organisation = organisation_of(words_, about);
  titles_.emplace_back(id, title);
  std::ofstream html(workshop_ / (stem + ".html"), std::ios::binary),
      data(workshop_ / (stem + ".json"), std::ios::binary);
  html << page::begin(words_, title, "../index.html");
  data << "{\"conversation\":" << json(about) << ",\n\"messages\":[";
  Offset after = 0;
  for (bool first = true;;) {
    const auto page = db_.transact_now([&](Tx& tx) {
      auto out = messaging::access::messages(tx, id, after, kPage);
      std::vector<PersonId> authors;
      for (const auto& m : out) {
        authors.push_back(PersonId{m.author_id()});
        for (const auto& mention : m.content().mentions()) authors.push_back(PersonId{mention.person_id()});
      }
      learn(tx, authors, names);
      return out;
    });
    if (page.empty()) break;
    for (const auto& m : page) {
      html << page::message(words_, m, names, organisation);
      data << (std::exchange(first, false) ? "\n" : ",\n") << json(m);
      attachments(m);
    }
    after = page.back().offset();
    breathe_();
  }
  html << page::end();
  data << "],\n\"people\":" << people_json(names) << "}\n";
  html.close();
  data.close();
  if (!html || !data) throw std::runtime_error("a conversation cannot be written");
  archive_->add(stem + ".html", workshop_ / (stem + ".html"), true);
  archive_->add(stem + ".json", workshop_ / (stem + ".json"), true);
}

void Collector::attachments(const msg::Message& message) {
  for (const auto& a : message.content().attachments()) {
    if (!files_.insert(a.id()).second) continue;
    const auto name = page::file_name(a);
    if (media_.copy(a.id(), (workshop_ / name).string())) archive_->add(name, workshop_ / name, false);
    breathe_();
  }
}

void Collector::account() {
  const auto [account, seats, personal, blocked, interests] = db_.transact_now([&](Tx& tx) {
    auto known = accounts::access::account(tx, claimed_.person);
    auto cards = directory::access::person_cards(tx, known.blocked);
    return std::tuple(known, directory::access::seats_of(tx, claimed_.person),
                      messaging::access::personal(tx, claimed_.person), cards,
                      directory::access::interests_of(tx, claimed_.person));
  });
  std::string roles = "[";
  for (const auto& role : account.roles) roles += (roles.size() > 1 ? "," : "") + quoted(role);
  add("account.json",
      fmt::format("{{\"id\":\"{}\",\n\"name\":{},\n\"email\":{},\n\"language\":{},\n\"roles\":{}],\n\"sessions\":{},"
                  "\n\"seats\":{},\n\"interests\":{},\n\"blocked\":{},\n"
                  "\"receiptsHidden\":{},\n\"drafts\":{},\n\"scheduled\":{}}}\n",
                  raw(claimed_.person), quoted(account.name), quoted(account.email), quoted(account.language), roles,
                  json_list(account.sessions), json_list(seats), json(interests), json_list(blocked),
                  personal.receipts_hidden, json_list(personal.drafts), json_list(personal.scheduled)));
}

void Collector::index(const std::vector<std::pair<ConversationId, std::string>>& conversations) {
  auto out = page::begin(words_, words_.title, "");
  out += fmt::format("<p class=\"meta\">{} {} UTC</p>\n", words_.made_at, page::moment(now_ms()));
  if (claimed_.conversation == ConversationId{0})
    out += fmt::format("<p><a href=\"account.json\">{}</a></p>\n", words_.account);
  out += fmt::format("<h2>{}</h2>\n<ul>\n", words_.conversations);
  for (const auto& [id, title] : conversations)
    out += fmt::format("<li><a href=\"conversations/{}.html\"><bdi>{}</bdi></a></li>\n", raw(id), page::escape(title));
  add("index.html", out + "</ul>\n" + page::end());
}

}  // namespace wasl::mydata
