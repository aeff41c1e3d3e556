// The platform's team, for the tests of its powers.
#pragma once
#include "support/mailbox.hpp"
#include "support/town.hpp"
#include "wasl/accounts/v1/team.pb.h"

namespace wasl::test {

template <class Base>
class TeamTown : public Base {
 protected:
  static Person with_role(const std::string& role, const std::string& name = {}) {
    auto p = Base::person(name);
    Base::database().sql().rows("insert into platform_roles (person_id, role) values (" + std::to_string(p.id) + ", '" +
                                role + "')");
    return p;
  }
  static Person administrator(const std::string& name = {}) { return with_role("administrator", name); }

  static acc::GrantRoleRequest granting(const Person& whom, const std::string& role,
                                        const std::string& reason = "she asked for it") {
    acc::GrantRoleRequest request;
    request.set_person_id(whom.id);
    request.set_role(role);
    request.set_reason(reason);
    return request;
  }
  static acc::RevokeRoleRequest revoking(const Person& whom, const std::string& role,
                                         const std::string& reason = "the year is over") {
    acc::RevokeRoleRequest request;
    request.set_person_id(whom.id);
    request.set_role(role);
    request.set_reason(reason);
    return request;
  }
  static acc::SuspendPersonRequest suspending(const Person& whom, const std::string& reason = "advertising",
                                              std::int64_t until_ms = 0) {
    acc::SuspendPersonRequest request;
    request.set_person_id(whom.id);
    request.set_reason(reason);
    request.set_until_ms(until_ms);
    return request;
  }
  static acc::LiftSuspensionRequest lifting(const Person& whom, const std::string& reason = "it was a mistake") {
    acc::LiftSuspensionRequest request;
    request.set_person_id(whom.id);
    request.set_reason(reason);
    return request;
  }
  // What the log holds of one target, the first first: "act detail (reason) by".
  static std::vector<std::string> acts(const Person& reader, acc::TargetKind kind, std::int64_t target) {
    acc::ListActsRequest request;
    request.set_target(kind);
    request.set_target_id(target);
    request.set_limit(100);
    std::vector<std::string> out;
    const auto answer = Base::http_of(reader).template call<acc::ListActsResponse>(request);
    for (const auto& act : answer.acts())
      out.insert(out.begin(), act.act() + (act.detail().empty() ? "" : " " + act.detail()) + " (" + act.reason() +
                                  ") by " + (act.has_actor() ? std::to_string(act.actor().id()) : "the command line"));
    return out;
  }
  static std::string by(const Person& p) { return " by " + std::to_string(p.id); }
};

}  // namespace wasl::test
