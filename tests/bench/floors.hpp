// The physical floors of this machine, in the same minutes as everything else.
#pragma once
#include <cstddef>

namespace wasl::bench {

// Microseconds of processor time of one loopback send() of `bytes` to one of `sockets` sockets that are read at once by
// another thread; sender on core 0, reader on core 1.
double send_floor(std::size_t sockets, std::size_t bytes, double seconds);

}  // namespace wasl::bench
