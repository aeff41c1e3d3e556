// Which texts have which words, in memory: a list of texts for each word, in a byte or two for each of them.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.hpp"

namespace wasl::directory::find {

// A set of texts.
class Texts {
 public:
  explicit Texts(std::size_t most = 0) : bits_(most / 64 + 1) {}
  void add(std::uint32_t text) { bits_[text / 64] |= std::uint64_t{1} << text % 64; }
  bool has(std::uint32_t text) const { return (bits_[text / 64] >> text % 64 & 1) != 0; }
  // Both sets are of as many texts.
  void unite(const Texts& other);
  void intersect(const Texts& other);

 private:
  std::vector<std::uint64_t> bits_;
};

class WordIndex {
 public:
  // Texts are numbered from 1; each is added before those of greater numbers. `searchable`: words between spaces
  // (core/words). Tells the words that no text had before.
  std::vector<std::string> add(std::uint32_t text, std::string_view searchable);

  // Whether some text meets the term.
  bool knows(const words::Term& term) const;
  void mark(const words::Term& term, Texts& into) const;

  // Forgets the texts whose new number is 0 and the words that only they had. New numbers keep the order.
  void renumber(const std::vector<std::uint32_t>& numbers);

  // Calls f(word) for each.
  template <class F>
  void each_word(F f) const {
    for (const auto& [word, list] : lists_) f(word);
  }

 private:
  // Distances from one text to the next, each in as many bytes of seven bits as it needs.
  struct List {
    std::string steps;
    std::uint32_t last = 0;
    void add(std::uint32_t text);
    template <class F>
    void each(F f) const;
  };
  std::map<std::string, List, std::less<>> lists_;
};

}  // namespace wasl::directory::find
