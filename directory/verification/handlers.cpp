#include "directory/verification/handlers.hpp"

#include <charconv>

#include "audit/access.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/cards.hpp"
#include "directory/events.hpp"
#include "directory/history.hpp"
#include "directory/profiles/diff.hpp"
#include "directory/profiles/store.hpp"
#include "directory/profiles/warnings.hpp"
#include "directory/query.hpp"
#include "directory/store.hpp"
#include "directory/verification/candidates.hpp"
#include "directory/verification/store.hpp"
#include "directory/verification/verdicts.hpp"
#include "router/service.hpp"

namespace wasl::directory::verification {

using storage::InDoubt;
using storage::Lane;

namespace {

std::string name_of(Tx& tx, PersonId person) {
  const auto name = Cards(tx, {person}).of(person).name();
  return name.empty() ? "another verifier" : name;
}

v1::Review show(const Case& c, const directory::store::FoundOrganisation& organisation, const Cards& cards) {
  v1::Review out;
  out.set_id(c.id);
  *out.mutable_organisation() = organisation.organisation;
  out.set_state(organisation.state);
  out.set_kind(c.kind);
  out.set_outcome(c.outcome);
  if (raw(c.submitted_by) != 0) *out.mutable_submitted_by() = cards.of(c.submitted_by);
  out.set_submitted_at_ms(c.submitted_at_ms);
  if (raw(c.assignee) != 0) *out.mutable_assignee() = cards.of(c.assignee);
  out.set_assigned_at_ms(c.assigned_at_ms);
  if (raw(c.decided_by) != 0) *out.mutable_decided_by() = cards.of(c.decided_by);
  out.set_decided_at_ms(c.decided_at_ms);
  *out.mutable_reasons() = c.reasons.reasons();
  out.set_note(c.reasons.note());
  return out;
}

std::vector<v1::Review> show_all(Tx& tx, const std::vector<Case>& cases) {
  std::vector<OrganisationId> organisations;
  std::vector<PersonId> people;
  for (const auto& c : cases) {
    organisations.push_back(c.organisation);
    for (const auto person : {c.submitted_by, c.assignee, c.decided_by}) people.push_back(person);
  }
  const auto found = directory::store::organisations(tx, organisations);
  const Cards cards(tx, people);
  std::vector<v1::Review> out;
  for (const auto& c : cases) out.push_back(show(c, found.at(raw(c.organisation)), cards));
  return out;
}

v1::Review show(Tx& tx, const Case& c) { return show_all(tx, {c}).front(); }

// The only ways to one review: missing and one's own look alike.
Case checked(std::optional<Case> found) {
  require(found.has_value(), not_found("review"));
  policy::may_see(*found);
  return std::move(*found);
}
Case open(Tx& tx, const router::Viewer& viewer, std::int64_t id) {
  policy::is_verifier(viewer);
  return checked(store::find(tx, id, viewer.person));
}
// What is suspended waits.
void lock_organisation(Tx& tx, const router::Viewer& viewer, OrganisationId id) {
  profiles::policy::require_not_suspended(*profiles::store::lock(tx, id, viewer.person));
}
// Held until the commit, with its organisation, by the one who has it.
Case hold(Tx& tx, const router::Viewer& viewer, std::int64_t id) {
  lock_organisation(tx, viewer, open(tx, viewer, id).organisation);
  const auto review = checked(store::lock(tx, id, viewer.person));
  const auto who = review.outcome == v1::OUTCOME_OPEN ? review.assignee : review.decided_by;
  policy::has_it(viewer, review, who == viewer.person ? "you" : name_of(tx, who));
  return review;
}

void record_act(Tx& tx, const router::Viewer& viewer, const char* act, const Case& review,
                const std::string& reason = {}) {
  audit::access::record(tx,
                        {viewer.person, act, audit::access::Target::kOrganisation, raw(review.organisation), reason});
}

const char* act_of(const Case& review, v1::Verdict verdict) {
  if (verdict == v1::VERDICT_RETURN) return "review_returned";
  if (verdict == v1::VERDICT_VERIFY) return "organisation_verified";
  return review.kind == v1::REVIEW_ORPHAN ? "orphan_settled" : "organisation_published";
}

v1::Profile submitted_of(Tx& tx, const Case& review) {
  if (auto profile = store::profile(tx, review.id)) return std::move(*profile);
  return profiles::store::find(tx, review.organisation, PersonId{})->working();
}

// What the verifiers know of it: what is public, or what they returned before.
std::optional<v1::Profile> known_of(Tx& tx, const Case& review) {
  if (review.kind == v1::REVIEW_CHANGE) return profiles::store::find(tx, review.organisation, PersonId{})->profile;
  return store::profile_before(tx, review);
}

void add_evidence_to(Tx& tx, const Case& review, v1::GetReviewResponse& response) {
  auto all = store::evidence(tx, review.id);
  if (review.kind == v1::REVIEW_NEW)
    for (auto& item : policy::checklist(all)) *response.add_checklist() = std::move(item);
  std::vector<PersonId> people;
  for (const auto& e : all) people.push_back(PersonId{e.person().id()});
  const Cards cards(tx, people);
  for (auto& e : all) {
    *e.mutable_person() = cards.of(PersonId{e.person().id()});
    *response.add_evidence() = std::move(e);
  }
}

store::Page page_of(const v1::ListReviewsRequest& request) {
  require(v1::ReviewFilter_IsValid(request.filter()),
          invalid("filter", "directory.bad_filter", "There is no such filter."));
  return {request.filter(), raw(query::read_cursor(request.cursor())), query::limit(request.limit())};
}

v1::Reasons reasons_of(const v1::DecideReviewRequest& request) {
  v1::Reasons out;
  for (const auto& reason : request.reasons()) {
    auto& clean = *out.add_reasons();
    clean.set_field(text::clean_line(reason.field()));
    clean.set_reason(text::clean(reason.reason()));
  }
  out.set_note(text::clean(request.note()));
  return out;
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.VerificationService", std::move(handlers));
  service.bind("ListReviews", &Handlers::list);
  service.bind("GetReview", &Handlers::get);
  service.bind("TakeReview", &Handlers::take);
  service.bind("ReleaseReview", &Handlers::release);
  service.bind("AddEvidence", &Handlers::add_evidence);
  service.bind("DecideReview", &Handlers::decide);
}

asio::awaitable<v1::ListReviewsResponse> Handlers::list(Context& context, const v1::ListReviewsRequest& request) {
  policy::is_verifier(context.viewer);
  auto page = page_of(request);
  const auto limit = static_cast<std::size_t>(page.limit++);
  co_return co_await db_.transact(
      [viewer = context.viewer, page, limit](Tx& tx) {
        auto found = store::list(tx, viewer.person, page);
        v1::ListReviewsResponse response;
        if (found.size() > limit) {
          found.resize(limit);
          response.set_next_cursor(query::cursor_after(OrganisationId{found.back().id}));
        }
        for (auto& review : show_all(tx, found)) *response.add_reviews() = std::move(review);
        response.set_open_count(store::open_count(tx));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetReviewResponse> Handlers::get(Context& context, const v1::GetReviewRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, id = request.review_id()](Tx& tx) {
        const auto review = open(tx, viewer, id);
        v1::GetReviewResponse response;
        *response.mutable_review() = show(tx, review);
        const auto submitted = submitted_of(tx, review);
        if (const auto known = known_of(tx, review))
          *response.mutable_changes() = profiles::changes(*known, submitted).changes();
        for (auto& warning : profiles::warnings(submitted)) *response.add_warnings() = std::move(warning);
        for (auto& duplicate : duplicates(tx, review.organisation, submitted))
          *response.add_duplicates() = std::move(duplicate);
        *response.mutable_submitted() = submitted;
        for (auto& paper : Papers::list(tx, review.organisation)) *response.add_papers() = std::move(paper);
        add_evidence_to(tx, review, response);
        return response;
      },
      InDoubt::kRunAgain, Lane::kSearch);
}

asio::awaitable<v1::TakeReviewResponse> Handlers::take(Context& context, const v1::TakeReviewRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, request](Tx& tx) {
        lock_organisation(tx, viewer, open(tx, viewer, request.review_id()).organisation);
        const auto before = open(tx, viewer, request.review_id());
        v1::TakeReviewResponse response;
        response.set_taken(store::take(tx, before.id, viewer.person, request.take_over()));
        if (response.taken() && before.kind != v1::REVIEW_ORPHAN)
          papers_.show_to(tx, before.organisation, viewer.person);
        if (response.taken() && before.assignee != viewer.person) {
          history::add(tx, before.organisation, {viewer.person, "taken"});
          record_act(tx, viewer, raw(before.assignee) == 0 ? "review_taken" : "review_taken_over", before);
        }
        *response.mutable_review() = show(tx, *store::find(tx, before.id, viewer.person));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ReleaseReviewResponse> Handlers::release(Context& context,
                                                             const v1::ReleaseReviewRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, id = request.review_id()](Tx& tx) {
    const auto review = hold(tx, viewer, id);
    store::release(tx, id);
    papers_.show_to(tx, review.organisation, PersonId{});
    history::add(tx, review.organisation, {viewer.person, "released"});
    record_act(tx, viewer, "review_released", review);
    return v1::ReleaseReviewResponse{};
  });
}

void Handlers::give_up(PersonId person) {
  for (const auto id : db_.transact_now([&](Tx& tx) { return store::assigned(tx, person); }))
    db_.transact_now([&](Tx& tx) {
      profiles::store::lock(tx, store::find(tx, id, person)->organisation, person);
      const auto review = store::lock(tx, id, person);
      if (review->outcome != v1::OUTCOME_OPEN || review->assignee != person) return;
      store::release(tx, id);
      if (review->kind != v1::REVIEW_ORPHAN) papers_.show_to(tx, review->organisation, PersonId{});
      history::add(tx, review->organisation, {person, "released"});
    });
}

asio::awaitable<v1::AddEvidenceResponse> Handlers::add_evidence(Context& context,
                                                                const v1::AddEvidenceRequest& request) {
  policy::evidence_fits(request);
  co_return co_await db_.transact([viewer = context.viewer, request](Tx& tx) {
    const auto review = hold(tx, viewer, request.review_id());
    const auto id = store::add_evidence(tx, review.id, viewer.person, request, text::clean(request.note()));
    const auto all = store::evidence(tx, review.id);
    v1::AddEvidenceResponse response;
    for (const auto& e : all)
      if (e.id() == id) *response.mutable_evidence() = e;
    *response.mutable_evidence()->mutable_person() = Cards(tx, {viewer.person}).of(viewer.person);
    for (auto& item : policy::checklist(all)) *response.add_checklist() = std::move(item);
    return response;
  });
}

asio::awaitable<v1::DecideReviewResponse> Handlers::decide(Context& context, const v1::DecideReviewRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const auto review = hold(tx, viewer, request.review_id());
    policy::verdict_fits(review, request);
    const auto reasons = reasons_of(request);
    if (review.kind == v1::REVIEW_NEW && request.verdict() != v1::VERDICT_RETURN)
      policy::all_checked(policy::checklist(store::evidence(tx, review.id)));
    if (request.verdict() == v1::VERDICT_RETURN)
      verdicts::give_back(tx, letters_, review, viewer.person, reasons);
    else if (request.verdict() == v1::VERDICT_VERIFY)
      verdicts::verify(tx, review, viewer.person, reasons.note());
    else
      verdicts::publish(tx, letters_, review, viewer.person, reasons.note());
    record_act(tx, viewer, act_of(review, request.verdict()), review, reasons.note());
    if (request.verdict() != v1::VERDICT_VERIFY) papers_.show_to(tx, review.organisation, PersonId{});
    events::organisation_changed(streams_, tx, review.organisation);
    v1::DecideReviewResponse response;
    *response.mutable_review() = show(tx, *store::find(tx, review.id, viewer.person));
    return response;
  });
}

}  // namespace wasl::directory::verification
