#include "mydata/archive.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace wasl::mydata {
namespace {

namespace fs = std::filesystem;

class Archives : public testing::Test {
 protected:
  Archives() : folder_(fs::temp_directory_path() / ("wasl-archive-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~Archives() override { fs::remove_all(folder_); }

  void fill(Archive& archive, int files) {
    for (int i = 0; i < files; ++i) {
      const auto path = folder_ / std::to_string(i);
      std::ofstream out(path, std::ios::binary);
      for (int line = 0; line < 20'000; ++line) out << "line " << (line * 7919 + i) % 10'007 << '\n';
      out.close();
      archive.add(std::to_string(i) + ".txt", path, true);
    }
  }
  fs::path folder_;
};

TEST_F(Archives, TellHowFarTheyAreWhileTheyAreCompressed) {
  std::vector<double> heard;
  Archive archive(folder_ / "told.zip");
  fill(archive, 20);
  archive.close([&](double share) { heard.push_back(share); });
  ASSERT_GT(heard.size(), 10U) << "whoever holds the claim pushes it ahead in between";
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  EXPECT_LE(heard.back(), 1.0);
  EXPECT_GT(fs::file_size(folder_ / "told.zip"), 1000U);
}

TEST_F(Archives, AreGivenUpInTheMiddleByWhatTheListenerThrows) {
  int heard = 0;
  Archive archive(folder_ / "given-up.zip");
  fill(archive, 20);
  EXPECT_THROW(archive.close([&](double) {
    if (++heard == 3) throw std::out_of_range("no more");
  }),
               std::out_of_range);
  EXPECT_EQ(heard, 3);
  EXPECT_FALSE(fs::exists(folder_ / "given-up.zip"));
}

}  // namespace
}  // namespace wasl::mydata
