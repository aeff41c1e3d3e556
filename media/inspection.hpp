// Has the program wasl-media look into a file, in a process of its own.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace wasl::media {

struct Inspection {
  std::string refused;  // a reason; then nothing else counts
  std::string type;     // of the file
  int width = 0, height = 0;
  std::string picture_type, small_type;  // of what was made; empty: no picture
};

// What that program has said. It may have been taken over by the file: nothing is believed that it could not say.
Inspection inspection_of(const std::string& report);

// Blocks for at most a minute: as long as a busy machine may need for its 10 s of work. A picture is written to `picture`, a small one to `small`. What kills that process is
// refused as unreadable. Throws unavailable when it cannot work at all.
Inspection inspect(const std::filesystem::path& file, const std::filesystem::path& picture,
                   const std::filesystem::path& small);

}  // namespace wasl::media
