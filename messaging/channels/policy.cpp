#include "messaging/channels/policy.hpp"

#include "core/error.hpp"

namespace wasl::messaging::channels::policy {

void may_see(const Standing& viewer) { require(viewer.published || viewer.holds_seat, not_found("organisation")); }

void may_create(const Standing& viewer) {
  may_see(viewer);
  require(viewer.edits, {Code::kPermissionDenied, "channels.not_editor", "Only editors of the organisation do this."});
  require(viewer.published,
          {Code::kFailedPrecondition, "channels.not_published", "The organisation has to be published first."});
}

void few_enough(std::size_t channels) {
  require(channels <= kMostChannels,
          {Code::kFailedPrecondition, "channels.full", "An organisation has at most 20 channels."});
}

}  // namespace wasl::messaging::channels::policy
