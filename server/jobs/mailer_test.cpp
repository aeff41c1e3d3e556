#include "jobs/mailer.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "core/crypto.hpp"

namespace wasl::jobs {
namespace {

std::string unbase64(const std::string& text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), "\r\n", &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    throw std::runtime_error("not base64");
  out.resize(size);
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    if (end == std::string::npos) throw std::runtime_error("a line without its end");
    out.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return out;
}

// The header's value, unfolded (RFC 5322 section 2.2.3) and decoded (RFC 2047), checking every word on the way.
std::string header(const std::string& message, const std::string& name) {
  std::string value;
  bool here = false;
  for (const auto& line : lines_of(message)) {
    if (line.empty()) break;
    if (line.starts_with(name + ": "))
      here = true, value = line.substr(name.size() + 2);
    else if (here && line.starts_with(' '))
      value += line;
    else
      here = false;
    if (line.find("=?") != std::string::npos) {
      EXPECT_LE(line.size(), 76U) << line;
    }
  }
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    if (value.compare(at, 10, "=?UTF-8?B?") == 0) {
      const auto end = value.find("?=", at + 10);
      const auto word = unbase64(value.substr(at + 10, end - at - 10));
      EXPECT_FALSE(word.empty());
      EXPECT_NE(static_cast<unsigned char>(word[0]) & 0xC0, 0x80) << "a character cut in two";
      out += word;
      at = end + 2;
      if (value.compare(at, 11, " =?UTF-8?B?") == 0) ++at;  // white space between encoded words is none
    } else {
      out += value[at++];
    }
  }
  return out;
}

std::string body(const std::string& message) { return unbase64(message.substr(message.find("\r\n\r\n") + 4)); }

constexpr auto kFrom = "Wasl وصل <no-reply@wasl.example>";

class MailerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::init(); }
};

TEST_F(MailerTest, SubjectsInAnyScriptReadBackAsWritten) {
  std::string longest;
  for (int n = 0; n < 40; ++n) longest += "رسالة é 😀 ";
  longest += "!";
  for (const auto& subject : {std::string("Hello"), std::string("تأكيد عنوان بريدك الإلكتروني في منصة وصل للجمعيات"),
                              std::string("Vérifiez votre adresse électronique"), longest})
    EXPECT_EQ(header(Mailer::compose({"a@b.tn", subject, "x"}, kFrom, "1"), "Subject"), subject);
}

TEST_F(MailerTest, TheMessageIsWhole) {
  const auto message = Mailer::compose({"a@b.tn", "s", "سطر\n\nآخر\n.\n"}, kFrom, "17.x");
  EXPECT_EQ(header(message, "From"), kFrom);
  EXPECT_EQ(header(message, "To"), "<a@b.tn>");
  EXPECT_EQ(header(message, "Message-ID"), "<17.x@wasl.example>");
  EXPECT_EQ(header(message, "Content-Transfer-Encoding"), "base64");
  EXPECT_EQ(body(message), "سطر\n\nآخر\n.\n");
  for (const auto& line : lines_of(message)) EXPECT_LE(line.size(), 78U) << line;
}

TEST_F(MailerTest, ALongBodyIsInShortLines) {
  const std::string text(100'000, 'x');
  const auto message = Mailer::compose({"a@b.tn", "s", text}, kFrom, "1");
  for (const auto& line : lines_of(message)) ASSERT_LE(line.size(), 76U);
  EXPECT_EQ(body(message), text);
}

TEST_F(MailerTest, ControlCharactersNeverReachAHeader) {
  for (const auto& bad : {std::string("\r\nBcc: x@y.z"), std::string("\n"), std::string("\r"), std::string("\t"),
                          std::string("\x7f"), std::string(1, '\0')}) {
    EXPECT_THROW(Mailer::compose({"a@b.tn" + bad, "s", ""}, kFrom, "1"), std::runtime_error);
    EXPECT_THROW(Mailer::compose({"a@b.tn", "s" + bad, ""}, kFrom, "1"), std::runtime_error);
  }
}

TEST_F(MailerTest, ARecipientIsOneAddress) {
  for (const auto* to : {"a@b.tn>, <x@y.z", "a@b.tn, x@y.z", "a@b.tn x", "<a@b.tn>", ""})
    EXPECT_THROW(Mailer::compose({to, "s", ""}, kFrom, "1"), std::runtime_error) << to;
}

TEST_F(MailerTest, ADirectoryTakesWholeFiles) {
  const auto folder = std::filesystem::temp_directory_path() / ("wasl-mail-" + crypto::hex(crypto::random_token(6)));
  const Mailer mailer("dir:" + folder.string(), kFrom);
  mailer.send({"a@b.tn", "أهلا", "one"});
  mailer.send({"a@b.tn", "أهلا", "two"});
  std::set<std::string> bodies;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    EXPECT_EQ(entry.path().extension(), ".eml");
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    bodies.insert(body(text.str()));
  }
  EXPECT_EQ(bodies, (std::set<std::string>{"one", "two"}));
  std::filesystem::remove_all(folder);
}

TEST_F(MailerTest, AJobsPayloadIsReadBack) {
  const auto mail = read_mail(R"({"to": "a@b.tn", "subject": "أهلا", "body": "x\ny"})");
  EXPECT_EQ(mail.to, "a@b.tn");
  EXPECT_EQ(mail.subject, "أهلا");
  EXPECT_EQ(mail.body, "x\ny");
  EXPECT_THROW(read_mail("nonsense"), std::exception);
  EXPECT_THROW(read_mail(R"({"to": "a@b.tn", "subject": "x"})"), std::runtime_error);
}

}  // namespace
}  // namespace wasl::jobs
