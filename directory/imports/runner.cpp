#include "directory/imports/runner.hpp"

#include <charconv>
#include <set>
#include <stdexcept>
#include <utility>

#include "directory/history.hpp"
#include "directory/imports/store.hpp"
#include "directory/profiles/store.hpp"
#include "directory/verification/queue.hpp"

namespace wasl::directory::imports {

using storage::Tx;

namespace {

constexpr const char *kReadJob = "directory.read_import", *kRunJob = "directory.run_import";
constexpr int kRowsAtOnce = 500;
constexpr std::size_t kKeptAtOnce = 1000;

// A job's payload is the number alone.
std::int64_t id_of(const std::string& payload) {
  std::int64_t id = 0;
  if (std::from_chars(payload.data(), payload.data() + payload.size(), id).ec != std::errc())
    throw std::runtime_error("a job names no import");
  return id;
}

void enter(Tx& tx, const store::Stored& import, const std::vector<v1::Profile>& made) {
  const auto state = import.job.publish() ? v1::STATE_PUBLISHED : v1::STATE_SUBMITTED;
  const auto ids = profiles::store::insert_unowned(tx, state, made);
  history::add(tx, ids, {import.person, "imported", {}, import.job.name()});
  if (!import.job.publish()) verification::queue::open_new(tx, ids, import.person, made);
}

v1::ImportError duplicate() {
  v1::ImportError error;
  error.set_field("name");
  error.set_reason("imports.duplicate");
  return error;
}

// What some rows come to.
struct Batch {
  store::Progress progress;
  std::vector<v1::ImportError> errors;
  std::vector<v1::Profile> made;

  void complain(std::uint32_t row, v1::ImportError error) {
    error.set_row(row);
    errors.push_back(std::move(error));
  }
};

// Of rows of one file that are one organisation the first is made.
class Seen {
 public:
  bool again(const store::Identity& i) {
    const bool name = !names_.emplace(i.name, i.region).second;
    return (!i.number.empty() && !numbers_.emplace(i.number, i.country).second) || name;
  }

 private:
  std::set<std::pair<std::string, std::string>> names_, numbers_;
};

Batch work_out(Tx& tx, const store::Stored& import, const std::vector<store::Row>& rows) {
  Batch out{{import.job.rows_done()}, {}, {}};
  const auto vocabulary = store::vocabulary(tx);
  const std::vector<std::string> fields(import.job.fields().begin(), import.job.fields().end());
  std::vector<std::pair<std::uint32_t, v1::Profile>> sound;
  std::vector<store::Identity> identities;
  for (const auto& row : rows) {
    auto made = make(row.cells, fields, vocabulary);
    out.progress.upto = row.number;
    out.progress.failed += !made.errors.empty();
    for (auto& error : made.errors) out.complain(row.number, std::move(error));
    if (!made.errors.empty()) continue;
    identities.emplace_back(made.profile);
    sound.emplace_back(row.number, std::move(made.profile));
  }
  const auto exist = store::exist(tx, identities);
  Seen seen;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const bool known = exist[i] || (!import.job.dry_run() && seen.again(identities[i]));
    ++(known ? out.progress.skipped : out.progress.made);
    if (known)
      out.complain(sound[i].first, duplicate());
    else
      out.made.push_back(std::move(sound[i].second));
  }
  return out;
}

// Checked from its beginning to its end.
struct FileRead {
  std::string encoding, text;
  char delimiter = ',';
  Outline outline;
  std::string failure;  // empty: none
};

// `encoding`: empty: to be found out.
FileRead read_file(std::string bytes, const std::string& encoding) {
  FileRead read;
  try {
    read.encoding = encoding.empty() ? detect_encoding(bytes) : encoding;
    read.text = decode(std::move(bytes), read.encoding);
    read.delimiter = detect_delimiter(read.text);
    read.outline = read_rows(read.text, read.delimiter, [](const Cells&) {});
  } catch (const Unreadable& unreadable) {
    read.failure = unreadable.what();
  }
  return read;
}

void keep(Tx& tx, std::int64_t id, const FileRead& read) {
  std::vector<Cells> some;
  std::uint32_t first = 1;
  const auto put = [&] {
    store::keep_rows(tx, id, first, some);
    first += static_cast<std::uint32_t>(some.size());
    some.clear();
  };
  read_rows(read.text, read.delimiter, [&](Cells row) {
    some.push_back(std::move(row));
    if (some.size() == kKeptAtOnce) put();
  });
  if (!some.empty()) put();
  store::keep_outline(tx, id, read.encoding, read.delimiter, read.outline, suggest(read.outline.header));
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
  const auto read = read_file(std::move(bytes), encoding);
  db_.transact_now([&](Tx& tx) {
    const auto import = store::lock(tx, id);
    if (!import || import->job.state() != v1::IMPORT_READING) return;
    if (read.failure.empty())
      keep(tx, id, read);
    else
      store::set_state(tx, id, "failed", read.failure);
  });
}

// The import is held meanwhile: run twice, a batch is done once.
void Runner::run_some(std::int64_t id) {
  db_.transact_now([this, id](Tx& tx) {
    const auto import = store::lock(tx, id);
    if (!import || import->job.state() != v1::IMPORT_RUNNING) return;
    const auto batch = work_out(tx, *import, store::rows(tx, id, import->job.rows_done(), kRowsAtOnce));
    if (!import->job.dry_run() && !batch.made.empty()) enter(tx, *import, batch.made);
    store::add_errors(tx, id, batch.errors);
    store::advance(tx, id, batch.progress);
    if (batch.progress.upto < import->job.row_count()) go_on(tx, id);
  });
}

}  // namespace wasl::directory::imports
