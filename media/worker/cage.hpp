// What this process may use, and do. A file that takes it over gains nothing.
#pragma once

namespace wasl::media::worker::cage {

// Memory, processor time, size of files; it ends with its parent. Throws std::runtime_error.
void limit_resources();

// From here on: read and write what is open, ask for memory, start threads, end. No file is opened, no socket, no
// program started. Throws std::runtime_error where the kernel cannot promise that.
void close_for_good();

}  // namespace wasl::media::worker::cage
