// The few words of an archive, in the language of its person.
#pragma once
#include <string>

namespace wasl::mydata {

struct Words {
  const char* language;
  const char* direction;
  const char *title, *account, *conversations, *unknown_person, *deleted, *forwarded, *edited, *poll, *note, *files,
      *back, *made_at;
};

// ar, fr or en; of any other language English.
const Words& words(const std::string& language);

}  // namespace wasl::mydata
