#include "directory/specialists/events.hpp"

namespace wasl::directory::specialists::events {

void changed(streams::Streams& streams, storage::Tx& tx, const Record& now) {
  v1::OfferChanged event;
  *event.mutable_offer() = now.offer;
  streams.append(tx, stream_of(now.person), v1::EVENT_OFFER_CHANGED, event);
}

}  // namespace wasl::directory::specialists::events
