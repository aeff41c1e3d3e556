// What the person at the terminal asked for.
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "core/config.hpp"

namespace wasl {

// Not understood; what() is one sentence.
struct Usage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct CommandLine {
  std::string command;  // may be empty
  std::vector<std::string> arguments;
  std::string config_file;
  Settings settings;  // that outweigh the environment and the file
};

// Options may stand anywhere. --redis may be given several times: together they are the list. Throws Usage.
CommandLine parse_command_line(const std::vector<std::string>& words);

}  // namespace wasl
