// Towns and quarters, as organisations name them. Within a region, names that fold alike are one place, and so are
// names that some organisation gives together, in several languages. What has come together stays together.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "wasl/common.pb.h"

namespace wasl::directory::find {

class Localities {
 public:
  // A number for what an organisation says; 0: it says nothing.
  std::uint32_t number(const std::string& region, const wasl::v1::LocalText& name);

  // The one number that stands for all of the same place.
  std::uint32_t root(std::uint32_t number) const;

  // Of a place's value, in any of its names; 0: nobody says so.
  std::uint32_t find(const std::string& value) const;

  // "TN-81:gabes": what a filter names it by. Of a root.
  std::string value(std::uint32_t root) const;
  const wasl::v1::LocalText& name(std::uint32_t root) const { return places_[root].name; }
  std::size_t size() const { return places_.size(); }

 private:
  struct Known {
    std::uint32_t parent = 0;
    std::string region;
    wasl::v1::LocalText name;
  };
  void unite(std::uint32_t into, std::uint32_t from);

  std::vector<Known> places_{Known{}};
  std::unordered_map<std::string, std::uint32_t> values_;
};

}  // namespace wasl::directory::find
