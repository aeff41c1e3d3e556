// What people choose, checked and tidied. Pure; throws Refused{invalid_argument} that names the field at fault.
#pragma once
#include "directory/profiles/clean.hpp"
#include "wasl/directory/v1/home.pb.h"

namespace wasl::directory::interests {

v1::Interests clean(const v1::Interests& typed, const profiles::Known& known);

}  // namespace wasl::directory::interests
