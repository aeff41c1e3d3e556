// The command line: what it refuses, and how it says so.
#include <algorithm>
#include <cstdlib>

#include "support/town.hpp"

namespace wasl::test {
namespace {

class Commands : public testing::Test {
 protected:
  static Database& database() {
    static Database instance;
    return instance;
  }
  // Serving must end by itself, with one sentence.
  static void expect_refusal(const Environment& overrides, const std::string& says,
                             std::vector<std::string> words = {"serve"}) {
    auto environment = overrides;
    environment.emplace("WASL_DATABASE", database().conninfo());
    const auto done = run_wasl(words, environment);
    EXPECT_EQ(done.status, 1) << done.output;
    EXPECT_NE(done.output.find(says), std::string::npos) << done.output;
  }
};

TEST_F(Commands, ServingNeedsASecretThatNobodyElseReads) {
  expect_refusal({{"WASL_SECRET_FILE", ""}}, "secret_file is not set");
  expect_refusal({{"WASL_SECRET_FILE", "/nonexistent"}}, "cannot read secret_file");
  const auto open = fresh_path("secret"), brief = fresh_path("secret"), words = fresh_path("secret");
  write_file(open, std::string(64, 'a'), 0644);
  write_file(brief, std::string(62, 'a'));
  write_file(words, std::string(64, 'z'));
  expect_refusal({{"WASL_SECRET_FILE", open}}, "chmod 600");
  expect_refusal({{"WASL_SECRET_FILE", brief}}, "64 hexadecimal digits");
  expect_refusal({{"WASL_SECRET_FILE", words}}, "64 hexadecimal digits");
}

TEST_F(Commands, UnknownKeysAreRefusedInTheFileAndInTheEnvironment) {
  const auto file = fresh_path("config");
  write_file(file, "listem = 127.0.0.1:0\n");
  expect_refusal({}, "listem", {"serve", "--config", file});
  expect_refusal({{"WASL_LISTEM", "x"}}, "listem");
}

TEST_F(Commands, TheEnvironmentOutweighsTheFile) {
  const auto file = fresh_path("config");
  write_file(file, "mail_from = From file <a@example.org>\npublic_url = https://file.example\n");
  const auto done = run_wasl({"config", "--config", file},
                             {{"WASL_DATABASE", "dbname=x"}, {"WASL_PUBLIC_URL", "https://environment.example"}});
  EXPECT_EQ(done.status, 0) << done.output;
  EXPECT_NE(done.output.find("mail_from = From file <a@example.org>"), std::string::npos);
  EXPECT_NE(done.output.find("public_url = https://environment.example"), std::string::npos);
}

TEST_F(Commands, TheCommandLineOutweighsTheEnvironment) {
  const auto done = run_wasl({"config", "--redis", "10.0.0.1:1", "--listen", "127.0.0.1:9", "--redis", "10.0.0.2:1"},
                             {{"WASL_DATABASE", "dbname=x"}, {"WASL_REDIS", "10.0.0.3:1"}});
  EXPECT_EQ(done.status, 0) << done.output;
  EXPECT_NE(done.output.find("redis = 10.0.0.1:1,10.0.0.2:1\n"), std::string::npos) << done.output;
  EXPECT_NE(done.output.find("listen = 127.0.0.1:9\n"), std::string::npos) << done.output;
}

TEST_F(Commands, ValuesThatDoNotFitAreRefused) {
  expect_refusal({{"WASL_LISTEN", "somewhere"}}, "listen");
  expect_refusal({{"WASL_PUBLIC_URL", "https://x.example/path"}}, "public_url");
  expect_refusal({{"WASL_DATABASE", ""}}, "database");
  expect_refusal({{"WASL_MAIL", "post"}}, "mail");
  expect_refusal({{"WASL_LOOPS", "many"}}, "loops");
  expect_refusal({{"WASL_LOOPS", "100000"}}, "loops");
  expect_refusal({{"WASL_LOG_LEVEL", "loud"}}, "log_level");
  expect_refusal({{"WASL_REDIS", "nonsense"}}, "redis");
  expect_refusal({{"WASL_IDLE_TIMEOUT", "1"}}, "idle_timeout");
  expect_refusal({}, "twice", {"serve", "--redis", "127.0.0.1:1", "--redis", "127.0.0.1:1"});
  expect_refusal({{"WASL_REDIS", "127.0.0.1:1,nonsense"}}, "redis");
  expect_refusal({}, "cannot read the configuration file", {"serve", "--config", "/nonexistent"});
}

TEST_F(Commands, ThePrintedConfigurationHasNoPasswordsAndReadsBack) {
  for (const std::string& given : {"host=h password=hunter2 dbname=x", "host=h password = 'hunter2 x' dbname=x",
                                   "host=h password='a\\'hunter2' dbname=x", "postgresql://me:hunter2@h/x"}) {
    const auto done =
        run_wasl({"config"}, {{"WASL_DATABASE", given}, {"WASL_MAIL", "smtp://me:hunter2@mail.example:25"}});
    EXPECT_EQ(done.status, 0) << done.output;
    EXPECT_EQ(done.output.find("hunter2"), std::string::npos) << given;
    EXPECT_NE(done.output.find("***"), std::string::npos);
  }
  const auto plain = run_wasl({"config"}, {{"WASL_DATABASE", "dbname=x"}});
  const auto file = fresh_path("config");
  write_file(file, plain.output);
  EXPECT_EQ(run_wasl({"config", "--config", file}, {}).output, plain.output);
}

TEST_F(Commands, WhatIsNotUnderstoodEndsWithStatus2) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"dance"}, {"serve", "now"}, {"admin", "create-person"}, {"serve", "--config"}, {}})
    EXPECT_EQ(run_wasl(words, {{"WASL_DATABASE", database().conninfo()}}).status, 2);
  EXPECT_EQ(run_wasl({"admin"}, {{"WASL_DATABASE", database().conninfo()}}).status, 2);
  EXPECT_EQ(run_wasl({"help"}, {}).status, 0);
}

