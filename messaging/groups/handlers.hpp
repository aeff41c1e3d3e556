// One short coroutine per rpc of GroupService: load, policy, store, announce.
#pragma once
#include "router/context.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/groups.pb.h"

namespace wasl::messaging::groups {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}

  asio::awaitable<v1::ChangeGroupResponse> change_group(Context& context, const v1::ChangeGroupRequest& request);
  asio::awaitable<v1::ListMembersResponse> list_members(Context& context, const v1::ListMembersRequest& request);
  asio::awaitable<v1::AddMembersResponse> add_members(Context& context, const v1::AddMembersRequest& request);
  asio::awaitable<v1::RemoveMemberResponse> remove_member(Context& context, const v1::RemoveMemberRequest& request);
  asio::awaitable<v1::LeaveGroupResponse> leave_group(Context& context, const v1::LeaveGroupRequest& request);
  asio::awaitable<v1::SetRoleResponse> set_role(Context& context, const v1::SetRoleRequest& request);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging::groups
