#include "directory/find/localities.hpp"

#include <unicode/utf8.h>

#include <algorithm>

#include "core/text.hpp"
#include "core/words.hpp"

namespace wasl::directory::find {

namespace {

constexpr std::size_t kLongestKey = 200;  // bytes

bool has_arabic(std::string_view text) {
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c >= 0x0600 && c <= 0x06FF) return true;
  }
  return false;
}

using Counts = std::map<std::string, std::uint32_t>;

void change(Counts& counts, const std::string& key, int by) {
  const auto at = counts.try_emplace(key, 0).first;
  at->second += static_cast<std::uint32_t>(by);
  if (at->second == 0) counts.erase(at);
}

// Of several that are said as often, the first in order: the same in every process.
std::string most(const Counts& counts) {
  std::string out;
  std::uint32_t best = 0;
  for (const auto& [key, count] : counts)
    if (count > best) {
      out = key;
      best = count;
    }
  return out;
}

}  // namespace

std::string locality_value(const std::string& region, std::string_view name) {
  std::string key;
  for (const auto& word : words::split(name)) key += (key.empty() ? "" : " ") + word.folded;
  key = text::head(key, kLongestKey);
  while (key.ends_with(' ')) key.pop_back();
  return key.empty() ? key : region + ":" + key;
}

std::string locality_value(std::string_view asked) {
  const auto colon = std::min(asked.find(':'), asked.size());
  return locality_value(std::string(asked.substr(0, colon)), asked.substr(std::min(asked.size(), colon + 1)));
}

std::uint32_t Localities::find(const std::string& value) const {
  const auto at = numbers_.find(value);
  return at == numbers_.end() ? 0 : at->second;
}

std::uint32_t Localities::number(const std::string& value) {
  if (value.empty()) return 0;
  const auto [at, fresh] = numbers_.try_emplace(value, static_cast<std::uint32_t>(all_.size()));
  if (fresh) all_.push_back({value, at->second});
  return at->second;
}

Localities::Spelt Localities::spelt(const std::string& region, const wasl::v1::LocalText& written) {
  Spelt out;
  for (const auto* line : {&written.fr(), &written.en(), &written.ar()}) {
    const auto value = locality_value(region, *line);
    auto& kind = has_arabic(value) ? out.arabic : out.latin;
    if (kind == 0) kind = number(value);
  }
  return out;
}

void Localities::settle(One& arabic, std::uint32_t number) const {
  arabic.under = arabic.beside.empty() ? number : find(most(arabic.beside));
}

void Localities::count(const wasl::v1::LocalText& written, const Spelt& spelt, int by) {
  auto& names = all_[spelt.number()].written;
  const std::array lines{&written.ar(), &written.fr(), &written.en()};
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!lines[i]->empty()) change(names[i], *lines[i], by);
  if (spelt.latin == 0 || spelt.arabic == 0) return;
  auto& arabic = all_[spelt.arabic];
  change(arabic.beside, all_[spelt.latin].value, by);
  settle(arabic, spelt.arabic);
}

std::uint32_t Localities::put(const std::string& region, const wasl::v1::LocalText& written) {
  const auto found = spelt(region, written);
  if (found.number() != 0) count(written, found, 1);
  return found.number();
}

void Localities::drop(const std::string& region, const wasl::v1::LocalText& written) {
  const auto found = spelt(region, written);
  if (found.number() != 0) count(written, found, -1);
}

wasl::v1::LocalText Localities::name(std::uint32_t number) const {
  const auto& written = all_[number].written;
  wasl::v1::LocalText out;
  out.set_ar(most(written[0]));
  out.set_fr(most(written[1]));
  out.set_en(most(written[2]));
  return out;
}

}  // namespace wasl::directory::find
