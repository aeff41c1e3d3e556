// The places that organisations write in their own words, brought together where they are the same.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "wasl/common.pb.h"

namespace wasl::directory::find {

// What a filter names a place by: "TN-81:gabes", a region and a name in its normal form, that is, its words as a search
// sees them (core/words). "Gabès" and "GABES" are "gabes", "قابِس" is "قابس". Of itself it is its own. Empty: there is
// neither a letter nor a digit in the name.
std::string locality_value(const std::string& region, std::string_view name);
// The same of what somebody asks for: "TN-81:Gabès".
std::string locality_value(std::string_view asked);

// Within a region, an organisation counts under its Latin spelling (French before English), else under its Arabic one.
// Who writes only in Arabic goes where most of those go who write the same and say the Latin spelling, too: so one who
// errs joins no two places.
class Localities {
 public:
  // One more, or one less, who writes so; the number of the spelling; 0: none.
  std::uint32_t put(const std::string& region, const wasl::v1::LocalText& written);
  void drop(const std::string& region, const wasl::v1::LocalText& written);

  std::uint32_t find(const std::string& value) const;                             // 0: nobody has written it
  std::uint32_t group(std::uint32_t number) const { return all_[number].under; }  // of the spelling it is counted under
  const std::string& value(std::uint32_t number) const { return all_[number].value; }
  // In each language as most write it.
  wasl::v1::LocalText name(std::uint32_t number) const;
  // Numbers are below this.
  std::size_t size() const { return all_.size(); }

 private:
  struct One {
    std::string value;
    std::uint32_t under = 0;
    std::array<std::map<std::string, std::uint32_t>, 3> written{};  // by language: how many write it so
    std::map<std::string, std::uint32_t> beside{};                  // of an Arabic one: how many say which Latin one
  };
  struct Spelt {
    std::uint32_t latin = 0, arabic = 0;
    std::uint32_t number() const { return latin != 0 ? latin : arabic; }
  };
  std::uint32_t number(const std::string& value);
  Spelt spelt(const std::string& region, const wasl::v1::LocalText& written);
  void settle(One& arabic, std::uint32_t number) const;
  void count(const wasl::v1::LocalText& written, const Spelt& spelt, int by);

  std::vector<One> all_ = std::vector<One>(1);
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace wasl::directory::find
