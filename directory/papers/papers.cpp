#include "directory/papers/papers.hpp"

#include "core/error.hpp"
#include "directory/cards.hpp"

namespace wasl::directory {

namespace {

using storage::Statement;
using storage::Tx;

const Statement kAdd{
    "directory.add_paper",
    "insert into organisation_papers (organisation_id, person_id, file) values ($1, $2, '') returning id"};
const Statement kFile{"directory.set_paper_file", "update organisation_papers set file = $2 where id = $1"};
const Statement kRemove{"directory.remove_paper",
                        "delete from organisation_papers where organisation_id = $1 and id = $2 returning person_id"};
const Statement kList{"directory.papers", R"(
  select id, person_id, file, (extract(epoch from added_at) * 1000)::bigint
  from organisation_papers where organisation_id = $1 order by id)"};

// Uses of a file are numbered by their owner's client elsewhere, which may not take small negative numbers.
std::int64_t keeping(std::int64_t paper) { return -2 * paper; }
std::int64_t showing(std::int64_t paper) { return -2 * paper - 1; }

wasl::v1::Attachment attachment_of(const storage::Row& row) {
  const pqxx::binarystring bytes(row[2]);
  wasl::v1::Attachment out;
  out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return out;
}

}  // namespace

std::int64_t Papers::add(Tx& tx, OrganisationId id, PersonId owner, std::int64_t file) const {
  const auto paper = tx.exec(kAdd, id, owner)[0][0].as<std::int64_t>();
  const auto kept = files_.keep(tx, owner, keeping(paper), stream_of(owner), {file});
  tx.exec(kFile, paper, pqxx::binarystring(kept.at(0).SerializeAsString()));
  return paper;
}

void Papers::remove(Tx& tx, OrganisationId id, std::int64_t paper) const {
  const auto gone = tx.exec(kRemove, id, paper);
  require(!gone.empty(), not_found("paper"));
  const PersonId owner{gone[0][0].as<std::int64_t>()};
  files_.release(tx, owner, keeping(paper));
  files_.release(tx, owner, showing(paper));
}

std::vector<v1::Paper> Papers::list(Tx& tx, OrganisationId id) {
  const auto rows = tx.exec(kList, id);
  std::vector<PersonId> people;
  for (const auto& row : rows) people.push_back(PersonId{row[1].as<std::int64_t>()});
  const Cards cards(tx, people);
  std::vector<v1::Paper> out;
  for (const auto& row : rows) {
    auto& paper = out.emplace_back();
    paper.set_id(row[0].as<std::int64_t>());
    *paper.mutable_added_by() = cards.of(PersonId{row[1].as<std::int64_t>()});
    *paper.mutable_file() = attachment_of(row);
    paper.set_added_at_ms(row[3].as<std::int64_t>());
  }
  return out;
}

void Papers::show_to(Tx& tx, OrganisationId id, PersonId reader) const {
  for (const auto& row : tx.exec(kList, id)) {
    const auto paper = row[0].as<std::int64_t>();
    const PersonId owner{row[1].as<std::int64_t>()};
    files_.release(tx, owner, showing(paper));
    if (raw(reader) == 0) continue;
    Attachments one;
    *one.Add() = attachment_of(row);
    files_.show(tx, owner, showing(paper), stream_of(reader), one);
  }
}

}  // namespace wasl::directory
