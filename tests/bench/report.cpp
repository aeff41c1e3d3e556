#include "report.hpp"

#include <fstream>
#include <stdexcept>

namespace wasl::bench {

namespace {

std::string cell(const std::optional<double>& value, const char* pattern) {
  return value ? format(pattern, *value) : "-";
}

std::string json(const std::optional<double>& value) { return value ? format("%.6g", *value) : "null"; }

std::string quoted(const std::string& text) { return '"' + text + '"'; }  // ours: nothing in it needs to be escaped

std::string json(const Row& r) {
  const std::vector<std::pair<const char*, std::string>> fields{
      {"scenario", quoted(r.scenario)},
      {"subject", quoted(r.subject)},
      {"n", std::to_string(r.n)},
      {"window", std::to_string(r.window)},
      {"rate", json(r.rate)},
      {"deliveries_per_s", json(r.deliveries_per_s)},
      {"server_cpu_s_per_million", json(r.server_cpu)},
      {"db_cpu_s_per_million", json(r.db_cpu)},
      {"p50_ms", json(r.p50_ms)},
      {"p99_ms", json(r.p99_ms)},
      {"bytes_per_connection", json(r.bytes_per_connection)},
      {"floor_ratio", json(r.floor_ratio)},
      {"note", quoted(r.note)},
  };
  std::string out;
  for (const auto& [key, value] : fields) out += (out.empty() ? "{" : ", ") + quoted(key) + ": " + value;
  return out + "}";
}

}  // namespace

void Report::print_head() {
  std::printf("%-28s %-9s %6s %6s %11s %9s %9s %8s %8s %8s %7s\n", "scenario", "subject", "n", "window", "deliver/s",
              "srv us", "db us", "p50 ms", "p99 ms", "B/conn", "floor x");
}

void Report::add(Row r) {
  std::printf("%-28s %-9s %6zu %6zu %11.0f %9s %9s %8s %8s %8s %7s  %s\n", r.scenario.c_str(), r.subject.c_str(), r.n,
              r.window, r.deliveries_per_s, cell(r.server_cpu, "%.3f").c_str(), cell(r.db_cpu, "%.3f").c_str(),
              cell(r.p50_ms, "%.2f").c_str(), cell(r.p99_ms, "%.2f").c_str(),
              cell(r.bytes_per_connection, "%.0f").c_str(), cell(r.floor_ratio, "%.2f").c_str(), r.note.c_str());
  std::fflush(stdout);
  rows_.push_back(std::move(r));
}

void Report::write_json(const std::string& path) const {
  std::ofstream out(path);
  out << "[\n";
  for (std::size_t i = 0; i < rows_.size(); ++i) out << "  " << json(rows_[i]) << (i + 1 < rows_.size() ? ",\n" : "\n");
  out << "]\n";
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace wasl::bench
