#include "core/config.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>  // NOLINT: setenv
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace wasl {
namespace {

namespace fs = std::filesystem;

class ConfigTest : public testing::Test {
 protected:
  void SetUp() override {
    for (char** e = environ; *e; ++e) {
      const std::string entry(*e);
      if (entry.starts_with("WASL_")) variables_.push_back(entry.substr(0, entry.find('=')));
    }
    for (const auto& name : variables_) ::unsetenv(name.c_str());
    std::string pattern = (fs::temp_directory_path() / "wasl-config-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    write("secret", std::string(64, 'a') + "\n");
    ::chmod((folder_ / "secret").c_str(), 0600);
  }
  void TearDown() override {
    for (const auto& name : set_) ::unsetenv(name.c_str());
    fs::remove_all(folder_);
  }

  std::string write(const std::string& name, const std::string& text) const {
    const auto path = (folder_ / name).string();
    std::ofstream(path) << text;
    return path;
  }
  std::string with(const std::string& lines) const {
    return write("wasl.conf", "database = dbname=wasl\nmail = dir:/tmp/mail\nsecret_file = " + (folder_ / "secret").string() + "\n" + lines);
  }
  void environment(const std::string& name, const std::string& value) {
    set_.push_back(name);
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  static std::string complaint(const std::string& path) {
    try {
      load_config(path);
    } catch (const std::runtime_error& e) {
      return e.what();
    }
    return "";
  }

  fs::path folder_;
  std::vector<std::string> variables_, set_;
};

TEST_F(ConfigTest, ReadsAFileAndKeepsDefaults) {
  const auto c = load_config(with("listen = 0.0.0.0:9000\nrate_scale = 2.5\n# a comment\n"));
  EXPECT_EQ(c.listen, "0.0.0.0:9000");
  EXPECT_EQ(c.database, "dbname=wasl");
  EXPECT_DOUBLE_EQ(c.rate_scale, 2.5);
  EXPECT_EQ(c.database_connections, 8U);
  EXPECT_EQ(c.secret, std::string(32, '\xaa'));
}

TEST_F(ConfigTest, TheEnvironmentComesBeforeTheFile) {
  environment("WASL_LISTEN", "[::1]:9001");
  EXPECT_EQ(load_config(with("listen = 0.0.0.0:9000\n")).listen, "[::1]:9001");
}

TEST_F(ConfigTest, TheCommandLineComesBeforeTheEnvironment) {
  environment("WASL_LISTEN", "[::1]:9001");
  environment("WASL_REDIS", "10.0.0.9:6379");
  const auto c = load_config(with("redis = 10.0.0.8:6379\n"), {{"listen", "127.0.0.1:9002"}, {"redis", "10.0.0.1:1, 10.0.0.2:1"}});
  EXPECT_EQ(c.listen, "127.0.0.1:9002");
  EXPECT_EQ(split_list(c.redis), (std::vector<std::string>{"10.0.0.1:1", "10.0.0.2:1"}));
}

TEST_F(ConfigTest, TheEnvironmentAloneIsEnough) {
  environment("WASL_DATABASE", "dbname=x");
  environment("WASL_MAIL", "smtp://localhost:25");
  environment("WASL_SECRET_FILE", (folder_ / "secret").string());
  environment("WASL_TEST_ANYTHING", "belongs to the tests");
  EXPECT_EQ(load_config("").database, "dbname=x");
}

TEST_F(ConfigTest, UnknownKeysAreNamed) {
  EXPECT_NE(complaint(with("lisen = 1\n")).find("lisen"), std::string::npos);
  environment("WASL_LISENT", "x");
  EXPECT_NE(complaint(with("")).find("lisent"), std::string::npos);
}

TEST_F(ConfigTest, AFileThatIsMissingIsAnError) { EXPECT_NE(complaint("/nonexistent/wasl.conf").find("/nonexistent"), std::string::npos); }

TEST_F(ConfigTest, TilesComeWithTheirOwnersName) {
  const std::string tiles = "map_tiles = https://tiles.example.org:8443/osm/{z}/{x}/{y}.png\n";
  EXPECT_NE(complaint(with(tiles)).find("map_attribution"), std::string::npos);
  const auto c = load_config(with(tiles + "map_attribution = © OpenStreetMap\n"));
  EXPECT_EQ(origin_of(c.map_tiles), "https://tiles.example.org:8443");
  EXPECT_NE(complaint(with("public_url = https://wasl.example\nmap_attribution = x\nmap_tiles = http://t.example/{z}/{x}/{y}\n")).find("https"),
            std::string::npos);
}

TEST_F(ConfigTest, ValuesThatDoNotFitAreRefusedByName) {
  const std::vector<std::pair<std::string, std::string>> bad{
      {"listen", "localhost:80"}, {"listen", "127.0.0.1"}, {"listen", "127.0.0.1:99999"}, {"public_url", "example.org"},
      {"public_url", "https://example.org/path"}, {"mail_from", "nobody"}, {"appeal_address", "nobody"}, {"loops", "many"}, {"loops", "257"},
      {"database_connections", "0"}, {"database_connections", "501"}, {"idle_timeout", "1"}, {"idle_timeout", "-1"},
      {"request_timeout", "0"}, {"request_timeout", "-1"}, {"rate_scale", "-1"}, {"rate_scale", "nan"},
      {"map_tiles", "tiles.example.org"}, {"map_tiles", "https://tiles.example.org/{z}/{x}.png"},
      {"map_tiles", "https://a.example.org/{z}/{x}/{y}.png; script-src *"}, {"map_tiles", "https://user@example.org/{z}/{x}/{y}.png"},
      {"map_max_zoom", "0"}, {"map_max_zoom", "23"}, {"log_level", "loud"}, {"log_format", "xml"}};
  for (const auto& [key, value] : bad) EXPECT_NE(complaint(with(key + " = " + value + "\n")).find(key), std::string::npos) << key << value;
  EXPECT_NE(complaint(write("wasl.conf", "mail = dir:/x\n")).find("database"), std::string::npos);
  EXPECT_NE(complaint(write("wasl.conf", "database = x\nmail = http://x\n")).find("mail"), std::string::npos);
  EXPECT_NE(complaint(with("listen = 0.0.0.0:1\nlisten = 0.0.0.0:2\n")).find("listen"), std::string::npos);
}

TEST_F(ConfigTest, ASecretIsRequiredPrivateAndLong) {
  const std::string base = "database = x\nmail = dir:/x\n";
  EXPECT_NE(complaint(write("wasl.conf", base)).find("secret_file is not set"), std::string::npos);
  EXPECT_NE(complaint(write("wasl.conf", base + "secret_file = /nonexistent\n")).find("cannot read"), std::string::npos);
  const auto secret = folder_ / "secret";
  for (const auto mode : {0644, 0640, 0604, 0610}) {
    ::chmod(secret.c_str(), static_cast<mode_t>(mode));
    EXPECT_NE(complaint(with("")).find("chmod 600"), std::string::npos) << mode;
  }
  ::chmod(secret.c_str(), 0600);
  for (const auto& text : {std::string(), std::string(62, 'a'), std::string(63, 'a'), std::string(64, 'x')}) {
    write("secret", text);
    EXPECT_NE(complaint(with("")).find("64 hexadecimal digits"), std::string::npos) << text;
  }
  EXPECT_EQ(complaint(with("")).find("xxxx"), std::string::npos);
}

TEST_F(ConfigTest, WhatIsPrintedHoldsNoPassword) {
  for (const auto* database :
       {"host=db password=hunter2 user=w", "password='hunter2 hunter2' host=db", R"(password='hun\'hunter2' host=db)",
        R"(password=hun\ hunter2 host=db)", "postgresql://w:hunter2@db/wasl", "postgresql://w:hun@hunter2@db/wasl",
        "postgresql://:hunter2@db/wasl", "postgresql://db/wasl?user=w&password=hunter2", "host=db password='x''hunter2'", "host=db password='hunter2 x"}) {
    Config c;
    c.database = database;
    c.mail = "smtps://wasl:hunter2@mail.example:465";
    c.secret = "hunter2";
    const auto text = print_config(c);
    EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
    EXPECT_NE(text.find("db"), std::string::npos);
    EXPECT_NE(text.find("mail.example:465"), std::string::npos);
  }
}

TEST_F(ConfigTest, WhatIsPrintedCanBeRead) {
  const auto c = load_config(with("loops = 3\ntrusted_proxies = 10.0.0.1, 10.0.0.2\n"));
  const auto again = load_config(write("again.conf", print_config(c)));
  EXPECT_EQ(print_config(again), print_config(c));
  EXPECT_EQ(again.loops, 3U);
  EXPECT_EQ(again.trusted_proxies, "10.0.0.1, 10.0.0.2");
}

}  // namespace
}  // namespace wasl
