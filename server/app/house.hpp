// Everything but the gateway; enough for administration.
#pragma once
#include <memory>

#include "accounts/module.hpp"
#include "bus/bus.hpp"
#include "core/config.hpp"
#include "core/workers.hpp"
#include "directory/module.hpp"
#include "jobs/jobs.hpp"
#include "jobs/mailer.hpp"
#include "media/module.hpp"
#include "sessions/sign_outs.hpp"
#include "storage/db.hpp"
#include "storage/migrations.hpp"
#include "streams/streams.hpp"

namespace wasl {

// Of every part and module, in the order in which they are applied.
storage::Migrations all_migrations();

// Throws std::runtime_error with what to do about it.
void require_current_schema(const Config& config);

struct House {
  explicit House(const Config& config);

  // Fills what people and organisations are found by, where it is missing.
  void refresh_search();

  const Config& config;
  storage::Db db;
  std::unique_ptr<bus::Bus> bus;
  streams::Streams streams;
  sessions::SignOuts sign_outs;
  Workers workers{2, 64};
  jobs::Jobs jobs{db};
  jobs::Mailer mailer;
  accounts::Module accounts;
  directory::Module directory;
  media::Module media;
};

}  // namespace wasl
