// The file, and what it is by its content.
#pragma once
#include <stdexcept>
#include <string>

struct magic_set;

namespace wasl::media::worker {

// The word is a reason that clients know: "unreadable", "too_large_picture".
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string read_all(int descriptor);

class Recogniser {
 public:
  Recogniser();
  ~Recogniser();
  Recogniser(const Recogniser&) = delete;
  Recogniser& operator=(const Recogniser&) = delete;

  // "image/jpeg"; what nobody knows is "application/octet-stream".
  std::string type_of(const std::string& content) const;

 private:
  ::magic_set* magic_;
};

}  // namespace wasl::media::worker
