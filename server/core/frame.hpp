// Bytes made once and shared by everyone who sends them.
#pragma once
#include <memory>
#include <string>

namespace wasl {

// An encoded ServerBatch of one frame. Frames end to end are one valid batch.
using Frame = std::shared_ptr<const std::string>;

}  // namespace wasl
