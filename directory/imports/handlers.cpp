#include "directory/imports/handlers.hpp"

#include "audit/access.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/imports/policy.hpp"
#include "directory/imports/store.hpp"
#include "directory/query.hpp"
#include "router/service.hpp"

namespace wasl::directory::imports {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr int kPreviewed = 10;

// The only ways to one import: its person's.
v1::ImportJob checked(std::optional<store::Stored> found, const router::Viewer& viewer) {
  require(found && found->person == viewer.person, not_found("import"));
  return std::move(found->job);
}
v1::ImportJob open(Tx& tx, const router::Viewer& viewer, std::int64_t id) {
  policy::is_verifier(viewer);
  return checked(store::find(tx, id), viewer);
}
v1::ImportJob hold(Tx& tx, const router::Viewer& viewer, std::int64_t id) {
  policy::is_verifier(viewer);
  return checked(store::lock(tx, id), viewer);
}

void add_preview(Tx& tx, const v1::ImportJob& job, v1::MapImportResponse& to) {
  const std::vector<std::string> fields(job.fields().begin(), job.fields().end());
  const auto vocabulary = store::vocabulary(tx);
  for (const auto& row : store::rows(tx, job.id(), 0, kPreviewed)) {
    auto made = make(row.cells, fields, vocabulary);
    auto& shown = *to.add_preview();
    shown.set_row(row.number);
    *shown.mutable_profile() = std::move(made.profile);
    for (auto& error : made.errors) {
      error.set_row(row.number);
      *shown.add_errors() = std::move(error);
    }
  }
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.ImportService", std::move(handlers));
  service.bind("BeginImport", &Handlers::begin);
  service.bind("UploadImportPart", &Handlers::upload);
  service.bind("GetImport", &Handlers::get);
  service.bind("ListImports", &Handlers::list);
  service.bind("MapImport", &Handlers::map);
  service.bind("RunImport", &Handlers::run);
  service.bind("CancelImport", &Handlers::cancel);
  service.bind("ListImportErrors", &Handlers::list_errors);
}

asio::awaitable<v1::BeginImportResponse> Handlers::begin(Context& context, const v1::BeginImportRequest& request) {
  policy::is_verifier(context.viewer);
  policy::file_fits(request);
  co_return co_await db_.transact([viewer = context.viewer, request](Tx& tx) {
    store::forget_old(tx);
    const auto id =
        store::begin(tx, viewer.person, text::clean_line(request.name()), request.size(), request.encoding());
    policy::few_enough(store::open_ones(tx, viewer.person));
    v1::BeginImportResponse response;
    *response.mutable_job() = open(tx, viewer, id);
    return response;
  });
}

asio::awaitable<v1::UploadImportPartResponse> Handlers::upload(Context& context,
                                                               const v1::UploadImportPartRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, request](Tx& tx) {
        const auto job = hold(tx, viewer, request.import_id());
        v1::UploadImportPartResponse response;
        response.set_received(job.received());
        if (!policy::is_next(job, request)) return response;
        response.set_received(store::append(tx, job, request.data()));
        if (response.received() < job.size()) return response;
        store::set_state(tx, job.id(), "reading");
        runner_.read(tx, job.id());
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetImportResponse> Handlers::get(Context& context, const v1::GetImportRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, id = request.import_id()](Tx& tx) {
        v1::GetImportResponse response;
        *response.mutable_job() = open(tx, viewer, id);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListImportsResponse> Handlers::list(Context& context, const v1::ListImportsRequest&) {
  policy::is_verifier(context.viewer);
  co_return co_await db_.transact(
      [person = context.viewer.person](Tx& tx) {
        v1::ListImportsResponse response;
        for (auto& job : store::list(tx, person)) *response.add_jobs() = std::move(job);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::MapImportResponse> Handlers::map(Context& context, const v1::MapImportRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, request](Tx& tx) {
        const auto before = hold(tx, viewer, request.import_id());
        policy::may_map(before);
        policy::fields_fit(before, request);
        store::set_fields(tx, before.id(), {request.fields().begin(), request.fields().end()}, request.publish());
        v1::MapImportResponse response;
        *response.mutable_job() = open(tx, viewer, before.id());
        add_preview(tx, response.job(), response);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::RunImportResponse> Handlers::run(Context& context, const v1::RunImportRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const auto job = hold(tx, viewer, request.import_id());
    policy::may_run(job);
    store::start(tx, job.id(), request.dry_run());
    runner_.go_on(tx, job.id());
    if (!request.dry_run())
      audit::access::record(tx,
                            {viewer.person, "import_run", audit::access::Target::kImport, job.id(), {}, job.name()});
    v1::RunImportResponse response;
    *response.mutable_job() = open(tx, viewer, job.id());
    return response;
  });
}

asio::awaitable<v1::CancelImportResponse> Handlers::cancel(Context& context, const v1::CancelImportRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, id = request.import_id()](Tx& tx) {
        const auto job = hold(tx, viewer, id);
        if (job.state() != v1::IMPORT_DONE && job.state() != v1::IMPORT_FAILED) store::set_state(tx, id, "cancelled");
        v1::CancelImportResponse response;
        *response.mutable_job() = open(tx, viewer, id);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListImportErrorsResponse> Handlers::list_errors(Context& context,
                                                                    const v1::ListImportErrorsRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, request, limit = query::limit(request.limit())](Tx& tx) {
        open(tx, viewer, request.import_id());
        v1::ListImportErrorsResponse response;
        std::uint32_t last = 0;
        for (int rows = 0; auto& error : store::errors(tx, request.import_id(), request.after_row(), limit + 1)) {
          if (error.row() != last && rows++ == limit) {
            response.set_more(true);
            break;
          }
          last = error.row();
          *response.add_errors() = std::move(error);
        }
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::directory::imports
