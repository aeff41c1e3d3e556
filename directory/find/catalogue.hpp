// All published organisations, in memory: what they are filtered and found by, and how they are shown in lists. The
// database holds them; each process reads what has changed there (find/store).
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/ids.hpp"
#include "directory/find/localities.hpp"
#include "directory/find/vocabulary.hpp"
#include "directory/find/word_index.hpp"
#include "wasl/directory/v1/find.pb.h"

namespace wasl::directory::find {

// Short lists of codes become numbers: 0 is none.
class Codes {
 public:
  std::uint32_t number(const std::string& code);      // gives a new one when it is new
  std::uint32_t find(const std::string& code) const;  // 0: not there
  const std::string& code(std::uint32_t number) const { return codes_[number]; }
  std::size_t size() const { return codes_.size(); }

 private:
  std::vector<std::string> codes_{""};
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

enum Language { kArabic, kFrench, kEnglish };

struct Place {
  double latitude = 0, longitude = 0;
};

// As it is read.
struct Listed {
  v1::FoundOrganisation shown;
  std::uint32_t members = 0, staff = 0, volunteers = 0;  // CountBand
  std::uint32_t budget = 0;                              // BudgetBand
  std::string searchable;                                // its names' words (core/words)
  std::string said;                                      // those of its mission and description (search_index)
  bool published = false;
};

struct Entry {
  OrganisationId id{0};
  std::uint8_t kind = 0, members = 0, staff = 0, volunteers = 0, budget = 0;
  std::uint32_t country = 0, region = 0, locality = 0;
  std::uint32_t text = 0;     // its number in the word indexes; 0: none yet
  std::size_t words_of = 0;   // a hash of what they have of it
  std::uint64_t sectors = 0;  // bit n: the sector whose number is n; of more than 63 the last are not told apart
  bool verified = false, has_place = false, listed = false;
  Place place;  // its own, else the middle of its region
  std::int64_t confirmed_at_ms = 0;
  std::string heads;                          // each name and the abbreviation, folded, between line ends
  std::array<std::string, 3> order;           // how its name sorts, by language
  std::array<std::uint64_t, 3> order_head{};  // the first eight bytes of that
  std::string shown;                          // v1::FoundOrganisation, encoded
};

class Catalogue {
 public:
  void set_region(const std::string& code, Place middle) { middles_[code] = middle; }
  // What is not published any more is kept without being listed, so that a page can be continued after it.
  void put(const Listed& listed);

  const std::vector<Entry>& entries() const { return entries_; }
  const Entry* find(OrganisationId id) const;
  // Of a region; nothing when there is no such one.
  std::optional<Place> middle(const std::string& region) const;
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const WordIndex& names() const { return names_; }  // words of names, abbreviations and localities
  const WordIndex& said() const { return said_; }    // those of missions and descriptions
  std::uint32_t last_text() const { return last_text_; }
  const Localities& localities() const { return localities_; }
  const Codes& sectors() const { return sectors_; }
  const Codes& countries() const { return countries_; }
  const Codes& regions() const { return regions_; }

 private:
  void file(Entry& entry, const Listed& listed);
  void file_words(Entry& entry, const Listed& listed);
  void displace(const Entry& entry);
  void forget_old_words();

  std::vector<Entry> entries_;
  std::unordered_map<std::int64_t, std::size_t> at_;
  std::unordered_map<std::string, Place> middles_;
  Vocabulary vocabulary_;
  WordIndex names_, said_;
  std::uint32_t last_text_ = 0;
  std::size_t outdated_ = 0;  // texts whose words are still there
  Localities localities_;
  Codes sectors_, countries_, regions_;
};

}  // namespace wasl::directory::find
