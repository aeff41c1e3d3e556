// The mails that a server has written into its directory.
#pragma once
#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "support/eventually.hpp"
#include "support/http.hpp"
#include "support/server.hpp"

namespace wasl::test {

struct Letter {
  std::string head, body;
};

class Mailbox {
 public:
  explicit Mailbox(const Server& server) : directory_(server.mail_directory()) {}

  // Oldest first.
  std::vector<Letter> to(const std::string& address) const {
    std::vector<std::pair<std::filesystem::file_time_type, Letter>> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(directory_, none)) {
      if (entry.path().extension() != ".eml") continue;
      const auto text = read_file(entry.path());
      const auto gap = text.find("\r\n\r\n");
      if (text.find("To: <" + address + ">\r\n") < gap)
        found.push_back({entry.last_write_time(), {text.substr(0, gap), from_base64(text.substr(gap))}});
    }
    std::ranges::sort(found, {}, [](const auto& f) { return f.first; });
    std::vector<Letter> out;
    for (auto& f : found) out.push_back(std::move(f.second));
    return out;
  }

  // The token of the nth link to /PAGE in the mails to this address; waits for it; empty when it does not come.
  std::string token(const std::string& address, const std::string& page, std::size_t nth = 1) const {
    std::string token;
    const std::regex link("/" + page + "#token=([A-Za-z0-9_-]{43})");
    eventually([&] {
      std::size_t seen = 0;
      for (const auto& letter : to(address))
        if (std::smatch m; std::regex_search(letter.body, m, link) && ++seen == nth) token = m[1];
      return !token.empty();
    });
    return token;
  }

 private:
  std::string directory_;
};

}  // namespace wasl::test
