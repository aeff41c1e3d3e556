#include "directory/letters.hpp"

#include "directory/mails.hpp"

namespace wasl::directory {

namespace {

using storage::Statement;

const Statement kLanguage{"directory.language_of", R"(
  select coalesce((select language from reachable_people where email_key = lower($1)),
                  (select language from reachable_people where id = $2), 'fr'))"};
const Statement kOwners{"directory.owners_addresses", R"(
  select p.email, p.language from seats s join reachable_people p on p.id = s.person_id
  where s.organisation_id = $1 and s.role = 'owner' order by p.id limit 20)"};

const Statement kPerson{"directory.person_address", "select email, language from reachable_people where id = $1"};

std::string name_in(const wasl::v1::LocalText& name, const std::string& language) {
  const auto& own = language == "ar" ? name.ar() : language == "fr" ? name.fr() : name.en();
  for (const auto* text : {&own, &name.fr(), &name.ar(), &name.en()})
    if (!text->empty()) return *text;
  return {};
}

mails::Kind mail_of(Letters::Kind kind) {
  switch (kind) {
    case Letters::Kind::kConfirm:
      return mails::Kind::kConfirm;
    case Letters::Kind::kUnpublished:
      return mails::Kind::kUnpublished;
    case Letters::Kind::kReturned:
      return mails::Kind::kReturned;
    case Letters::Kind::kOfferAccepted:
      return mails::Kind::kOfferAccepted;
    case Letters::Kind::kOfferReturned:
      return mails::Kind::kOfferReturned;
    case Letters::Kind::kRestored:
      return mails::Kind::kRestored;
    default:
      return mails::Kind::kPublished;
  }
}

}  // namespace

Letters::Letters(jobs::Jobs& jobs, std::string public_url) : jobs_(jobs), public_url_(std::move(public_url)) {
  while (public_url_.ends_with('/')) public_url_.pop_back();
}

void Letters::invite(storage::Tx& tx, const std::string& address, PersonId inviter,
                     const wasl::v1::LocalText& organisation, const std::string& token) {
  const auto language = tx.exec(kLanguage, address, inviter)[0][0].as<std::string>();
  const auto link = public_url_ + "/seat#token=" + token;
  jobs_.enqueue(tx, "mail",
                mails::as_job(mails::Kind::kInvitation, address, language, name_in(organisation, language), link));
}

void Letters::to_owners(storage::Tx& tx, Kind kind, OrganisationId organisation, const wasl::v1::LocalText& name) {
  const auto link = public_url_ + "/directory/" + std::to_string(raw(organisation));
  for (const auto& row : tx.exec(kOwners, organisation)) {
    const auto language = row[1].as<std::string>();
    jobs_.enqueue(tx, "mail",
                  mails::as_job(mail_of(kind), row[0].as<std::string>(), language, name_in(name, language), link));
  }
}

void Letters::to_person(storage::Tx& tx, Kind kind, PersonId person, const std::string& page) {
  for (const auto& row : tx.exec(kPerson, person))
    jobs_.enqueue(
        tx, "mail",
        mails::as_job(mail_of(kind), row[0].as<std::string>(), row[1].as<std::string>(), {}, public_url_ + page));
}

void Letters::suspended(storage::Tx& tx, OrganisationId organisation, const wasl::v1::LocalText& name,
                        const std::string& reason, const std::string& appeal_address) {
  for (const auto& row : tx.exec(kOwners, organisation)) {
    const auto language = row[1].as<std::string>();
    jobs_.enqueue(tx, "mail",
                  mails::as_job(mails::Kind::kSuspended, row[0].as<std::string>(), language, name_in(name, language),
                                appeal_address, reason));
  }
}

}  // namespace wasl::directory
