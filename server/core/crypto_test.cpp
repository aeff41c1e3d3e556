#include "core/crypto.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace wasl::crypto {
namespace {

class Crypto : public testing::Test {
 protected:
  static void SetUpTestSuite() { init(); }
};

TEST_F(Crypto, HashIsBlake2b256) {
  EXPECT_EQ(hex(hash("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(hex(hash("abc")), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_F(Crypto, AKeyMakesAnotherHash) {
  const std::string key(32, 'k'), other(32, 'o');
  EXPECT_NE(hash("token", key), hash("token"));
  EXPECT_NE(hash("token", key), hash("token", other));
  EXPECT_EQ(hash("token", key), hash("token", key));
  EXPECT_EQ(hash("token", key).size(), 32U);
}

TEST_F(Crypto, AKeyThatCannotBeUsedIsAnErrorNotAConstant) {
  EXPECT_THROW(hash("a", std::string(65, 'k')), std::invalid_argument);
}

TEST_F(Crypto, HexGoesThereAndBack) {
  std::string bytes;
  for (int n = 0; n < 256; ++n) bytes += static_cast<char>(n);
  EXPECT_EQ(from_hex(hex(bytes)), bytes);
  EXPECT_EQ(from_hex("FFfe"), "\xff\xfe");
  EXPECT_EQ(from_hex(""), "");
}

TEST_F(Crypto, WhatIsNotHexIsRefused) {
  for (const auto* text : {"a", "abc", "zz", "ab cd", "0x12", "ab\n"}) EXPECT_THROW(from_hex(text), std::invalid_argument) << text;
}

TEST_F(Crypto, TokensAreUrlSafeAndDiffer) {
  const auto a = random_token(), b = random_token();
  EXPECT_NE(a, b);
  EXPECT_EQ(a.size(), 43U);
  EXPECT_EQ(a.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
}

TEST_F(Crypto, Base64IsStandardWithoutPadding) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg");
  EXPECT_EQ(base64("fo"), "Zm8");
  EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
}

TEST_F(Crypto, APasswordIsVerifiedAgainstItsHashAlone) {
  const std::string password = "كلمة سرّ طويلة";
  const auto hashed = hash_password(password);
  EXPECT_TRUE(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hashed;
  EXPECT_TRUE(verify_password(hashed, password));
  EXPECT_FALSE(verify_password(hashed, password + " "));
  EXPECT_FALSE(verify_password(hashed, ""));
  EXPECT_NE(hash_password(password), hashed);
}

TEST_F(Crypto, AHashThatIsNoneVerifiesNothing) {
  EXPECT_FALSE(verify_password("", "x"));
  EXPECT_FALSE(verify_password("not a hash", "x"));
}

}  // namespace
}  // namespace wasl::crypto
