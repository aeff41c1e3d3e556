#include "directory/imports/texts.hpp"

namespace wasl::directory::imports {

std::vector<std::string> texts_of(std::string_view array) {
  std::vector<std::string> out;
  std::string item;
  bool quoted = false, some = false;
  for (std::size_t i = 1; i < array.size(); ++i) {
    const char c = array[i];
    if (c == '"') {
      quoted = !quoted;
      some = true;
    } else if (c == '\\') {
      item += array[++i];
    } else if (!quoted && (c == ',' || c == '}')) {
      if (some || !item.empty()) out.push_back(item);
      item.clear();
      some = false;
    } else {
      item += c;
    }
  }
  return out;
}

}  // namespace wasl::directory::imports
