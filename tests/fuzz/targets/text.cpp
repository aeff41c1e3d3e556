// Text from people: core/text.
#include "core/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "core/error.hpp"
#include "target.hpp"
#include "utf8.hpp"

namespace wasl::fuzz {
namespace {

bool is_stray(std::uint32_t c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e);
}
bool is_blank(std::uint32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || c == 0x3000; }

std::string normalised(std::string_view text, const icu::Normalizer2* (*form)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  form(status)->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))), status)
      .toUTF8String(out);
  return out;
}
std::string nfc(std::string_view text) { return normalised(text, icu::Normalizer2::getNFCInstance); }
std::string nfd(std::string_view text) { return normalised(text, icu::Normalizer2::getNFDInstance); }

bool refuses(std::string (*tidy)(std::string_view), std::string_view bytes) {
  try {
    tidy(bytes);
    return false;
  } catch (const Refused& refused) {
    check(refused.reason() == "not_utf8", "only what is not UTF-8 is refused");
    return true;
  }
}

void check_clean(std::string_view bytes, const std::string& clean) {
  const auto points = code_points(clean);
  check(points.has_value(), "clean text is UTF-8");
  check(std::ranges::none_of(*points, is_stray), "clean text has no stray characters");
  check(points->empty() || (!is_blank(points->front()) && !is_blank(points->back())), "clean text is trimmed");
  check(nfc(clean) == clean, "clean text is NFC");
  check(text::clean(clean) == clean, "clean text stays as it is");
  check(text::length(clean) == points->size(), "length counts code points");
  check(text::clean(nfd(bytes)) == clean, "text that is canonically the same becomes the same");
}

void check_line(std::string_view bytes, const std::string& line) {
  check(is_utf8(line) && nfc(line) == line, "a line is UTF-8, and NFC");
  check(line.find('\n') == line.npos && line.find('\t') == line.npos && line.find("  ") == line.npos, "a line is one line");
  check(text::clean_line(line) == line, "a line stays as it is");
  check(text::clean_line(text::clean(bytes)) == line, "a line of clean text is the same line");
}

void check_folded(std::string_view bytes, const std::string& folded) {
  check(is_utf8(folded), "folded text is UTF-8");
  check(text::fold(folded) == folded, "folded text stays as it is");
  check(text::fold(nfc(bytes)) == folded && text::fold(nfd(bytes)) == folded, "what is canonically the same is found");
}

void check_head(std::string_view bytes, std::size_t most) {
  const auto head = text::head(bytes, most);
  check(head.size() <= most && bytes.starts_with(head) && is_utf8(head), "a head is a beginning that is UTF-8");
  for (auto n = head.size() + 1; n <= std::min({most, bytes.size(), head.size() + 4}); ++n)
    check(!is_utf8(bytes.substr(0, n)), "a head is the longest one");
}

FUZZ_TARGET(text, bytes) {
  check_head(bytes, bytes.size() / 2);
  check_head(bytes, bytes.size() + 1);
  const bool bad = !is_utf8(bytes);
  check(refuses(text::clean, bytes) == bad && refuses(text::clean_line, bytes) == bad && refuses(text::fold, bytes) == bad,
        "what is not UTF-8 is refused, and nothing else");
  if (bad) return;
  check_clean(bytes, text::clean(bytes));
  check_line(bytes, text::clean_line(bytes));
  check_folded(bytes, text::fold(bytes));
}

}  // namespace
}  // namespace wasl::fuzz
