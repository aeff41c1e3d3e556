// From the cells of a row to a profile. Pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "directory/imports/table.hpp"
#include "directory/profiles/clean.hpp"
#include "wasl/directory/v1/imports.pb.h"

namespace wasl::directory::imports {

// The words by which sectors and regions are known, folded -> code: codes and names in three languages.
struct Vocabulary {
  profiles::Known known;
  std::map<std::string, std::string> sectors, regions;
};

bool is_field(const std::string& field);

// For each column of the header the field that its name suggests, each field once; "" where none does.
std::vector<std::string> suggest(const Cells& header);

struct Made {
  v1::Profile profile;                  // cleaned when there are no errors
  std::vector<v1::ImportError> errors;  // without their row
};
Made make(const Cells& cells, const std::vector<std::string>& fields, const Vocabulary& vocabulary);

}  // namespace wasl::directory::imports
