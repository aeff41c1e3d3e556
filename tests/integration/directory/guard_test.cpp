// Every rpc of the directory, called by those who have no business there.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <memory>

#include "guild.hpp"
#include "wasl/directory/v1/find.pb.h"
#include "wasl/directory/v1/imports.pb.h"
#include "wasl/directory/v1/seats.pb.h"
#include "wasl/directory/v1/verification.pb.h"
#include "wasl/options.pb.h"

namespace wasl::test {
namespace {

namespace pb = google::protobuf;

class DirectoryGuard : public Guild {
 protected:
  static std::vector<const pb::MethodDescriptor*> methods() {
    std::vector<const pb::MethodDescriptor*> out;
    for (const auto* file : {dir::Sector::descriptor()->file(), dir::Profile::descriptor()->file(),
                             dir::SeatChanged::descriptor()->file(), dir::Review::descriptor()->file(),
                             dir::ImportJob::descriptor()->file(), dir::FindOrganisationsRequest::descriptor()->file()})
      for (int i = 0; i < file->service_count(); ++i)
        for (int k = 0; k < file->service(i)->method_count(); ++k) out.push_back(file->service(i)->method(k));
    return out;
  }
  // Every number of the request names this; texts say x.
  static std::unique_ptr<pb::Message> request_about(const pb::MethodDescriptor& method, std::int64_t number) {
    std::unique_ptr<pb::Message> out(pb::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
    for (int i = 0; i < out->GetDescriptor()->field_count(); ++i) {
      const auto* field = out->GetDescriptor()->field(i);
      if (field->is_repeated()) continue;
      if (field->type() == pb::FieldDescriptor::TYPE_INT64) out->GetReflection()->SetInt64(out.get(), field, number);
      if (field->type() == pb::FieldDescriptor::TYPE_STRING) out->GetReflection()->SetString(out.get(), field, "");
      if (field->type() == pb::FieldDescriptor::TYPE_ENUM && field->enum_type()->name() != "OrganisationKind")
        out->GetReflection()->SetEnumValue(
            out.get(), field, field->enum_type()->value(std::min(2, field->enum_type()->value_count() - 1))->number());
    }
    return out;
  }
};

TEST_F(DirectoryGuard, WithoutASessionOnlyWhatIsForEveryoneAnswers) {
  const HttpClient stranger(port());
  int closed = 0;
  for (const auto* method : methods()) {
    if (method->options().GetExtension(v1::access) == v1::ACCESS_ANYONE) continue;
    EXPECT_EQ(stranger.refusal(*request_about(*method, 1)).code(), v1::UNAUTHENTICATED) << method->full_name();
    ++closed;
  }
  EXPECT_GT(closed, 35);
}

TEST_F(DirectoryGuard, WhatIsNotOnesOwnIsRefusedAsIfItWereNotThere) {
  const auto owner = person(), outsider = person();
  const auto hidden = enter(owner, profile()).organisation_id();
  const std::int64_t nowhere = 987'654'321;
  int compared = 0;
  for (const auto* method : methods()) {
    const auto about_hidden = http_of(outsider).refusal(*request_about(*method, hidden));
    const auto about_nothing = http_of(outsider).refusal(*request_about(*method, nowhere));
    EXPECT_EQ(about_hidden.DebugString(), about_nothing.DebugString()) << method->full_name();
    EXPECT_NE(about_hidden.code(), v1::INTERNAL) << method->full_name();
    EXPECT_NE(about_hidden.code(), v1::UNKNOWN) << method->full_name();
    if (about_hidden.code() == v1::NOT_FOUND) ++compared;
  }
  EXPECT_GT(compared, 15);
  EXPECT_EQ(database().sql().number("select count(*) from seats where organisation_id = " + std::to_string(hidden)), 1);
}

}  // namespace
}  // namespace wasl::test
