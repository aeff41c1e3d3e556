// ejabberd with rooms archived in PostgreSQL (Debian packages ejabberd and erlang-p1-pgsql). Never the system's
// service: a process of its own, with its own configuration, files and database, and no part of Erlang's network of
// nodes.
#pragma once
#include "bench.hpp"
#include "subjects/subject.hpp"

namespace wasl::bench {

class EjabberdSubject final : public Subject {
 public:
  explicit EjabberdSubject(Bench& bench) : bench_(bench) {}
  std::string name() const override { return "ejabberd"; }
  std::string missing() const override;
  std::unique_ptr<Stage> open(const Size& size) override;

 private:
  void make_database(std::size_t people);
  std::string configure(std::uint16_t port);

  Bench& bench_;
  std::string password_;
};

}  // namespace wasl::bench
