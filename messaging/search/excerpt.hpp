// What is shown of a text that was found. Pure.
#pragma once
#include <string>
#include <vector>

#include "core/words.hpp"
#include "wasl/messaging/v1/search.pb.h"

namespace wasl::messaging::search {

struct Excerpt {
  std::string text;
  std::vector<v1::Span> highlights;
  bool complete;  // every term was found in the text
};

// The part of `text` around the first word that meets a term: whole words, about 160 characters.
Excerpt excerpt(const std::string& text, const std::vector<words::Term>& terms);

// The whole text, whatever its length.
Excerpt marked(const std::string& text, const std::vector<words::Term>& terms);

}  // namespace wasl::messaging::search
