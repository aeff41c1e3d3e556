// Which words the directory has, and which of them look like one that it has not.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/words.hpp"

namespace wasl::directory::find {

class Vocabulary {
 public:
  // The words of a searchable text (core/words), between spaces. Words stay when their texts go: see Catalogue.
  void add(std::string_view searchable);

  // Whether some text could meet this term.
  bool knows(const words::Term& term) const;

  // At most five words that a slip of the pen may have made of this one (find/edits), or that share enough of their
  // runs of three letters (Jaccard, as trigram searches rank); the likest first.
  std::vector<std::string> similar(const std::string& word) const;

 private:
  struct Known {
    std::string word;
    std::uint32_t grams;
  };
  std::set<std::string, std::less<>> all_;
  std::vector<Known> known_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_gram_;
};

}  // namespace wasl::directory::find
