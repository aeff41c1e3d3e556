// Text for HTML, and the few elements that pages are made of. Pure.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wasl::directory::pages::html {

// Text as it may stand in an element and between the quotes of an attribute. Control characters, and those that turn
// the direction of what follows, are left out.
std::string escape(std::string_view text);

// Text as a string of JSON with its quotes, safe inside of a script element: nothing in it ends the script.
std::string json(std::string_view text);

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

// `content` is HTML already; values of attributes are text. An attribute without a value is left out.
std::string element(std::string_view name, const Attributes& attributes, std::string_view content);
// Without content or end: meta, link, img.
std::string lone(std::string_view name, const Attributes& attributes);

// What somebody wrote, kept apart from the direction of what is around it.
std::string bdi(std::string_view text);

}  // namespace wasl::directory::pages::html
