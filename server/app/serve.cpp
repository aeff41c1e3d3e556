#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <thread>

#include "app/commands.hpp"
#include "app/house.hpp"
#include "app/housekeeping.hpp"
#include "app/readiness.hpp"
#include "core/loop.hpp"
#include "gateway/server.hpp"
#include "messaging/module.hpp"
#include "mydata/module.hpp"

namespace wasl {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

void wait_for_signal() {
  asio::io_context io;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([](boost::system::error_code, int number) { spdlog::info("leaving: signal {}", number); });
  io.run();
  std::signal(SIGINT, SIG_DFL);  // a second one ends at once
  std::signal(SIGTERM, SIG_DFL);
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

// Tells the hubs of every loop what the bus hears.
bus::Listener listen_for(Loops& loops, std::vector<std::unique_ptr<sessions::Hub>>& hubs, sessions::SignOuts& sign_outs,
                         messaging::Module& messaging) {
  return {[&](const bus::Rings& rings, bool more) {
            messaging.on_rings(*rings);
            for (std::size_t i = 0; i < loops.size(); ++i)
              loops.at(i).post([&hub = *hubs[i], rings, more] { hub.on_rings(*rings, more); });
          },
          [&](const std::string& text) { sign_outs.on_announcement(text); },
          [&] {
            for (std::size_t i = 0; i < loops.size(); ++i) loops.at(i).post([&hub = *hubs[i]] { hub.check_heads(); });
          }};
}

}  // namespace

int serve(const Config& config) {
  raise_descriptor_limit();
  std::signal(SIGPIPE, SIG_IGN);
  require_current_schema(config);
  Loops loops(config.loops);
  House house(config);
  std::vector<std::unique_ptr<sessions::Hub>> hubs;
  std::vector<sessions::Hub*> hub_list;
  for (std::size_t i = 0; i < loops.size(); ++i)
    hub_list.push_back(hubs.emplace_back(std::make_unique<sessions::Hub>(loops.at(i), house.db, house.streams)).get());

  messaging::Module messaging({house.db, house.streams, config.rate_scale});
  house.accounts.register_kinds(house.streams);
  house.accounts.on_block_changed(
      [&](storage::Tx& tx, PersonId who, PersonId whom) { messaging.on_block_changed(tx, who, whom); });
  house.jobs.register_kind("seat_changed", [&](const std::string& payload) { messaging.on_seat_changed(payload); });
  house.jobs.register_kind("specialist_changed",
                           [&](const std::string& payload) { messaging.on_specialist_changed(payload); });
  mydata::Module mydata(house.db, house.media);
  house.accounts.on_person_deleted([&](PersonId person) {
    house.directory.forget_person(person);
    house.db.transact_now([&](storage::Tx& tx) { mydata.forget_person(tx, person); });
    messaging.forget_person(person);
    house.media.forget_person(person);
  });
  house.accounts.on_role_gone([&](PersonId person) {
    house.directory.give_up_reviews(person);
    messaging.on_standing_lost(person);
  });
  router::Registry registry;
  house.accounts.bind(registry);
  house.directory.bind(registry);
  house.media.bind(registry);
  messaging.bind(registry);
  mydata.bind(registry);
  registry.require_complete();
  house.refresh_search();

  router::Limiter limiter(config.rate_scale);
  const router::Router router(registry, limiter);
  Readiness ready(house.db);
  const auto files = gateway::StaticFiles::load(config.client_dir, origin_of(config.map_tiles));
  auto doors = house.directory.doors();
  doors.push_back(house.media.door());
  const gateway::Services services{
      router,
      limiter,
      [&house](std::string token) { return house.accounts.authenticate(std::move(token)); },
      house.sign_outs,
      *house.bus,
      files,
      config.public_url,
      split_list(config.trusted_proxies),
      [&ready] { return ready(); },
      std::chrono::seconds(config.idle_timeout),
      std::chrono::seconds(config.request_timeout),
      config.max_connections,
      doors,
      [&house](PersonId who, StreamId stream) {
        return house.db.transact(
            [&house, who, stream](storage::Tx& tx) { return house.streams.may_signal(tx, who, stream); },
            storage::InDoubt::kRunAgain);
      }};
  gateway::Server server(loops, hub_list, services);
  server.listen(config.listen);
  house.bus->listen(listen_for(loops, hubs, house.sign_outs, messaging));
  for (std::size_t i = 0; i < loops.size(); ++i)
    asio::co_spawn(loops.at(i).io(), hubs[i]->keep_checking(5s, 500ms), asio::detached);
  asio::co_spawn(loops.first().io(), messaging.keep_sending(loops.first().io()), asio::detached);
  asio::co_spawn(loops.first().io(), sweep_sessions(house, loops.first().io()), asio::detached);
  house.jobs.start(2);
  mydata.start();
  std::atomic<bool> leaving{false};
  std::thread keeper([&] { keep_house(house, leaving); });
  loops.start();
  spdlog::info("wasl {} listens on port {}", WASL_VERSION, server.port());

  wait_for_signal();
  server.leave(5s);
  house.jobs.stop();
  mydata.stop();
  leaving = true;
  keeper.join();
  spdlog::info("left");
  spdlog::shutdown();
  std::_Exit(0);  // all state is in PostgreSQL; threads that still hold some of ours need no ceremony
}

}  // namespace wasl
