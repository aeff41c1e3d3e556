#include "core/crypto.hpp"

#include <sodium.h>

#include <stdexcept>

namespace wasl::crypto {

namespace {
const unsigned char* bytes_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

std::string encode64(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), variant);
  out.pop_back();  // the terminator
  return out;
}

constexpr unsigned long long kPasswordOps = 2;
constexpr std::size_t kPasswordMemory = std::size_t{19} * 1024 * 1024;
}  // namespace

void init() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

std::string random_token(std::size_t bytes) {
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  return encode64(raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::uint64_t random_number() {
  std::uint64_t number = 0;
  while (number == 0) randombytes_buf(&number, sizeof number);
  return number;
}

std::string hash(std::string_view data, std::string_view key) {
  std::string out(crypto_generichash_BYTES, '\0');
  if (crypto_generichash(bytes_of(out), out.size(), bytes_of(data), data.size(), key.empty() ? nullptr : bytes_of(key),
                         key.size()) != 0)
    throw std::invalid_argument("a key of at most 64 bytes is needed");
  return out;
}

std::string hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes_of(bytes), bytes.size());
  out.pop_back();
  return out;
}

std::string from_hex(std::string_view text) {
  std::string out(text.size() / 2, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(bytes_of(out), out.size(), text.data(), text.size(), nullptr, &length, &end) != 0 ||
      end != text.data() + text.size())
    throw std::invalid_argument("not hexadecimal");
  out.resize(length);
  return out;
}

std::string base64(std::string_view bytes) { return encode64(bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING); }

std::string hash_password(const std::string& password) {
  char out[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(out, password.data(), password.size(), kPasswordOps, kPasswordMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return out;
}

bool verify_password(const std::string& hashed, const std::string& password) {
  return crypto_pwhash_str_verify(hashed.c_str(), password.data(), password.size()) == 0;
}

}  // namespace wasl::crypto
