// Who imports what. Pure; each throws Refused, saying why.
#pragma once
#include <optional>

#include "core/ids.hpp"
#include "directory/imports/table.hpp"
#include "router/context.hpp"
#include "wasl/directory/v1/imports.pb.h"

namespace wasl::directory::imports::policy {

inline constexpr std::size_t kLargestPart = 180'000;
inline constexpr int kMostOpen = 5;

void is_verifier(const router::Viewer& viewer);
void file_fits(const v1::BeginImportRequest& request);
void few_enough(int open);
// Whether it is the next one. A part that is there already is not, and no fault.
bool is_next(const v1::ImportJob& job, const v1::UploadImportPartRequest& part);
void fields_fit(const v1::ImportJob& job, const v1::MapImportRequest& request);
void may_run(const v1::ImportJob& job);
void may_map(const v1::ImportJob& job);

}  // namespace wasl::directory::imports::policy
