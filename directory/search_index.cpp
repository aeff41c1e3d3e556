#include "directory/search_index.hpp"

#include <string>
#include <vector>

#include "core/words.hpp"

namespace wasl::directory::search_index {

namespace {

using storage::Statement;

const Statement kMissing{"directory.missing_search", R"(
  select id, concat_ws(' ', name_ar, name_fr, name_en, abbreviation) from organisations where search is null for update)"};

const Statement kFill{"directory.fill_search", R"(
  update organisations o set search = i.search
  from unnest($1::bigint[], $2::text[]) as i(id, search) where o.id = i.id)"};

}  // namespace

void refresh(storage::Tx& tx) {
  std::vector<std::int64_t> ids;
  std::vector<std::string> folded;
  for (const auto& row : tx.exec(kMissing)) {
    ids.push_back(row[0].as<std::int64_t>());
    folded.push_back(words::searchable(row[1].as<std::string>()));
  }
  if (!ids.empty()) tx.exec(kFill, ids, folded);
}

}  // namespace wasl::directory::search_index
