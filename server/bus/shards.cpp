#include "bus/shards.hpp"

#include <algorithm>
#include <stdexcept>

namespace wasl::bus {

namespace {

// The finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014).
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// FNV-1a: the same in every process, unlike std::hash.
std::uint64_t hash(const std::string& name) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return h;
}

}  // namespace

Shards::Shards(const std::vector<std::string>& names) {
  if (names.empty()) throw std::runtime_error("redis names no server");
  for (auto it = names.begin(); it != names.end(); ++it) {
    if (std::find(names.begin(), it, *it) != it) throw std::runtime_error("redis names '" + *it + "' twice");
    seeds_.push_back(hash(*it));
  }
}

std::size_t Shards::of(StreamId stream) const {
  const auto which = mix(static_cast<std::uint64_t>(stream.key) + (static_cast<std::uint64_t>(stream.kind) << 56));
  const auto score = [which](std::uint64_t seed) { return mix(seed ^ which); };
  return static_cast<std::size_t>(std::ranges::max_element(seeds_, {}, score) - seeds_.begin());
}

}  // namespace wasl::bus
