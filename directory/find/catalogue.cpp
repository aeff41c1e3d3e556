#include "directory/find/catalogue.hpp"

#include <algorithm>

#include "core/collation.hpp"
#include "core/text.hpp"
#include "core/words.hpp"

namespace wasl::directory::find {

namespace {

constexpr std::array<std::string_view, 3> kLanguages{"ar", "fr", "en"};
constexpr std::size_t kFewOutdated = 1000;

// As clients show it: in that language, else the first that exists.
const std::string& name_in(const wasl::v1::LocalText& name, Language language) {
  const auto& own = language == kArabic ? name.ar() : language == kFrench ? name.fr() : name.en();
  if (!own.empty()) return own;
  return !name.ar().empty() ? name.ar() : !name.fr().empty() ? name.fr() : name.en();
}

std::uint64_t first_bytes(const std::string& key) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0U);
  return out;
}

std::string folded_lines(const v1::Organisation& o) {
  std::string out = "\n";
  for (const auto* line : {&o.name().ar(), &o.name().fr(), &o.name().en(), &o.abbreviation()})
    if (!line->empty()) out += text::fold(*line) + "\n";
  return out;
}

}  // namespace

std::uint32_t Codes::number(const std::string& code) {
  if (code.empty()) return 0;
  const auto [at, fresh] = numbers_.try_emplace(code, static_cast<std::uint32_t>(codes_.size()));
  if (fresh) codes_.push_back(code);
  return at->second;
}

std::uint32_t Codes::find(const std::string& code) const {
  const auto at = numbers_.find(code);
  return at == numbers_.end() ? 0 : at->second;
}

const Entry* Catalogue::find(OrganisationId id) const {
  const auto at = at_.find(raw(id));
  return at == at_.end() ? nullptr : &entries_[at->second];
}

std::optional<Place> Catalogue::middle(const std::string& region) const {
  const auto at = middles_.find(region);
  return at == middles_.end() ? std::nullopt : std::optional(at->second);
}

void Catalogue::put(const Listed& listed) {
  const auto id = listed.shown.organisation().id();
  const auto at = at_.find(id);
  if (at == at_.end() && !listed.published) return;
  auto& entry = at == at_.end() ? entries_.emplace_back() : entries_[at->second];
  if (at == at_.end()) at_.emplace(id, entries_.size() - 1);
  if (entry.listed) displace(entry);
  entry.listed = listed.published;
  if (listed.published) file(entry, listed);
}

void Catalogue::file(Entry& entry, const Listed& listed) {
  const auto& o = listed.shown.organisation();
  entry.id = OrganisationId{o.id()};
  entry.kind = static_cast<std::uint8_t>(o.kind());
  entry.members = static_cast<std::uint8_t>(listed.members);
  entry.staff = static_cast<std::uint8_t>(listed.staff);
  entry.volunteers = static_cast<std::uint8_t>(listed.volunteers);
  entry.budget = static_cast<std::uint8_t>(listed.budget);
  entry.country = countries_.number(listed.shown.country());
  entry.region = regions_.number(o.region());
  entry.sectors = 0;
  for (const auto& code : o.sectors()) entry.sectors |= std::uint64_t{1} << std::min(sectors_.number(code), 63U);
  entry.verified = o.verified();
  entry.has_place = listed.shown.has_place();
  entry.place =
      entry.has_place ? Place{listed.shown.place().latitude(), listed.shown.place().longitude()} : middles_[o.region()];
  entry.confirmed_at_ms = listed.shown.confirmed_at_ms();
  entry.heads = folded_lines(o);
  for (const auto language : {kArabic, kFrench, kEnglish}) {
    entry.order[language] = collation::key(name_in(o.name(), language), kLanguages[language]);
    entry.order_head[language] = first_bytes(entry.order[language]);
  }
  entry.shown = listed.shown.SerializeAsString();
  entry.locality = localities_.put(o.region(), o.locality());
  file_words(entry, listed);
}

// A text is added once and forgotten later: what has changed is a new one.
void Catalogue::file_words(Entry& entry, const Listed& listed) {
  const auto& l = listed.shown.organisation().locality();
  const auto named = listed.searchable + " " + words::searchable(l.ar() + " " + l.fr() + " " + l.en());
  const auto hash = std::hash<std::string>{}(named + "\n" + listed.said);
  if (entry.text != 0 && entry.words_of == hash) return;
  outdated_ += entry.text != 0;
  entry.text = ++last_text_;
  entry.words_of = hash;
  for (const auto& word : names_.add(entry.text, named)) vocabulary_.add(word);
  said_.add(entry.text, listed.said);
  if (outdated_ > std::max(kFewOutdated, entries_.size())) forget_old_words();
}

void Catalogue::displace(const Entry& entry) {
  v1::FoundOrganisation shown;
  shown.ParseFromString(entry.shown);
  localities_.drop(shown.organisation().region(), shown.organisation().locality());
}

void Catalogue::forget_old_words() {
  std::vector<std::uint32_t> numbers(last_text_ + 1);
  for (const auto& entry : entries_) numbers[entry.text] = entry.listed;
  last_text_ = 0;
  for (auto& number : numbers)
    if (number != 0) number = ++last_text_;
  for (auto& entry : entries_) entry.text = numbers[entry.text];
  names_.renumber(numbers);
  said_.renumber(numbers);
  vocabulary_ = {};
  names_.each_word([this](const auto& word) { vocabulary_.add(word); });
  localities_ = {};
  for (auto& entry : entries_) {
    v1::FoundOrganisation shown;
    if (entry.listed) shown.ParseFromString(entry.shown);
    entry.locality = localities_.put(shown.organisation().region(), shown.organisation().locality());
  }
  outdated_ = 0;
}

}  // namespace wasl::directory::find
