#include "directory/find/localities.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace wasl::directory::find {

namespace {

using wasl::v1::LocalText;

std::string value_of(const std::string& region, const std::string& name) { return region + ":" + text::fold(name); }

std::vector<std::string> values_of(const std::string& region, const LocalText& name) {
  std::vector<std::string> out;
  for (const auto* one : {&name.ar(), &name.fr(), &name.en()})
    if (!one->empty()) out.push_back(value_of(region, *one));
  return out;
}

void complete(LocalText& name, const LocalText& with) {
  if (name.ar().empty()) name.set_ar(with.ar());
  if (name.fr().empty()) name.set_fr(with.fr());
  if (name.en().empty()) name.set_en(with.en());
}

}  // namespace

std::uint32_t Localities::number(const std::string& region, const LocalText& name) {
  const auto values = values_of(region, name);
  if (values.empty()) return 0;
  std::uint32_t found = 0;
  for (const auto& value : values) {
    const auto known = find(value);
    if (known == 0) continue;
    if (found != 0 && known != found) unite(std::min(found, known), std::max(found, known));
    found = root(known);
  }
  if (found == 0) {
    found = static_cast<std::uint32_t>(places_.size());
    places_.push_back({found, region, {}});
  }
  complete(places_[found].name, name);
  for (const auto& value : values) values_.try_emplace(value, found);
  return found;
}

std::uint32_t Localities::root(std::uint32_t number) const {
  while (places_[number].parent != number) number = places_[number].parent;
  return number;
}

std::uint32_t Localities::find(const std::string& value) const {
  const auto at = values_.find(value);
  return at == values_.end() ? 0 : root(at->second);
}

std::string Localities::value(std::uint32_t root) const {
  const auto& [parent, region, name] = places_[root];
  return value_of(region, !name.fr().empty() ? name.fr() : !name.en().empty() ? name.en() : name.ar());
}

void Localities::unite(std::uint32_t into, std::uint32_t from) {
  places_[from].parent = into;
  complete(places_[into].name, places_[from].name);
}

}  // namespace wasl::directory::find
