#include "messaging/inbox/events.hpp"

#include "wasl/messaging/v1/inbox.pb.h"

namespace wasl::messaging::inbox::events {

void changed(streams::Streams& streams, storage::Tx& tx, ConversationId id) {
  streams.append(tx, stream_of(id), v1::EVENT_INBOX_CHANGED, v1::InboxChanged{});
}

}  // namespace wasl::messaging::inbox::events
