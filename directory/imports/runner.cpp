#include "directory/imports/runner.hpp"

#include <charconv>
#include <stdexcept>

#include "directory/history.hpp"
#include "directory/imports/store.hpp"
#include "directory/profiles/store.hpp"
#include "directory/verification/queue.hpp"

namespace wasl::directory::imports {

using storage::Tx;

namespace {

constexpr const char *kReadJob = "directory.read_import", *kRunJob = "directory.run_import";
constexpr int kRowsAtOnce = 200;

// A job's payload is the number alone.
std::int64_t id_of(const std::string& payload) {
  std::int64_t id = 0;
  if (std::from_chars(payload.data(), payload.data() + payload.size(), id).ec != std::errc())
    throw std::runtime_error("a job names no import");
  return id;
}

void enter(Tx& tx, const store::Stored& import, const v1::Profile& profile) {
  const auto state = import.job.publish() ? v1::STATE_PUBLISHED : v1::STATE_SUBMITTED;
  const auto id = profiles::store::insert_unowned(tx, state, profile);
  history::add(tx, id, {import.person, "imported", {}, import.job.name()});
  if (!import.job.publish())
    verification::queue::open(tx, id, verification::queue::Submitted::kNew, import.person, profile);
}

void complain(Tx& tx, std::int64_t id, std::uint32_t row, const std::vector<v1::ImportError>& errors) {
  for (auto error : errors) {
    error.set_row(row);
    store::add_error(tx, id, error);
  }
}

v1::ImportError duplicate() {
  v1::ImportError error;
  error.set_field("name");
  error.set_reason("imports.duplicate");
  return error;
}

void do_row(Tx& tx, const store::Stored& import, const store::Row& row, const Vocabulary& vocabulary,
            store::Progress& progress) {
  const std::vector<std::string> fields(import.job.fields().begin(), import.job.fields().end());
  const auto made = make(row.cells, fields, vocabulary);
  progress.upto = row.number;
  if (!made.errors.empty()) {
    ++progress.failed;
    complain(tx, import.job.id(), row.number, made.errors);
  } else if (store::exists(tx, made.profile)) {
    ++progress.skipped;
    complain(tx, import.job.id(), row.number, {duplicate()});
  } else {
    ++progress.made;
    if (!import.job.dry_run()) enter(tx, import, made.profile);
  }
}

struct FileRead {
  std::string encoding;
  char delimiter = ',';
  Table table;
  std::string failure;  // empty: none
};

// `encoding`: empty: to be found out.
FileRead read_file(const std::string& bytes, const std::string& encoding) {
  FileRead read;
  try {
    read.encoding = encoding.empty() ? detect_encoding(bytes) : encoding;
    const auto text = decode(bytes, read.encoding);
    read.delimiter = detect_delimiter(text);
    read.table = parse(text, read.delimiter);
  } catch (const Unreadable& unreadable) {
    read.failure = unreadable.what();
  }
  return read;
}

}  // namespace

Runner::Runner(storage::Db& db, jobs::Jobs& jobs) : db_(db), jobs_(jobs) {
  jobs.register_kind(kReadJob, [this](const std::string& payload) { read_now(id_of(payload)); });
  jobs.register_kind(kRunJob, [this](const std::string& payload) { run_some(id_of(payload)); });
}

void Runner::read(Tx& tx, std::int64_t id) { jobs_.enqueue(tx, kReadJob, std::to_string(id)); }

void Runner::go_on(Tx& tx, std::int64_t id) { jobs_.enqueue(tx, kRunJob, std::to_string(id)); }

// Reading takes longer than a transaction may stay idle: the file is taken out, read, and what came of it put back by
// whoever is first.
void Runner::read_now(std::int64_t id) {
  std::string bytes, encoding;
  const bool wanted = db_.transact_now([&](Tx& tx) {
    const auto import = store::lock(tx, id);
    if (!import || import->job.state() != v1::IMPORT_READING) return false;
    bytes = store::bytes(tx, id);
    encoding = import->job.encoding();
    return true;
  });
  if (!wanted) return;
  const auto read = read_file(bytes, encoding);
  db_.transact_now([&](Tx& tx) {
    const auto import = store::lock(tx, id);
    if (!import || import->job.state() != v1::IMPORT_READING) return;
    if (read.failure.empty())
      store::keep_table(tx, id, read.encoding, read.delimiter, read.table, suggest(read.table.header));
    else
      store::set_state(tx, id, "failed", read.failure);
  });
}

// The import is held meanwhile: run twice, a batch is done once.
void Runner::run_some(std::int64_t id) {
  db_.transact_now([this, id](Tx& tx) {
    const auto import = store::lock(tx, id);
    if (!import || import->job.state() != v1::IMPORT_RUNNING) return;
    const auto vocabulary = store::vocabulary(tx);
    store::Progress progress{import->job.rows_done()};
    for (const auto& row : store::rows(tx, id, import->job.rows_done(), kRowsAtOnce))
      do_row(tx, *import, row, vocabulary, progress);
    store::advance(tx, id, progress);
    if (progress.upto < import->job.row_count()) go_on(tx, id);
  });
}

}  // namespace wasl::directory::imports
