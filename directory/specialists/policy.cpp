#include "directory/specialists/policy.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/profiles/shapes.hpp"

namespace wasl::directory::specialists::policy {

namespace {

namespace shapes = profiles::shapes;
using std::chrono::year_month_day;

constexpr std::size_t kLongestProfile = 2000, kLongestReason = 1000;
constexpr int kMostSectors = 5, kMostPlaces = 20, kMostLanguages = 10;
constexpr unsigned kMostAtOnce = 20, kUsualAtOnce = 3;

[[noreturn]] void refuse(const std::string& field, const char* reason, const std::string& message) {
  throw invalid(field, std::string("specialists.") + reason, message);
}

std::string cleaned(const std::string& typed, const char* field) {
  auto text = text::clean(typed);
  if (text::length(text) > kLongestProfile) refuse(field, "too_long", "At most 2000 characters.");
  return text;
}

void clean_profile(v1::Offer& offer) {
  auto& p = *offer.mutable_profile();
  p.set_ar(cleaned(p.ar(), "profile.ar"));
  p.set_fr(cleaned(p.fr(), "profile.fr"));
  p.set_en(cleaned(p.en(), "profile.en"));
  if (p.ar().empty() && p.fr().empty() && p.en().empty())
    refuse("profile", "profile_missing", "Say in one language at least what you can help with.");
}

using Codes = google::protobuf::RepeatedPtrField<std::string>;

// Each once, in the order given.
template <class IsOne>
void clean_codes(Codes& codes, const std::string& field, const char* wrong, int least, int most, IsOne is_one) {
  std::set<std::string> seen;
  Codes out;
  for (int i = 0; i < codes.size(); ++i) {
    if (!is_one(codes[i])) refuse(field + "[" + std::to_string(i) + "]", wrong, "There is no such thing.");
    if (seen.insert(codes[i]).second) *out.Add() = codes[i];
    if (out.size() > most) refuse(field, "too_many", "At most " + std::to_string(most) + ".");
  }
  if (out.size() < least) refuse(field, "missing", "One at least.");
  codes = std::move(out);
}

std::optional<year_month_day> day_of(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0;
  const auto read = [&](std::size_t from, std::size_t length, auto& into) {
    const auto* end = text.data() + from + length;
    const auto done = std::from_chars(text.data() + from, end, into);
    return done.ec == std::errc() && done.ptr == end;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!read(0, 4, year) || !read(5, 2, month) || !read(8, 2, day)) return std::nullopt;
  const year_month_day out{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return out.ok() ? std::optional(out) : std::nullopt;
}

void clean_availability(v1::Offer& offer, year_month_day today) {
  if (!v1::Availability_IsValid(offer.availability()) || offer.availability() == v1::AVAILABILITY_UNSPECIFIED)
    refuse("availability", "bad_availability", "Open, busy or away.");
  if (offer.availability() != v1::AVAILABILITY_BUSY) return offer.clear_busy_until();
  const auto until = day_of(offer.busy_until());
  if (!until || *until <= today || *until > today + std::chrono::years(1))
    refuse("busy_until", "bad_day", "A day after today, within a year.");
}

void few(v1::MyOffer& offer) {
  offer.clear_waiting_sectors();
  offer.clear_reason();
}

void precondition(bool holds, const char* reason, const char* message) {
  require(holds, {Code::kFailedPrecondition, reason, message});
}

}  // namespace

v1::Offer clean(const v1::Offer& typed, const profiles::Known& known, year_month_day today) {
  auto offer = typed;
  clean_profile(offer);
  clean_codes(*offer.mutable_sectors(), "sectors", "bad_sector", 1, kMostSectors,
              [&](const auto& code) { return known.sectors.contains(code); });
  clean_codes(*offer.mutable_places(), "places", "bad_place", 0, kMostPlaces,
              [&](const auto& code) { return known.country_of.contains(code) || shapes::is_country(code); });
  clean_codes(*offer.mutable_languages(), "languages", "bad_language", 1, kMostLanguages,
              [](const auto& code) { return shapes::is_language(code); });
  clean_availability(offer, today);
  if (offer.at_once() > kMostAtOnce) refuse("at_once", "bad_number", "1 to 20 questions at a time.");
  if (offer.at_once() == 0) offer.set_at_once(kUsualAtOnce);
  return offer;
}

v1::MyOffer changed(const v1::MyOffer& before, const v1::Offer& now) {
  v1::MyOffer out = before;
  *out.mutable_offer() = now;
  if (before.state() != v1::OFFER_ACCEPTED) {
    few(out);
    out.set_state(v1::OFFER_WAITING);
    out.set_version(before.version() + 1);
    return out;
  }
  const std::set<std::string> had(before.offer().sectors().begin(), before.offer().sectors().end());
  const bool fewer = std::ranges::all_of(now.sectors(), [&](const auto& code) { return had.contains(code); });
  if (!fewer) *out.mutable_offer()->mutable_sectors() = before.offer().sectors();
  const auto& wanted = fewer ? Codes() : now.sectors();
  const bool same = std::ranges::equal(wanted, before.waiting_sectors());
  if (!same) {
    few(out);
    *out.mutable_waiting_sectors() = wanted;
    out.set_version(before.version() + 1);
  }
  return out;
}

v1::MyOffer decided(const v1::MyOffer& before, bool accept, const std::string& reason) {
  auto out = before;
  few(out);
  out.set_version(before.version() + 1);
  if (!accept) {
    out.set_reason(reason);
    if (before.state() == v1::OFFER_WAITING) out.set_state(v1::OFFER_RETURNED);
    return out;
  }
  if (before.waiting_sectors_size() > 0) *out.mutable_offer()->mutable_sectors() = before.waiting_sectors();
  out.set_state(v1::OFFER_ACCEPTED);
  return out;
}

std::string cursor_after(const Record& last) { return "s" + std::to_string(raw(last.person)) + "." + last.place; }

std::pair<std::string, PersonId> read_cursor(std::string_view cursor) {
  constexpr std::size_t kLongest = 4000;
  if (cursor.empty()) return {};
  if (cursor.starts_with('s') && cursor.size() <= kLongest && cursor.find('\0') == std::string_view::npos) {
    std::int64_t id = 0;
    const auto* end = cursor.data() + cursor.size();
    const auto read = std::from_chars(cursor.data() + 1, end, id);
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == '.' && id > 0)
      return {std::string(read.ptr + 1, end), PersonId{id}};
  }
  throw invalid("cursor", "directory.bad_cursor", "Start again from the first page.");
}

void may_decide(const router::Viewer& viewer) {
  require(viewer.is(router::kVerifier) || viewer.is(router::kAdministrator),
          {Code::kPermissionDenied, "specialists.verifiers_only", "This is for verifiers and administrators."});
}

void may_be_decided(const router::Viewer& viewer, const Record& record, const v1::DecideOfferRequest& request) {
  require(record.person != viewer.person,
          {Code::kPermissionDenied, "specialists.own_offer", "Somebody else decides about your own offer."});
  precondition(record.waits(), "specialists.decided", "It has been decided already.");
  require(record.offer.version() == request.version(),
          {Code::kAborted, "specialists.changed_meanwhile", "It has been changed meanwhile: look at it again."});
}

std::string reason(const v1::DecideOfferRequest& request) {
  if (request.accept()) return {};
  auto text = text::clean(request.reason());
  if (text.empty()) refuse("reason", "reason_missing", "Say what is to be changed.");
  if (text::length(text) > kLongestReason) refuse("reason", "too_long", "At most 1000 characters.");
  return text;
}

}  // namespace wasl::directory::specialists::policy
