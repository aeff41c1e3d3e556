#include "core/command_line.hpp"

namespace wasl {

namespace {

void add_setting(Settings& settings, const std::string& key, const std::string& value) {
  auto& known = settings[key];
  if (!known.empty() && key != "redis") throw Usage("--" + key + " is given twice");
  known += (known.empty() ? "" : ",") + value;
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& words) {
  CommandLine out;
  for (auto it = words.begin(); it != words.end(); ++it) {
    const auto word = *it;
    if (word == "--config" || word == "--listen" || word == "--redis") {
      if (++it == words.end()) throw Usage(word + " needs a value");
      if (word == "--config")
        out.config_file = *it;
      else
        add_setting(out.settings, word.substr(2), *it);
    } else if (out.command.empty()) {
      out.command = word;
    } else {
      out.arguments.push_back(word);
    }
  }
  if (!out.settings.empty() && out.command != "serve" && out.command != "config")
    throw Usage("--" + out.settings.begin()->first + " goes with `serve` and `config` only");
  return out;
}

}  // namespace wasl
