// Many organisations at once: what is read, what is made, what is told, and that nothing is made twice.
#include "guild.hpp"
#include "wasl/directory/v1/imports.pb.h"

namespace wasl::test {
namespace {

class Imports : public Guild {
 protected:
  void SetUp() override { check = verifier(); }

  template <class Request>
  static Request on(std::int64_t id) {
    Request request;
    request.set_import_id(id);
    return request;
  }
  std::string reason(const google::protobuf::Message& request) const {
    return http_of(check).refusal(request).reason();
  }

  static dir::BeginImportRequest beginning(std::size_t size) {
    dir::BeginImportRequest request;
    request.set_name("annuaire.csv");
    request.set_size(static_cast<std::int64_t>(size));
    return request;
  }
  std::int64_t begin(std::size_t size) const {
    return http_of(check).call<dir::BeginImportResponse>(beginning(size)).job().id();
  }
  static dir::UploadImportPartRequest part(std::int64_t id, std::size_t at, const std::string& data) {
    auto request = on<dir::UploadImportPartRequest>(id);
    request.set_at(static_cast<std::int64_t>(at));
    request.set_data(data);
    return request;
  }
  dir::ImportJob job(std::int64_t id) const {
    return http_of(check).call<dir::GetImportResponse>(on<dir::GetImportRequest>(id)).job();
  }
  // Read to its end.
  dir::ImportJob upload(const std::string& file) const {
    const auto id = begin(file.size());
    constexpr std::size_t kPart = 180'000;
    for (std::size_t at = 0; at < file.size(); at += kPart)
      http_of(check).call<dir::UploadImportPartResponse>(part(id, at, file.substr(at, kPart)));
    EXPECT_EVENTUALLY(job(id).state() != dir::IMPORT_READING);
    return job(id);
  }
  dir::MapImportRequest mapping(const dir::ImportJob& of, bool publish = true) const {
    auto request = on<dir::MapImportRequest>(of.id());
    *request.mutable_fields() = of.fields();
    request.set_publish(publish);
    return request;
  }
  void start(std::int64_t id, bool dry_run = false) const {
    auto request = on<dir::RunImportRequest>(id);
    request.set_dry_run(dry_run);
    http_of(check).call<dir::RunImportResponse>(request);
  }
  dir::ImportJob run(std::int64_t id, bool dry_run = false) const {
    start(id, dry_run);
    EXPECT_EVENTUALLY(job(id).state() != dir::IMPORT_RUNNING);
    return job(id);
  }
  static std::int64_t count(const std::string& where) {
    return database().sql().number("select count(*) from organisations where " + where);
  }

