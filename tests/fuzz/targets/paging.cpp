// Cursors and limits of pages.
#include "core/error.hpp"
#include "directory/query.hpp"
#include "messaging/cursor.hpp"
#include "messaging/policy.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

template <class Read>
void accepts_only(const char* reason, Read read) {
  try {
    read();
  } catch (const Refused& refused) {
    check(refused.code() == Code::kInvalidArgument && refused.reason() == reason, reason);
  }
}

FUZZ_TARGET(paging, bytes) {
  accepts_only("directory.bad_cursor", [&] {
    const auto id = directory::query::read_cursor(bytes);
    check(bytes.empty() == (raw(id) == 0) && raw(id) >= 0, "only no cursor is the beginning");
    if (raw(id)) check(directory::query::read_cursor(directory::query::cursor_after(id)) == id, "a cursor can be written and read");
  });
  accepts_only("cursor_malformed", [&] {
    const auto cursor = messaging::cursor::read(std::string(bytes));
    check(cursor.has_value() == !bytes.empty(), "only no cursor is the beginning");
    if (!cursor) return;
    const auto again = messaging::cursor::read(messaging::cursor::write(*cursor));
    check(again->rank == cursor->rank && again->time_us == cursor->time_us && again->id == cursor->id, "a cursor can be written and read");
  });
  Input input(bytes);
  const auto asked = static_cast<std::uint32_t>(input.byte() | input.byte() << 8);
  accepts_only("directory.bad_limit", [&] { check(directory::query::limit(asked) <= 100, "a page is not too long"); });
  accepts_only("limit_range", [&] { check(messaging::policy::page_size(asked, 30) <= 100, "a page is not too long"); });
}

}  // namespace
}  // namespace wasl::fuzz
