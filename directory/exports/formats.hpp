// How an export is written, piece by piece. Pure.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "directory/exports/columns.hpp"

namespace wasl::directory::exports {

// Texts that together are the file: begin(), each one(), end().
class Format {
 public:
  virtual ~Format() = default;
  virtual std::string begin() = 0;
  // Empty: this one is not in it.
  virtual std::string one(const v1::PublicProfile& organisation) = 0;
  virtual std::string end() { return {}; }

  virtual std::string type() const = 0;    // "text/csv; charset=utf-8"
  virtual std::string ending() const = 0;  // ".csv"
};

// ".csv", ".json" or ".geojson"; null: there is no such format.
std::unique_ptr<Format> format(std::string_view ending, const std::string& public_url, Contacts contacts);

}  // namespace wasl::directory::exports
