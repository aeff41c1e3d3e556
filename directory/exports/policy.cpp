#include "directory/exports/policy.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/error.hpp"
#include "directory/rows.hpp"

namespace wasl::directory::exports {

namespace policy {

namespace {

Refused bad(const char* field) { return invalid(field, "directory.bad_filter", "There is no such filter."); }

v1::OrganisationKind kind_of(const std::string& word) {
  const auto kind = rows::kind(word);
  require(kind != v1::ORGANISATION_UNSPECIFIED, bad("kind"));
  return kind;
}

// Of a CountBand or a BudgetBand.
template <class Band>
Band band_of(const std::string& text, bool (*is_valid)(int), const char* field) {
  int band = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, band);
  require(read.ec == std::errc() && read.ptr == end && band > 0 && is_valid(band), bad(field));
  return static_cast<Band>(band);
}

v1::CountBand count_of(const std::string& text, const char* field) {
  return band_of<v1::CountBand>(text, v1::CountBand_IsValid, field);
}

// "nearest" has no meaning on paper: where the reader is stays with the reader.
v1::OrganisationOrder order_of(const std::string& word) {
  if (word == "name") return v1::ORDER_NAME;
  if (word == "confirmed") return v1::ORDER_CONFIRMED;
  require(word.empty() || word == "best" || word == "nearest", bad("order"));
  return v1::ORDER_BEST;
}

}  // namespace

Contacts contacts_for(const router::Viewer& viewer) {
  return viewer.is(router::kVerifier) || viewer.is(router::kAdministrator) ? Contacts::kAll : Contacts::kPublic;
}

v1::FindOrganisationsRequest asked(const pages::Query& query) {
  v1::FindOrganisationsRequest out;
  auto& filter = *out.mutable_filter();
  filter.set_query(query.one("q"));
  for (const auto& word : query.all("kind")) filter.add_kinds(kind_of(word));
  for (const auto& code : query.all("country")) filter.add_countries(code);
  for (const auto& code : query.all("region")) filter.add_regions(code);
  for (const auto& code : query.all("sector")) filter.add_sectors(code);
  for (const auto& value : query.all("locality")) filter.add_localities(value);
  for (const auto& text : query.all("members")) filter.add_members(count_of(text, "members"));
  for (const auto& text : query.all("staff")) filter.add_staff(count_of(text, "staff"));
  for (const auto& text : query.all("volunteers")) filter.add_volunteers(count_of(text, "volunteers"));
  for (const auto& text : query.all("budget"))
    filter.add_budgets(band_of<v1::BudgetBand>(text, v1::BudgetBand_IsValid, "budget"));
  filter.set_verified(query.has("verified"));
  filter.set_confirmed(query.has("confirmed"));
  out.set_order(order_of(query.one("order")));
  return out;
}

}  // namespace policy

void Allowance::take(PersonId person, Clock::time_point now) {
  if (!limited_) return;
  constexpr std::size_t kMostRemembered = 10'000;
  const auto before = now - std::chrono::minutes(1);
  const std::lock_guard lock(mutex_);
  if (taken_.size() > kMostRemembered)
    std::erase_if(taken_, [&](const auto& one) { return one.second.empty() || one.second.back() <= before; });
  auto& mine = taken_[person];
  while (!mine.empty() && mine.front() <= before) mine.pop_front();
  if (mine.size() >= std::max<std::size_t>(1, most_))
    throw Refused(Code::kResourceExhausted, "rate_limited", "Too many exports. Wait a minute.")
        .retry_after(std::chrono::duration_cast<std::chrono::milliseconds>(mine.front() - before));
  mine.push_back(now);
}

}  // namespace wasl::directory::exports
