// One function per scenario; each adds its rows to the report.
#pragma once
#include "bench.hpp"

namespace wasl::bench::scenarios {

void fanout(Bench& bench);     // large rooms
void rooms(Bench& bench);      // many small rooms, a steady rate, a lone message
void ingest(Bench& bench);     // messages acknowledged
void idle(Bench& bench);       // memory of a connection that only listens
void resume(Bench& bench);     // everybody comes back after a restart
void bus(Bench& bench);        // two processes behind one Redis against one
void growth(Bench& bench);     // members, streams and history tenfold
void search(Bench& bench);     // finding messages among a million
void directory(Bench& bench);  // finding organisations among a hundred thousand; taking them away, bringing as many
void overload(Bench& bench);   // more than the server can or will do; the others' latency meanwhile
void peers(Bench& bench);      // the same load on other servers

}  // namespace wasl::bench::scenarios
