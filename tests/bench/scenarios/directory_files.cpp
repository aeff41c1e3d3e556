#include "scenarios/directory_files.hpp"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "load/download.hpp"
#include "meter.hpp"
#include "scenarios/asker.hpp"
#include "wasl/directory/v1/find.pb.h"
#include "wasl/directory/v1/imports.pb.h"

namespace wasl::bench::scenarios {

namespace {

namespace dir = directory::v1;

constexpr double kPatience = 900, kMegabyte = 1024 * 1024;

// The most that a process has had in memory while somebody looked, every tenth of a second at most.
class Peak {
 public:
  explicit Peak(pid_t pid) : pid_(pid), before_(pss_bytes(pid)), most_(before_) {}
  void look() {
    if (wall_seconds() < next_) return;
    next_ = wall_seconds() + .1;
    most_ = std::max(most_, pss_bytes(pid_));
  }
  std::string told() const {
    return format("Pss %.0f MiB, at most %.0f", static_cast<double>(before_) / kMegabyte,
                  static_cast<double>(most_) / kMegabyte);
  }

 private:
  pid_t pid_;
  std::int64_t before_, most_;
  double next_ = 0;
};

// One row of the report: `work` looks now and then.
void measure(Bench& bench, const Server& server, const std::string& name, std::size_t rows, double floor_seconds,
             const std::function<void(Peak&)>& work) {
  Row row{.scenario = "directory: " + name, .n = rows};
  Peak peak(server.pid());
  const Meter meter({server.pid()}, bench.postmaster());
  const auto start = wall_seconds();
  work(peak);
  const auto took = wall_seconds() - start;
  row.deliveries_per_s = static_cast<double>(rows) / took;
  meter.report(row, static_cast<double>(rows));
  row.note = format("%.1f s; ", took) + peak.told();
  if (floor_seconds > 0) {
    row.floor_ratio = took / floor_seconds;
    row.note += format("; floor: COPY in PostgreSQL, %.2f s", floor_seconds);
  }
  bench.add(row);
}

std::string file_of(std::size_t rows) {
  std::string out =
      "name.fr,name.ar,region,sectors,locality.fr,latitude,longitude,public_phone,public_email,mission.fr\n";
  for (std::size_t i = 0; i < rows; ++i) {
    const auto n = std::to_string(i);
    out += "Club importe " + n + ",نادي " + n + ",TN-61,youth;culture,Ville " + std::to_string(i % 500) +
           ",34.7,10.7,+216 74 " + std::to_string(100'000 + i) + ",club" + n + "@bench.example,";
    for (std::size_t w = 0; w < 35; ++w)
      out += World::mission_word(static_cast<int>((i * 7919 + w * w * 131) % World::kMissionWords)) + " ";
    out += "\n";
  }
  return out;
}

class Import {
 public:
  Import(Asker& asker, std::string file) : asker_(asker), file_(std::move(file)) {}

  void upload() {
    constexpr std::size_t kPart = 180'000;
    dir::BeginImportRequest begin;
    begin.set_name("bench.csv");
    begin.set_size(static_cast<std::int64_t>(file_.size()));
    id_ = ask<dir::BeginImportResponse>("BeginImport", begin).job().id();
    for (std::size_t at = 0; at < file_.size(); at += kPart) {
      dir::UploadImportPartRequest part;
      part.set_import_id(id_);
      part.set_at(static_cast<std::int64_t>(at));
      part.set_data(file_.substr(at, kPart));
      ask<dir::UploadImportPartResponse>("UploadImportPart", part);
    }
  }

  void preview() {
    dir::MapImportRequest map;
    map.set_import_id(id_);
    map.set_publish(true);
    *map.mutable_fields() = job().fields();
    if (ask<dir::MapImportResponse>("MapImport", map).preview_size() == 0) throw std::runtime_error("no preview");
  }

  void run(bool dry, std::size_t rows, Peak& peak) {
    dir::RunImportRequest request;
    request.set_import_id(id_);
    request.set_dry_run(dry);
    ask<dir::RunImportResponse>("RunImport", request);
    await(dir::IMPORT_DONE, peak);
    if (job().made_count() == rows) return;
    dir::ListImportErrorsRequest why;
    why.set_import_id(id_);
    const auto errors = ask<dir::ListImportErrorsResponse>("ListImportErrors", why);
    throw std::runtime_error("not every row was made: " + errors.ShortDebugString().substr(0, 900));
  }

  void await(dir::ImportState state, Peak& peak) {
    for (const auto end = wall_seconds() + kPatience; job().state() != state;) {
      if (job().state() == dir::IMPORT_FAILED || wall_seconds() > end) throw std::runtime_error("an import fails");
      peak.look();
      usleep(50'000);
    }
  }

 private:
  template <class Response, class Request>
  Response ask(const std::string& method, const Request& request) {
    Response response;
    response.ParseFromString(asker_.ask("wasl.directory.v1.ImportService/" + method, request.SerializeAsString()));
    return response;
  }
  dir::ImportJob job() {
    dir::GetImportRequest get;
    get.set_import_id(id_);
    return ask<dir::GetImportResponse>("GetImport", get).job();
  }

  Asker& asker_;
  std::string file_;
  std::int64_t id_ = 0;
};

}  // namespace

void take_away(Bench& bench, const std::string& token, std::size_t published) {
  const auto server = bench.serve();
  Asker asker(bench, server, token);
  asker.ask("wasl.directory.v1.FindService/FindOrganisations", {});
  const auto floor = bench.world().copy_organisations_out();
  for (const std::string ending : {"csv", "json", "geojson"})
    measure(bench, server, "export " + ending, published, floor, [&](Peak& peak) {
      const auto got = download(server.port, token, "/directory/export." + ending, kPatience, [&] { peak.look(); });
      if (ending == "csv" && got.lines < published) throw std::runtime_error("not every organisation is in the file");
    });
}

void bring(Bench& bench, const std::string& token, std::size_t rows) {
  bench.world().make_verifier(1);
  bench.world().settle_organisations();
  const auto server = bench.serve();
  Asker asker(bench, server, token);
  Import import(asker, file_of(rows));
  measure(bench, server, "import: file sent and read", rows, 0, [&](Peak& peak) {
    import.upload();
    import.await(dir::IMPORT_READY, peak);
  });
  import.preview();
  measure(bench, server, "import: dry run", rows, 0, [&](Peak& peak) { import.run(true, rows, peak); });
  const auto before = bench.world().last_organisation();
  measure(bench, server, "import: made", rows, 0, [&](Peak& peak) { import.run(false, rows, peak); });
  const auto floor = bench.world().copy_organisations_in(before);
  bench.add({.scenario = "directory: floor of import",
             .subject = "postgres",
             .n = rows,
             .deliveries_per_s = static_cast<double>(rows) / floor,
             .note = "COPY of the same rows into a table with the same indexes"});
}

}  // namespace wasl::bench::scenarios
