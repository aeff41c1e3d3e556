#include "directory/history.hpp"
#include "directory/profiles/handlers.hpp"
#include "directory/profiles/open.hpp"
#include "directory/verification/queue.hpp"

namespace wasl::directory::profiles {

using storage::InDoubt;
using storage::Tx;

asio::awaitable<v1::AddPaperResponse> Handlers::add_paper(Context& context, const v1::AddPaperRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    hold(tx, viewer, id, Need::kEdit);
    papers_.add(tx, id, viewer.person, request.file_id());
    auto papers = Papers::list(tx, id);
    policy::few_enough_papers(papers.size());
    if (const auto reader = verification::queue::assignee(tx, id); raw(reader) != 0) papers_.show_to(tx, id, reader);
    history::add(tx, id, {viewer.person, "paper_added"});
    v1::AddPaperResponse response;
    for (auto& paper : papers) *response.add_papers() = std::move(paper);
    return response;
  });
}

asio::awaitable<v1::RemovePaperResponse> Handlers::remove_paper(Context& context,
                                                                const v1::RemovePaperRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    const auto record = hold(tx, viewer, id, Need::kEdit);
    policy::require_editable(record, record.version);
    papers_.remove(tx, id, request.paper_id());
    history::add(tx, id, {viewer.person, "paper_removed"});
    v1::RemovePaperResponse response;
    for (auto& paper : Papers::list(tx, id)) *response.add_papers() = std::move(paper);
    return response;
  });
}

}  // namespace wasl::directory::profiles
