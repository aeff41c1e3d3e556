#include "core/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "core/error.hpp"

namespace wasl::text {

namespace {

icu::UnicodeString decode(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t units = 0;
  u_strFromUTF8(nullptr, 0, &units, utf8.data(), static_cast<std::int32_t>(utf8.size()), &status);
  if (status != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(status))
    throw Refused(Code::kInvalidArgument, "not_utf8", "Text must be valid UTF-8.");
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

icu::UnicodeString normalise(const icu::Normalizer2* form, const icu::UnicodeString& in) {
  UErrorCode status = U_ZERO_ERROR;
  auto out = form->normalize(in, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot normalise");
  return out;
}

const icu::Normalizer2* form(const icu::Normalizer2* (*get)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* f = get(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalisation data");
  return f;
}

std::string encode(const icu::UnicodeString& s) {
  std::string out;
  s.toUTF8String(out);
  return out;
}

// Explicit direction overrides can make a line read as something else than it says.
bool is_stray(UChar32 c) {
  if (c == '\n' || c == '\t') return false;
  return u_charType(c) == U_CONTROL_CHAR || (c >= 0x202A && c <= 0x202E);
}

// Most letters: they show, are no white space and never stray. ICU need not be asked about them.
bool is_plain(UChar32 c) { return (c > 0x20 && c < 0x7F) || (c >= 0x0621 && c <= 0x064A) || (c >= 0x00C0 && c <= 0x00FF); }

bool is_line_end(UChar32 c) { return c == 0x0085 || c == 0x2028 || c == 0x2029; }

bool shows(const icu::UnicodeString& s) {
  for (std::int32_t i = 0; i < s.length(); i = s.moveIndex32(i, 1)) {
    const auto c = s.char32At(i);
    if (!u_isUWhiteSpace(c) && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return true;
  }
  return false;
}

const icu::Normalizer2& nfc() {
  static const auto* const f = form(icu::Normalizer2::getNFCInstance);
  return *f;
}

// What is clean already, as nearly all text is, without its outer white space; nothing when there is work to do. Makes no
// copy.
std::optional<std::string_view> as_it_is(std::string_view utf8) {
  const auto* data = utf8.data();
  const auto size = static_cast<std::int32_t>(utf8.size());
  std::int32_t first = -1, last = 0;
  bool ascii = true, visible = false;
  for (std::int32_t i = 0; i < size;) {
    const auto before = i;
    UChar32 c = 0;
    U8_NEXT(data, i, size, c);
    ascii = ascii && c < 0x80;
    const bool plain = is_plain(c);
    if (!plain) {
      if (c < 0 || is_line_end(c) || is_stray(c)) return std::nullopt;
      if (u_isUWhiteSpace(c)) continue;
    }
    visible = visible || plain || !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    if (first < 0) first = before;
    last = i;
  }
  if (!visible) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const auto text = utf8.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
  if (!ascii && (!nfc().isNormalizedUTF8({utf8.data(), size}, status) || U_FAILURE(status))) return std::nullopt;
  return text;
}

// Normalised last: what is dropped may have parted a letter from its accent.
icu::UnicodeString tidy(std::string_view utf8) {
  const auto in = decode(utf8);
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < in.length(); i = in.moveIndex32(i, 1)) {
    const auto c = in.char32At(i);
    if (c == '\r') {
      if (in.charAt(i + 1) != '\n') out.append(static_cast<UChar32>('\n'));
    } else if (is_line_end(c)) {
      out.append(static_cast<UChar32>('\n'));
    } else if (!is_stray(c)) {
      out.append(c);
    }
  }
  return shows(out) ? normalise(&nfc(), out) : icu::UnicodeString();
}

UChar32 fold_letter(UChar32 c) {
  switch (c) {
    case 0x0622: case 0x0623: case 0x0625: case 0x0671: return 0x0627;  // alef with madda, hamza, wasla
    case 0x0649: case 0x06CC: return 0x064A;                            // alef maksura, Farsi yeh
    case 0x0624: return 0x0648;                                         // waw with hamza
    case 0x0626: return 0x064A;                                         // yeh with hamza
    case 0x0629: return 0x0647;                                         // teh marbuta
    case 0x06A9: case 0x06AD: case 0x06AF: return 0x0643;               // keheh, ng (Morocco's g), gaf
    case 0x06A4: case 0x06A5: return 0x0641;                            // veh, in both shapes
    case 0x06A8: return 0x0642;                                         // Tunisia's g
    case 0x067E: return 0x0628;                                         // peh
    case 0x0686: return 0x062C;                                         // tcheh
    default: return c;
  }
}

}  // namespace

std::string clean(std::string_view utf8) {
  if (const auto text = as_it_is(utf8)) return std::string(*text);
  auto s = tidy(utf8);
  std::int32_t first = 0, last = s.length();
  while (first < last && u_isUWhiteSpace(s.char32At(first))) first = s.moveIndex32(first, 1);
  while (last > first && u_isUWhiteSpace(s.char32At(s.moveIndex32(last, -1)))) last = s.moveIndex32(last, -1);
  return encode(s.tempSubStringBetween(first, last));
}

std::string clean_line(std::string_view utf8) {
  const auto s = tidy(utf8);
  icu::UnicodeString out;
  bool space = false;
  for (std::int32_t i = 0; i < s.length(); i = s.moveIndex32(i, 1)) {
    const auto c = s.char32At(i);
    if (u_isUWhiteSpace(c)) {
      space = !out.isEmpty();
    } else {
      if (space) out.append(static_cast<UChar32>(' '));
      space = false;
      out.append(c);
    }
  }
  return encode(out);
}

std::size_t length(std::string_view utf8) {
  std::size_t n = 0;
  for (const char c : utf8) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

std::string head(std::string_view utf8, std::size_t bytes) {
  const auto* data = utf8.data();
  const auto size = static_cast<std::int32_t>(std::min(utf8.size(), bytes));
  std::int32_t end = 0;
  for (std::int32_t i = 0; i < size; end = i) {
    UChar32 c = 0;
    U8_NEXT(data, i, size, c);
    if (c < 0) break;
  }
  return {data, static_cast<std::size_t>(end)};
}

void require_length(std::string_view text, const char* field, std::size_t low, std::size_t high) {
  const auto n = length(text);
  if (n < low || n > high)
    throw invalid(field, std::string(field) + "_length",
                  std::string(field) + " must have " + std::to_string(low) + " to " + std::to_string(high) + " characters.");
}

bool is_emoji(std::string_view utf8) {
  if (utf8.empty() || utf8.size() > 64) return false;
  const auto s = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  return u_stringHasBinaryProperty(s.getBuffer(), s.length(), UCHAR_RGI_EMOJI) != 0;
}

std::string fold(std::string_view utf8) {
  static const auto* nfkc = form(icu::Normalizer2::getNFKCCasefoldInstance);
  static const auto* nfd = form(icu::Normalizer2::getNFDInstance);
  // Hamza carriers first: decomposed, they would keep the carrier and lose the hamza in another way.
  const auto composed = normalise(nfkc, decode(utf8));
  icu::UnicodeString carriers;
  for (std::int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1))
    carriers.append(fold_letter(composed.char32At(i)));
  const auto split = normalise(nfd, carriers);
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < split.length(); i = split.moveIndex32(i, 1)) {
    const auto c = split.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK || c == 0x0640) continue;  // accents, tashkeel; tatweel
    const auto digit = u_charDigitValue(c);
    if (c == 0x0153 || c == 0x00E6)  // ligatures that no normal form parts
      out.append(c == 0x0153 ? u"oe" : u"ae");
    else
      out.append(digit >= 0 ? static_cast<UChar32>('0' + digit) : c);
  }
  return encode(out);
}

}  // namespace wasl::text
