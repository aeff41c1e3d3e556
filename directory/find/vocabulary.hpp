// Which words of names look like one that no name has.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/words.hpp"

namespace wasl::directory::find {

class Vocabulary {
 public:
  // Each word once; they stay when their texts go: see Catalogue.
  void add(const std::string& word);

  // At most five words that a slip of the pen may have made of this one (find/edits), or that share enough of their
  // runs of three letters (Jaccard, as trigram searches rank); the likest first.
  std::vector<std::string> similar(const std::string& word) const;

 private:
  struct Known {
    std::string word;
    std::uint32_t grams;
  };
  std::vector<Known> known_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_gram_;
};

}  // namespace wasl::directory::find
