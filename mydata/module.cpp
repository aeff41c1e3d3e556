#include "mydata/module.hpp"

#include "mydata/exporter.hpp"
#include "mydata/handlers.hpp"
#include "mydata/store.hpp"
#include "router/service.hpp"

namespace wasl::mydata {

Module::Module(storage::Db& db, media::access::Files& media)
    : exporter_(std::make_unique<Exporter>(db, media)),
      handlers_(std::make_shared<Handlers>(db, !media.workshop().empty(), [this] { exporter_->nudge(); })) {}

Module::~Module() = default;

void Module::bind(router::Registry& registry) {
  router::Service service(registry, "wasl.mydata.v1.MyDataService", handlers_);
  service.bind("StartExport", &Handlers::start_export);
  service.bind("ListExports", &Handlers::list_exports);
}

void Module::forget_person(storage::Tx& tx, PersonId person) { store::forget(tx, person); }

void Module::start() { exporter_->start(); }
void Module::stop() { exporter_->stop(); }

}  // namespace wasl::mydata
