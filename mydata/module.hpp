// The public face of mydata, for the composition root.
#pragma once
#include <memory>
#include <span>

#include "media/access.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "storage/migrations.hpp"

namespace wasl::mydata {

class Handlers;
class Exporter;

class Module {
 public:
  Module(storage::Db& db, media::access::Files& media);
  ~Module();

  // Claims every rpc of wasl.mydata.v1.MyDataService.
  void bind(router::Registry& registry);

  // Somebody's account is deleted: no archive is made or listed any more.
  void forget_person(storage::Tx& tx, PersonId person);

  // Makes archives, from start to stop.
  void start();
  void stop();

 private:
  std::unique_ptr<Exporter> exporter_;
  std::shared_ptr<Handlers> handlers_;
};

// After those of accounts.
std::span<const storage::Migration> migrations();

}  // namespace wasl::mydata
