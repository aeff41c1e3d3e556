// What was measured: one row per scenario, subject and size; a table on the terminal, JSON in a file.
#pragma once
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace wasl::bench {

struct Row {
  std::string scenario, subject = "wasl";
  std::size_t n = 0, window = 0;
  double rate = 0, deliveries_per_s = 0;
  std::optional<double> server_cpu{}, db_cpu{};  // seconds per million deliveries: microseconds each
  std::optional<double> p50_ms{}, p99_ms{}, bytes_per_connection{}, floor_ratio{};
  std::string note{};
};

class Report {
 public:
  static void print_head();
  void add(Row row);  // prints it, too
  void write_json(const std::string& path) const;

 private:
  std::vector<Row> rows_;
};

// printf, into a string.
template <class... Values>
std::string format(const char* pattern, Values... values) {
  char out[256];
  std::snprintf(out, sizeof out, pattern, values...);
  return out;
}

}  // namespace wasl::bench
