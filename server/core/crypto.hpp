// Random tokens and hashes, all by libsodium.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace wasl::crypto {

// Throws std::runtime_error when libsodium cannot start. Call once, first.
void init();

// n random bytes as unpadded base64url.
std::string random_token(std::size_t bytes = 32);

// Not 0.
std::uint64_t random_number();

// BLAKE2b-256 (RFC 7693), keyed when key is not empty; 32 raw bytes. Throws std::invalid_argument on a key over 64
// bytes.
std::string hash(std::string_view data, std::string_view key = {});

std::string hex(std::string_view bytes);
// Throws std::invalid_argument on anything but pairs of hex digits.
std::string from_hex(std::string_view text);
// Unpadded base64 with the standard alphabet, as Connect wants it in error details.
std::string base64(std::string_view bytes);

// argon2id (RFC 9106), 19 MiB, t = 2: about 50 ms. Never on an event loop.
std::string hash_password(const std::string& password);
bool verify_password(const std::string& hashed, const std::string& password);

}  // namespace wasl::crypto