  Person check;
};

const std::string kFile =
    "Nom;الاسم;Gouvernorat;Secteur;Tél;Latitude;Longitude\n"
    "Association Dattes;جمعية التمور;Kébili;environment;75 111 222;33,70;8,97\n"
    "Association Perdue;;Atlantis;environment;75 111 223;;\n"
    "Association Dattes;جمعية التمور;Kébili;environment;75 111 222;;\n"
    ";;Kébili;environment;;;\n"
    "Association Menthe;;قابس;Environnement et climat;;;\n";

TEST_F(Imports, AFileIsReadMappedTriedAndRun) {
  const auto read = upload(kFile);
  ASSERT_EQ(read.state(), dir::IMPORT_READY);
  EXPECT_EQ(read.encoding(), "utf-8");
  EXPECT_EQ(read.delimiter(), ";");
  EXPECT_EQ(read.row_count(), 5U);
  EXPECT_EQ(read.fields(0), "name.fr");
  EXPECT_EQ(read.fields(1), "name.ar");
  const auto mapped = http_of(check).call<dir::MapImportResponse>(mapping(read));
  ASSERT_EQ(mapped.preview_size(), 5);
  EXPECT_EQ(mapped.preview(0).profile().region(), "TN-73");
  EXPECT_EQ(mapped.preview(0).errors_size(), 0);
  ASSERT_EQ(mapped.preview(1).errors_size(), 1);
  EXPECT_EQ(mapped.preview(1).errors(0).value(), "Atlantis");

  const auto tried = run(read.id(), true);
  EXPECT_EQ(tried.made_count(), 3U);
  EXPECT_EQ(tried.failed_count(), 2U);
  EXPECT_EQ(count("name_fr like 'Association %'"), 0) << "a dry run makes nothing";
  const auto done = run(read.id());
  EXPECT_EQ(done.state(), dir::IMPORT_DONE);
  EXPECT_EQ(done.rows_done(), 5U);
  EXPECT_EQ(done.made_count(), 2U);
  EXPECT_EQ(done.skipped_count(), 1U);
  EXPECT_EQ(done.failed_count(), 2U);
  EXPECT_EQ(count("name_fr = 'Association Dattes' and state = 'published' and verified_at is null"), 1);
  const auto errors = http_of(check).call<dir::ListImportErrorsResponse>(on<dir::ListImportErrorsRequest>(read.id()));
  ASSERT_EQ(errors.errors_size(), 3);
  EXPECT_EQ(errors.errors(0).row(), 2U);
  EXPECT_EQ(errors.errors(0).reason(), "imports.unknown_word");
  EXPECT_EQ(errors.errors(1).reason(), "imports.duplicate");
  EXPECT_EQ(errors.errors(2).reason(), "organisations.name_missing");
  auto page = on<dir::ListImportErrorsRequest>(read.id());
  page.set_limit(1);
  page.set_after_row(2);
  const auto second = http_of(check).call<dir::ListImportErrorsResponse>(page);
  EXPECT_EQ(second.errors_size(), 1);
  EXPECT_TRUE(second.more());
  EXPECT_EQ(reason(on<dir::RunImportRequest>(read.id())), "imports.not_ready") << "it is run once";
  dir::ListOrganisationsRequest search;
  search.set_query("تمور");
  EXPECT_EQ(http_of(check).call<dir::ListOrganisationsResponse>(search).organisations_size(), 1);
}

TEST_F(Imports, CellsMayHaveAnySigns) {
  const auto read = upload(
      "nom,region,secteurs,lat,lon,annee,ville,sigle\n"
      "\"Club {un}, \"\"deux\"\" \\ trois\",TN-11,youth;culture,36.8,10.25,1987,\"a;b, c\",\n"
      "Club simple;nul,TN-11,,,,,,null\n");
  http_of(check).call<dir::MapImportResponse>(mapping(read));
  EXPECT_EQ(run(read.id()).made_count(), 2U);
  const std::string odd = "name_fr = 'Club {un}, \"deux\" \\ trois'";
  EXPECT_EQ(
      count(odd + " and latitude = 36.8 and longitude = 10.25 and founded_year = 1987 and locality_fr = 'a;b, c'"), 1);
  EXPECT_EQ(database().sql().number(
                "select count(*) from organisation_sectors s join organisations o on o.id = s.organisation_id"
                " where (sector, s.position) in (('youth', 1), ('culture', 2)) and " +
                odd),
            2);
  EXPECT_EQ(
      count("name_fr = 'Club simple;nul' and abbreviation = 'null' and latitude is null and founded_year is null"), 1);
  EXPECT_EQ(database().sql().number(
                "select count(*) from organisation_history h join organisations o on o.id = h.organisation_id"
                " where action = 'imported' and note = 'annuaire.csv' and name_fr like 'Club simple;%'"),
            1);
}

TEST_F(Imports, WhatIsNotToBePublishedWaitsInTheQueue) {
  const auto read = upload("nom,region\nFile d'attente,TN-11\n");
  http_of(check).call<dir::MapImportResponse>(mapping(read, false));
  EXPECT_EQ(run(read.id()).made_count(), 1U);
  EXPECT_EQ(count("name_fr = 'File d''attente' and state = 'submitted'"), 1);
  EXPECT_EQ(
      database().sql().number("select count(*) from reviews v join organisations o on o.id = v.organisation_id where "
                              "o.name_fr = 'File d''attente' and v.outcome is null"),
      1);
}

TEST_F(Imports, OldProgramsWriteOtherEncodings) {
  const auto arabic =
      upload("\xC7\xE1\xC7\xD3\xE3;Gouvernorat\n\xCC\xE3\xDA\xED\xC9 \xC7\xE1\xDE\xCF\xED\xE3\xC9;TN-11\n");
  EXPECT_EQ(arabic.encoding(), "windows-1256");
  EXPECT_EQ(arabic.fields(0), "name.ar");
  EXPECT_EQ(http_of(check).call<dir::MapImportResponse>(mapping(arabic)).preview(0).profile().name().ar(),
            "جمعية القديمة");
  const auto french = upload("Nom;R\xE9gion\n\xC9tudes de Sfax;Sfax\n");
  EXPECT_EQ(french.encoding(), "windows-1252");
  EXPECT_EQ(http_of(check).call<dir::MapImportResponse>(mapping(french)).preview(0).profile().name().fr(),
            "Études de Sfax");
  EXPECT_EQ(upload("\xEF\xBB\xBFNom,Region\nMarque,TN-11\n").fields(0), "name.fr");
}

TEST_F(Imports, HostileFilesFailAndChangeNothing) {
  EXPECT_EQ(upload(std::string("PK\x03\x04\0\0\0\0", 8)).failure(), "imports.not_text");
  EXPECT_EQ(upload("nom,region\n").failure(), "imports.no_rows");
  EXPECT_EQ(upload("a" + std::string(61, ',') + "\nb" + std::string(61, ',')).failure(), "imports.too_many_columns");
  EXPECT_EQ(upload("nom\n" + std::string(1'000'000, 'x') + "\n").failure(), "imports.cell_too_long");
  EXPECT_EQ(upload("nom,\"" + std::string(1'000'000, 'x') + "\"\nOasis,1\n").failure(), "imports.cell_too_long");
  EXPECT_EQ(reason(beginning(200'000'000)), "imports.too_large");
  EXPECT_EQ(reason(beginning(0)), "imports.too_large");
  auto odd = beginning(10);
  odd.set_encoding("ebcdic");
  EXPECT_EQ(reason(odd), "imports.bad_encoding");
  const auto id = begin(10);
  EXPECT_EQ(reason(part(id, 3, "abc")), "imports.bad_part");
  EXPECT_EQ(reason(part(id, 0, "more than ten")), "imports.bad_part");
  EXPECT_EQ(reason(part(id, 0, "")), "imports.bad_part");
  EXPECT_EQ(reason(on<dir::RunImportRequest>(id)), "imports.not_ready");
  EXPECT_EQ(job(id).received(), 0);
  http_of(check).call<dir::UploadImportPartResponse>(part(id, 0, "nom\n"));
  EXPECT_EQ(http_of(check).call<dir::UploadImportPartResponse>(part(id, 0, "nom\n")).received(), 4)
      << "a part again is no fault";
  http_of(check).call<dir::UploadImportPartResponse>(part(id, 4, "Oasis\n"));
  EXPECT_EVENTUALLY(job(id).state() == dir::IMPORT_READY);
  auto twice = mapping(job(id));
  twice.add_fields("name.fr");
  EXPECT_EQ(reason(twice), "imports.bad_fields");
  twice = mapping(job(id));
  twice.set_fields(0, "password");
  EXPECT_EQ(reason(twice), "imports.bad_fields");
  twice.set_fields(0, "abbreviation");
  http_of(check).call<dir::MapImportResponse>(twice);
  EXPECT_EQ(reason(on<dir::RunImportRequest>(id)), "imports.no_name");
  EXPECT_EQ(http_of(check).call<dir::CancelImportResponse>(on<dir::CancelImportRequest>(id)).job().state(),
            dir::IMPORT_CANCELLED);
  EXPECT_EQ(reason(on<dir::RunImportRequest>(id)), "imports.not_ready");
}

TEST_F(Imports, AreForVerifiersAndEachSeesTheirOwn) {
  const auto id = begin(10);
  const auto other = verifier(), nobody = person();
  EXPECT_EQ(http_of(other).refusal(on<dir::GetImportRequest>(id)).reason(), "import_not_found");
  EXPECT_EQ(http_of(other).refusal(part(id, 0, "nom\n")).reason(), "import_not_found");
  EXPECT_EQ(http_of(other).refusal(on<dir::ListImportErrorsRequest>(id)).reason(), "import_not_found");
  EXPECT_EQ(http_of(nobody).refusal(on<dir::GetImportRequest>(id)).reason(), "verification.verifiers_only");
  EXPECT_EQ(http_of(nobody).refusal(beginning(10)).reason(), "verification.verifiers_only");
  EXPECT_EQ(HttpClient(port()).refusal(beginning(10)).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(http_of(check).call<dir::ListImportsResponse>(dir::ListImportsRequest{}).jobs_size(), 1);
  EXPECT_EQ(http_of(other).call<dir::ListImportsResponse>(dir::ListImportsRequest{}).jobs_size(), 0);
  for (int i = 0; i < 4; ++i) begin(10);
  EXPECT_EQ(reason(beginning(10)), "imports.open");
}

TEST_F(Imports, AServerThatDiesMeanwhileGoesOnWhereItWas) {
  std::string file = "nom;region;secteur\n";
  constexpr unsigned kRows = 3000;
  for (unsigned i = 0; i < kRows; ++i) file += "Reprise " + std::to_string(100'000 + i) + ";TN-61;youth\n";
  const auto read = upload(file);
  ASSERT_EQ(read.row_count(), kRows);
  http_of(check).call<dir::MapImportResponse>(mapping(read));
  start(read.id());
  EXPECT_EVENTUALLY(job(read.id()).rows_done() > 0);
  server().restart();
  // What it held is taken up when its lease ends: two minutes, which a test does not wait for.
  sql("update jobs set run_at = now() where kind = 'directory.run_import'");
  EXPECT_EVENTUALLY(job(read.id()).state() == dir::IMPORT_DONE);
  const auto done = job(read.id());
  EXPECT_EQ(done.made_count(), kRows);
  EXPECT_EQ(done.failed_count() + done.skipped_count(), 0U);
  EXPECT_EQ(count("name_fr like 'Reprise %'"), kRows);
}

}  // namespace
}  // namespace wasl::test
