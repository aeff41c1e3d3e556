// One person who asks one thing after the other, and how long each answer takes.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "bench.hpp"
#include "load/wasl_line.hpp"
#include "meter.hpp"

namespace wasl::bench {

class Asker {
 public:
  Asker(Bench& bench, const Server& server, const std::string& token);

  // The answer's body. Throws when it is a refusal.
  const std::string& ask(const std::string& method, const std::string& body);

  // `once` asks once; a few first times do not count. Fills the rates, costs and latencies of the row.
  void measure(Row& row, std::size_t count, const std::function<void()>& once);

 private:
  Bench& bench_;
  const Server& server_;
  bool answered_ = false;
  std::string body_;
  WaslLine line_;
};

}  // namespace wasl::bench
