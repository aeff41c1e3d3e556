// People and organisations for the tests of the directory.
#pragma once
#include "support/town.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::test {

namespace dir = ::wasl::directory::v1;

class Guild : public Town {
 protected:
  // Somebody who speaks for nobody yet.
  static Person person(const std::string& name = {}) { return stranger(name); }

  static Person verifier(const std::string& name = {}) {
    auto p = person(name);
    sql("insert into platform_roles (person_id, role) values (" + std::to_string(p.id) + ", 'verifier')");
    return p;
  }

  static void sql(const std::string& statement) { database().sql().rows(statement); }

  // Ready to be submitted.
  static dir::Profile profile(const std::string& name = "Association Oasis") {
    dir::Profile p;
    p.set_kind(dir::ORGANISATION_ASSOCIATION);
    p.mutable_name()->set_fr(name);
    p.set_region("TN-81");
    p.add_sectors("environment");
    auto& phone = *p.add_contacts();
    phone.set_kind(dir::CONTACT_PHONE);
    phone.set_value("+216 75 123 456");
    auto& mail = *p.add_contacts();
    mail.set_kind(dir::CONTACT_EMAIL);
    mail.set_value("bureau@oasis.tn");
    mail.set_public_(true);
    return p;
  }

  static dir::RegisterOrganisationRequest registration(const dir::Profile& p) {
    dir::RegisterOrganisationRequest request;
    request.set_client_id(random_id());
    *request.mutable_profile() = p;
    return request;
  }
  static dir::Draft enter(const Person& owner, const dir::Profile& p) {
    return http_of(owner).call<dir::RegisterOrganisationResponse>(registration(p)).draft();
  }

  // By SQL: published, with this owner.
  static std::int64_t published(const Person& owner, const std::string& name = "Association Oasis") {
    const auto id = enter(owner, profile(name)).organisation_id();
    sql("update organisations set state = 'published', verified_at = now(), confirmed_at = now() where id = " +
        std::to_string(id));
    return id;
  }

  static void seat(const Person& p, std::int64_t organisation, const std::string& role) {
    sql("insert into seats values (" + std::to_string(organisation) + ", " + std::to_string(p.id) + ", '" + role +
        "')");
  }

  static dir::GetProfileRequest profile_of(std::int64_t id) {
    dir::GetProfileRequest request;
    request.set_id(id);
    return request;
  }
  static dir::GetPublicProfileRequest public_profile_of(std::int64_t id) {
    dir::GetPublicProfileRequest request;
    request.set_id(id);
    return request;
  }
  static dir::GetDraftRequest draft_of(std::int64_t id) {
    dir::GetDraftRequest request;
    request.set_organisation_id(id);
    return request;
  }
  static dir::SaveDraftRequest change_of(const dir::Draft& draft, const dir::Profile& p) {
    dir::SaveDraftRequest request;
    request.set_organisation_id(draft.organisation_id());
    request.set_version(draft.version());
    *request.mutable_profile() = p;
    return request;
  }
  static dir::Draft draft(const Person& p, std::int64_t id) {
    return http_of(p).call<dir::GetDraftResponse>(draft_of(id)).draft();
  }
  static dir::Draft save(const Person& p, const dir::Draft& before, const dir::Profile& now) {
    return http_of(p).call<dir::SaveDraftResponse>(change_of(before, now)).draft();
  }
};

}  // namespace wasl::test
