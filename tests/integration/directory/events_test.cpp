// An old snapshot of one's seats and all later events make what a fresh snapshot says, wherever one starts.
#include <map>

#include "guild.hpp"
#include "wasl/directory/v1/seats.pb.h"
#include "wasl/directory/v1/verification.pb.h"

namespace wasl::test {
namespace {

// What a client holds of an organisation.
struct Held {
  std::string seat;            // role, state and how it looks in a list
  bool asked = false;          // for a seat
  std::uint32_t requests = 0;  // that wait, for its owners
  bool operator==(const Held&) const = default;
};
void PrintTo(const Held& held, std::ostream* out) {
  *out << held.seat << (held.asked ? " asked" : "") << " requests " << held.requests;
}

using Snapshot = std::map<std::int64_t, Held>;

std::string seat_text(dir::SeatRole role, dir::OrganisationState state, const dir::Organisation& organisation) {
  if (role == dir::SEAT_UNSPECIFIED) return "";
  return dir::SeatRole_Name(role) + " " + dir::OrganisationState_Name(state) + " " + organisation.ShortDebugString();
}

void apply(Snapshot& to, const v1::Event& event) {
  dir::SeatChanged seat;
  dir::OrganisationChanged organisation;
  dir::SeatRequestsChanged requests;
  switch (event.type()) {
    case dir::EVENT_SEAT_CHANGED:
      ASSERT_TRUE(seat.ParseFromString(event.body()));
      to[seat.organisation_id()].seat = seat_text(seat.role(), seat.state(), seat.organisation());
      to[seat.organisation_id()].asked = seat.asked();
      if (seat.role() != dir::SEAT_OWNER) to[seat.organisation_id()].requests = 0;
      break;
    case dir::EVENT_ORGANISATION_CHANGED: {
      ASSERT_TRUE(organisation.ParseFromString(event.body()));
      auto& held = to[organisation.organisation().id()].seat;
      dir::SeatRole role{};
      ASSERT_TRUE(dir::SeatRole_Parse(held.substr(0, held.find(' ')), &role))
          << "it comes to those who hold a seat: " << held;
      held = seat_text(role, organisation.state(), organisation.organisation());
      break;
    }
    case dir::EVENT_SEAT_REQUESTS_CHANGED:
      ASSERT_TRUE(requests.ParseFromString(event.body()));
      to[requests.organisation_id()].requests = requests.request_count();
      break;
    default:
      FAIL() << "an event of type " << event.type();
  }
}

class DirectoryEvents : public Guild {
 protected:
  static Snapshot fresh(const Person& p, const std::vector<std::int64_t>& organisations) {
    Snapshot out;
    const auto seats = http_of(p).call<dir::ListMySeatsResponse>(dir::ListMySeatsRequest{});
    for (const auto& seat : seats.seats())
      out[seat.organisation().id()].seat = seat_text(seat.role(), seat.state(), seat.organisation());
    for (const auto id : organisations) {
      dir::ListSeatRequestsRequest requests;
      requests.set_organisation_id(id);
      if (http_of(p).refusal(profile_of(id)).code() != v1::OK) continue;
      out[id].asked = http_of(p).call<dir::GetProfileResponse>(profile_of(id)).asked_for_seat();
      if (http_of(p).refusal(requests).code() == v1::OK)
        out[id].requests =
            static_cast<std::uint32_t>(http_of(p).call<dir::ListSeatRequestsResponse>(requests).requests_size());
    }
    std::erase_if(out, [](const auto& entry) { return entry.second == Held{}; });
    return out;
  }
  static std::int64_t head_of(const Person& p) {
    return database().sql().number("select coalesce(max(head), 0) from streams where kind = 1 and key = " +
                                   std::to_string(p.id));
  }
};

TEST_F(DirectoryEvents, AndAnOldSnapshotMakeAFreshOne) {
  const auto owner = person(), editor = person(), asker = person(), check = verifier();
  std::vector<std::int64_t> ids;
  struct Moment {
    Snapshot state;
    std::int64_t head;
  };
  std::map<std::int64_t, std::vector<Moment>> moments;
  const auto remember = [&] {
    for (const auto& p : {owner, editor, asker}) {
      const auto head = head_of(p);
      moments[p.id].push_back({fresh(p, ids), head});
    }
  };
  const auto about = [&](auto request) {
    request.set_organisation_id(ids.at(0));
    return request;
  };
  const auto decide = [&](dir::Verdict verdict) {
    dir::TakeReviewRequest take;
    take.set_review_id(database().sql().number("select id from reviews where outcome is null"));
    http_of(check).call<dir::TakeReviewResponse>(take);
    for (const auto kind : {dir::EVIDENCE_RECEIPT, dir::EVIDENCE_PHONE, dir::EVIDENCE_ADDRESS}) {
      dir::AddEvidenceRequest evidence;
      evidence.set_review_id(take.review_id());
      evidence.set_kind(kind);
      evidence.set_result(dir::RESULT_PASSED);
      http_of(check).call<dir::AddEvidenceResponse>(evidence);
    }
    dir::DecideReviewRequest decision;
    decision.set_review_id(take.review_id());
    decision.set_verdict(verdict);
    decision.set_note("because");
    http_of(check).call<dir::DecideReviewResponse>(decision);
    remember();
  };
  const auto submit = [&](const dir::Profile& p) {
    const auto saved = save(owner, draft(owner, ids.at(0)), p);
    remember();
    dir::SubmitDraftRequest request;
    request.set_version(saved.version());
    http_of(owner).call<dir::SubmitDraftResponse>(about(request));
    remember();
  };
  const auto ask = [&] {
    http_of(asker).call<dir::AskForSeatResponse>(about(dir::AskForSeatRequest{}));
    remember();
  };
  const auto answer = [&](const Person& by, dir::SeatRole role) {
    dir::AnswerSeatRequestRequest request;
    request.set_person_id(asker.id);
    request.set_role(role);
    http_of(by).call<dir::AnswerSeatRequestResponse>(about(request));
    remember();
  };
  const auto leave = [&](const Person& p) {
    http_of(p).call<dir::LeaveOrganisationResponse>(about(dir::LeaveOrganisationRequest{}));
    remember();
  };

  remember();
  ids.push_back(enter(owner, profile("Premier")).organisation_id());
  remember();
  dir::CreateSeatLinkRequest link;
  link.set_role(dir::SEAT_EDITOR);
  dir::TakeSeatRequest take;
  take.set_token(http_of(owner).call<dir::CreateSeatLinkResponse>(about(link)).token());
  http_of(editor).call<dir::TakeSeatResponse>(take);
  remember();
  submit(profile("Deuxième"));
  http_of(editor).call<dir::WithdrawDraftResponse>(about(dir::WithdrawDraftRequest{}));
  remember();
  submit(profile("Troisième"));
  decide(dir::VERDICT_RETURN);
  submit(profile("Quatrième"));
  decide(dir::VERDICT_VERIFY);
  decide(dir::VERDICT_PUBLISH);
  ask();
  http_of(asker).call<dir::WithdrawSeatRequestResponse>(about(dir::WithdrawSeatRequestRequest{}));
  remember();
  ask();
  answer(owner, dir::SEAT_UNSPECIFIED);
  ask();
  answer(owner, dir::SEAT_MEMBER);
  submit(profile("Cinquième"));
  decide(dir::VERDICT_PUBLISH);
  dir::TransferOwnershipRequest transfer;
  transfer.set_person_id(editor.id);
  http_of(owner).call<dir::TransferOwnershipResponse>(about(transfer));
  remember();
  leave(owner);
  leave(asker);
  ask();
  leave(editor);
  answer(check, dir::SEAT_OWNER);

  int compared = 0;
  std::set<std::uint32_t> types;
  for (const auto& p : {owner, editor, asker}) {
    const auto now = fresh(p, ids);
    for (const auto& moment : moments[p.id]) {
      auto ws = ws_of(p);
      const auto head = ws.subscribe(person_stream(p.id), moment.head).head();
      if (head > moment.head) ASSERT_TRUE(ws.wait_event(person_stream(p.id), head));
      auto state = moment.state;
      for (const auto& event : ws.events(person_stream(p.id))) {
        apply(state, event);
        types.insert(event.type());
      }
      std::erase_if(state, [](const auto& entry) { return entry.second == Held{}; });
      EXPECT_EQ(state, now) << "from " << moment.head;
      ++compared;
    }
  }
  EXPECT_GT(compared, 60);
  EXPECT_EQ(types, (std::set<std::uint32_t>{dir::EVENT_SEAT_CHANGED, dir::EVENT_ORGANISATION_CHANGED,
                                            dir::EVENT_SEAT_REQUESTS_CHANGED}));
}

}  // namespace
}  // namespace wasl::test
