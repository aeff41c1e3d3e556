// Runs every target over its corpus and over mutations of it that are the same every time.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "core/crypto.hpp"
#include "target.hpp"

namespace wasl::fuzz {

std::vector<Named>& targets() {
  static std::vector<Named> all;
  return all;
}

namespace {

namespace fs = std::filesystem;

constexpr int kMutations = 3000;
constexpr std::size_t kLongest = 4096;

std::vector<std::string> corpus_of(const std::string& name) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(std::string(WASL_FUZZ_CORPUS) + "/" + name)) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<std::string> out;
  for (const auto& path : paths) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    out.push_back(std::move(text).str());
  }
  return out;
}

// Steps from one input to another; from one seed always the same ones.
class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, std::uint64_t seed) : corpus_(corpus), random_(seed) {}

  std::string next() {
    auto bytes = corpus_[below(corpus_.size())];
    for (auto steps = 1 + below(6); steps > 0; --steps) step(bytes);
    bytes.resize(std::min(bytes.size(), kLongest));
    return bytes;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random_() % n); }

  void step(std::string& bytes) {
    static const std::vector<std::string> kWords{
        std::string(1, '\0'), "\n", "\r\n", " ", "\t", ",", ";", "=", ":", "\"", "\\", "%", "_", "'", "<", "@", "{", "[", "0", "-1",
        "9223372036854775808", "\x7f", "\x80", "\xff", "\xc2\x85", "\xcc\x81", "\xd9\x8e", "\xd8\xa3", "\xe2\x80\xae",
        "\xe2\x80\xa8", "\xe2\x80\x99", "\xe2\x80\x8d", "\xed\xa0\x80", "\xf0\x9f\x8c\xbf", "\\ud800", "\xef\xac\x81"};
    const auto at = below(bytes.size() + 1);
    switch (below(6)) {
      case 0: bytes.insert(at, kWords[below(kWords.size())]); break;
      case 1: bytes.insert(at, 1, static_cast<char>(random_())); break;
      case 2: bytes.erase(at, 1 + below(8)); break;
      case 3: bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(32))); break;
      case 4: bytes.replace(at, std::string::npos, part_of(corpus_[below(corpus_.size())])); break;
      default:
        if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ 1 << below(8));
    }
  }
  std::string part_of(const std::string& other) { return other.substr(below(other.size())); }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_;
};

// Whether it held; says what failed on which input otherwise.
bool run(const Named& named, const std::string& bytes, const std::string& which) {
  try {
    named.target(bytes);
    return true;
  } catch (const std::exception& e) {
    ADD_FAILURE() << named.name << ": " << e.what() << "\nwith " << which << ", in hexadecimal " << crypto::hex(bytes);
  }
  return false;
}

class Fuzz : public testing::TestWithParam<Named> {
 protected:
  static void SetUpTestSuite() { crypto::init(); }
};

TEST_P(Fuzz, HoldsForTheCorpus) {
  const auto corpus = corpus_of(GetParam().name);
  ASSERT_FALSE(corpus.empty());
  for (std::size_t i = 0; i < corpus.size(); ++i) run(GetParam(), corpus[i], "file " + std::to_string(i));
}

TEST_P(Fuzz, HoldsForWhatResemblesTheCorpus) {
  const auto corpus = corpus_of(GetParam().name);
  ASSERT_FALSE(corpus.empty());
  Mutator mutator(corpus, 20'260'000);
  int failures = 0;
  for (int i = 0; i < kMutations && failures < 3; ++i)
    failures += run(GetParam(), mutator.next(), "mutation " + std::to_string(i)) ? 0 : 1;
}

INSTANTIATE_TEST_SUITE_P(Parsers, Fuzz, testing::ValuesIn(targets()), [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace wasl::fuzz
