#include "media/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::media::policy {
namespace {

template <class F>
std::string reason_of(F f) {
  try {
    f();
  } catch (const Refused& refused) {
    return refused.reason();
  }
  return "";
}

TEST(MediaPolicy, ReadsWhatAnUploaderSays) {
  const auto about = describe("filename cmFwcG9ydC5wZGY=, filetype YXBwbGljYXRpb24vcGRm");
  EXPECT_EQ(about.name, "rapport.pdf");
  EXPECT_FALSE(about.voice);
  const auto voice = describe("voice,duration NDIwMA==,waveform AQL/,filename YQ==");
  EXPECT_TRUE(voice.voice);
  EXPECT_EQ(voice.duration_ms, 4200U);
  EXPECT_EQ(voice.waveform, "\x01\x02\xff");
  EXPECT_EQ(describe("").name, "file");
  EXPECT_EQ(describe("voice,duration OTk5OTk5OTk5OTk5").duration_ms, 3'600'000U);
  for (const char* wrong : {"filename ???", "filename cmFw cmFw", "filename a"})
    EXPECT_EQ(reason_of([&] { describe(wrong); }), "media.metadata") << wrong;
  EXPECT_EQ(reason_of([] { describe(std::string(5000, 'a')); }), "media.metadata");
}

TEST(MediaPolicy, AFileNameIsOneLineAndNoPath) {
  EXPECT_EQ(file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(file_name("C:\\x\\a\nb.txt"), "a b.txt");
  EXPECT_EQ(file_name("photo\u202Egpj.exe"), "photogpj.exe");
  EXPECT_EQ(file_name(".."), "file");
  EXPECT_EQ(file_name("a/"), "file");
  EXPECT_EQ(file_name(std::string(500, 'x')).size(), 120U);
  EXPECT_EQ(reason_of([] { file_name("\xff\xfe"); }), "not_utf8");
}

TEST(MediaPolicy, OnlySafePicturesAndSoundAreShownInPlace) {
  for (const char* type : {"image/jpeg", "image/webp", "audio/ogg"}) EXPECT_TRUE(shown_in_place(type)) << type;
  for (const char* type : {"image/svg+xml", "text/html", "text/plain", "application/pdf", "video/mp4", ""})
    EXPECT_FALSE(shown_in_place(type)) << type;
  for (const char* type : {"text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", ""})
    EXPECT_EQ(served_type(type, false), "application/octet-stream") << type;
  EXPECT_EQ(served_type("video/webm", true), "audio/webm");
  EXPECT_EQ(served_type("video/webm", false), "video/webm");
  EXPECT_EQ(disposition("application/pdf", "été \"1\".pdf"),
            "attachment; filename=\"__t__ _1_.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.pdf");
  EXPECT_TRUE(disposition("image/png", "a.png").starts_with("inline; "));
}

TEST(MediaPolicy, ARangeIsWhatTheStandardSays) {
  const auto part = [](const char* header, std::uint64_t size) {
    const auto asked = range(header, size);
    if (asked.whole) return std::string("whole");
    return asked.range ? std::to_string(asked.range->first) + "-" + std::to_string(asked.range->last)
                       : std::string("nothing");
  };
  EXPECT_EQ(part("bytes=0-0", 10), "0-0");
  EXPECT_EQ(part("bytes=2-", 10), "2-9");
  EXPECT_EQ(part("bytes=2-99999999999", 10), "2-9");
  EXPECT_EQ(part("bytes=-4", 10), "6-9");
  EXPECT_EQ(part("bytes=-40", 10), "0-9");
  EXPECT_EQ(part("bytes=-0", 10), "nothing");
  EXPECT_EQ(part("bytes=10-", 10), "nothing");
  for (const char* nonsense : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-2", "bytes=1-2,4-5", "lines=1-2",
                               "bytes=1", "bytes=99999999999999999999-"})
    EXPECT_EQ(part(nonsense, 10), "whole") << nonsense;
}

}  // namespace
}  // namespace wasl::media::policy
