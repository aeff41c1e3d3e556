// Pictures, made anew from their pixels: nothing else of the file survives.
#pragma once
#include <string>

namespace wasl::media::worker {

struct Made {
  int width, height;
  std::string type, small_type;
};

// Before the cage closes.
void start_pictures();

bool is_picture(const std::string& type);

// Writes the picture (upright, in sRGB, at most 4096 pixels a side) and a small one to the descriptors. Throws
// Unreadable.
Made clean_picture(const std::string& content, const std::string& type, int full, int small);

}  // namespace wasl::media::worker
