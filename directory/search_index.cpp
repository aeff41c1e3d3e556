#include "directory/search_index.hpp"

#include <set>
#include <vector>

#include "core/words.hpp"

namespace wasl::directory::search_index {

namespace {

using storage::Statement;

constexpr std::size_t kMostKeys = 800, kShortest = 2;
constexpr int kAtOnce = 2000;

const Statement kMissing{"directory.missing_search", R"(
  select id, concat_ws(' ', name_ar, name_fr, name_en, abbreviation),
    concat_ws(' ', details->'mission'->>'ar', details->'mission'->>'fr', details->'mission'->>'en',
      details->'description'->>'ar', details->'description'->>'fr', details->'description'->>'en')
  from organisations where search is null and id > $1 order by id limit $2 for update)"};

const Statement kFill{"directory.fill_search", R"(
  update organisations o set search = i.search, search_text = i.search_text
  from unnest($1::bigint[], $2::text[], $3::text[]) as i(id, search, search_text) where o.id = i.id)"};

// The last one filled; 0: there was none.
std::int64_t fill_some(storage::Tx& tx, std::int64_t after) {
  std::vector<std::int64_t> ids;
  std::vector<std::string> names, texts;
  for (const auto& row : tx.exec(kMissing, after, kAtOnce)) {
    ids.push_back(row[0].as<std::int64_t>());
    names.push_back(words::searchable(row[1].as<std::string>()));
    texts.push_back(text_words(row[2].as<std::string>()));
  }
  if (ids.empty()) return 0;
  tx.exec(kFill, ids, names, texts);
  return ids.back();
}

}  // namespace

std::string text_words(std::string_view text) {
  std::set<std::string> known;
  std::string out;
  for (const auto& word : words::split(text)) {
    if (word.folded.size() < kShortest || words::is_filler(word.folded)) continue;
    for (auto& key : words::keys(word.folded)) {
      if (known.size() == kMostKeys) return out;
      if (const auto [at, fresh] = known.insert(std::move(key)); fresh) out += (out.empty() ? "" : " ") + *at;
    }
  }
  return out;
}

void refresh(storage::Tx& tx) {
  for (auto last = fill_some(tx, 0); last != 0;) last = fill_some(tx, last);
}

}  // namespace wasl::directory::search_index
