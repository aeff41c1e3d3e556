// wasl-media: says what a file is, and makes pictures harmless: without what they tell about their maker, and small.
// Descriptors: 0 the file, 3 the cleaned picture, 4 the small one. Standard output: lines "key value".
// Exit status: 0 looked at, 1 it cannot be read, 2 this program cannot work here.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <iostream>

#include "media/worker/cage.hpp"
#include "media/worker/content.hpp"
#include "media/worker/picture.hpp"

namespace {

int look() {
  using namespace wasl::media::worker;
  cage::limit_resources();
  Recogniser recogniser;
  start_pictures();
  cage::close_for_good();
  const auto content = read_all(STDIN_FILENO);
  const auto type = recogniser.type_of(content);
  std::cout << "type " << type << '\n';
  if (is_picture(type)) {
    const auto made = clean_picture(content, type, 3, 4);
    std::cout << "width " << made.width << "\nheight " << made.height << "\npicture " << made.type << "\nsmall "
              << made.small_type << '\n';
  }
  return 0;
}

}  // namespace

int main() {
  int status = 2;
  try {
    status = look();
  } catch (const wasl::media::worker::Unreadable& e) {
    std::cout << "refused " << e.what() << '\n';
    status = 1;
  } catch (const std::exception& e) {
    std::cerr << "wasl-media: " << e.what() << '\n';
  }
  std::cout.flush();
  _exit(status);  // nothing that libraries do at their end is wanted in here
}
