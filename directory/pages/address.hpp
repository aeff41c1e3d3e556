// The query of an address (RFC 3986), as forms write it. Pure; it reads what strangers write.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wasl::directory::pages {

class Query {
 public:
  // Of a request's target; what comes after 200 parameters is left out.
  explicit Query(std::string_view target);

  // The first of that name; empty when there is none.
  std::string one(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

}  // namespace wasl::directory::pages
