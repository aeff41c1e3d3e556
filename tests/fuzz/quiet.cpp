// protobuf writes every message that it cannot parse to standard error; here they are most of them.
#include <google/protobuf/stubs/logging.h>

[[maybe_unused]] static const auto kBefore = google::protobuf::SetLogHandler(nullptr);
