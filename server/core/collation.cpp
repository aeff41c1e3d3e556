#include "core/collation.hpp"

#include <unicode/coll.h>
#include <unicode/locid.h>

#include <map>
#include <memory>
#include <stdexcept>

namespace wasl::collation {

namespace {

// A collator belongs to one thread.
icu::Collator& collator(std::string_view language) {
  thread_local std::map<std::string, std::unique_ptr<icu::Collator>, std::less<>> known;
  auto found = known.find(language);
  if (found == known.end()) {
    UErrorCode status = U_ZERO_ERROR;
    const std::string name(language);
    auto made = std::unique_ptr<icu::Collator>(icu::Collator::createInstance(icu::Locale(name.c_str()), status));
    if (U_FAILURE(status)) throw std::runtime_error(std::string("collation: ") + u_errorName(status));
    found = known.emplace(name, std::move(made)).first;
  }
  return *found->second;
}

}  // namespace

std::string key(std::string_view utf8, std::string_view language) {
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  const auto& sorts = collator(language);
  std::string out(static_cast<std::size_t>(sorts.getSortKey(text, nullptr, 0)), '\0');
  sorts.getSortKey(text, reinterpret_cast<std::uint8_t*>(out.data()), static_cast<std::int32_t>(out.size()));
  if (!out.empty()) out.pop_back();  // the closing zero
  return out;
}

}  // namespace wasl::collation