TEST_F(Commands, ADatabaseThatIsOlderNewerOrAlteredIsNotServed) {
  Database empty(Database::Content::kEmpty), newer, altered;
  expect_refusal({{"WASL_DATABASE", empty.conninfo()}}, "run `wasl migrate`");
  newer.sql().rows(
      "insert into schema_migrations(module, number, name, checksum) values ('messaging', 9999, 'future', 'x')");
  expect_refusal({{"WASL_DATABASE", newer.conninfo()}}, "newer");
  expect_refusal({{"WASL_DATABASE", newer.conninfo()}}, "newer", {"migrate"});
  altered.sql().rows("update schema_migrations set checksum = 'x' where module = 'streams' and number = 1");
  expect_refusal({{"WASL_DATABASE", altered.conninfo()}}, "altered");
  expect_refusal({{"WASL_DATABASE", altered.conninfo()}}, "altered", {"migrate"});
}

TEST_F(Commands, ADatabaseThatDoesNotAnswerIsNotServed) {
  expect_refusal({{"WASL_DATABASE", "host=/nonexistent dbname=x"}}, "wasl: ");
}

TEST_F(Commands, MigratingAgainChangesNothing) {
  Database empty(Database::Content::kEmpty);
  const Environment here{{"WASL_DATABASE", empty.conninfo()}};
  const auto first = run_wasl({"migrate"}, here);
  EXPECT_EQ(first.status, 0) << first.output;
  EXPECT_NE(first.output.find("applied streams/0001_streams"), std::string::npos);
  EXPECT_EQ(run_wasl({"migrate"}, here).output, "the schema is current\n");
}

TEST_F(Commands, TwoMigrationsAtOnceAreOne) {
  Database empty(Database::Content::kEmpty);
  // Through a shell, so that both start on this thread.
  const Environment here{{"WASL_DATABASE", empty.conninfo()}};
  const std::string wasl = std::getenv("WASL_TEST_BINARY");
  const auto done =
      run({"sh", "-c", wasl + " migrate & first=$!; " + wasl + " migrate && wait $first"}, settings(here));
  EXPECT_EQ(done.status, 0) << done.output;
  const auto known = empty.sql().number("select count(*) from schema_migrations");
  EXPECT_EQ(static_cast<std::int64_t>(std::count(done.output.begin(), done.output.end(), '\n')), known + 1)
      << done.output;
  EXPECT_NE(done.output.find("the schema is current"), std::string::npos);
}

TEST_F(Commands, APersonMadeByAdministrationMaySignInAndIsFound) {
  Database fresh;
  const Environment here{{"WASL_DATABASE", fresh.conninfo()}};
  EXPECT_EQ(run_wasl({"admin", "create-person", "Zied", "zied@example.org", "fr"}, here, "a long enough one\n").status,
            0);
  EXPECT_EQ(run_wasl({"admin", "create-person", "Zied", "ZIED@example.org", "fr"}, here, "a long enough one\n").status,
            1);
  EXPECT_EQ(run_wasl({"admin", "create-person", "Zied", "other@example.org", "xx"}, here, "a long enough one\n").status,
            1);
  EXPECT_EQ(run_wasl({"admin", "create-person", "Zied", "other@example.org", "fr"}, here, "short\n").status, 1);
  EXPECT_EQ(run_wasl({"admin", "grant-role", "zied@example.org", "administrator"}, here).status, 0);
  EXPECT_EQ(run_wasl({"admin", "grant-role", "zied@example.org", "king"}, here).status, 1);
  EXPECT_EQ(run_wasl({"admin", "grant-role", "nobody@example.org", "administrator"}, here).status, 1);
  Server server(here);
  const auto token = sign_in(server.port(), "Zied@Example.org", "a long enough one");
  const auto me = HttpClient(server.port(), token).call<acc::GetMeResponse>(acc::GetMeRequest{}).me();
  EXPECT_EQ(me.card().name(), "Zied");
  ASSERT_EQ(me.roles_size(), 1);
  EXPECT_EQ(me.roles(0), "administrator");
}

}  // namespace
}  // namespace wasl::test
