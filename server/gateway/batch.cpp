#include "gateway/batch.hpp"

#include <algorithm>

namespace wasl::gateway {

bool read_batch(std::string_view bytes, v1::ClientBatch& into) {
  const auto of_no_kind = [](const auto& frame) { return frame.kind_case() == v1::ClientFrame::KIND_NOT_SET; };
  return into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) && into.frames_size() <= kMostFrames &&
         std::ranges::none_of(into.frames(), of_no_kind);
}

}  // namespace wasl::gateway
