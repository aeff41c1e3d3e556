#include "messaging/groups/module.hpp"

#include "messaging/groups/handlers.hpp"
#include "router/service.hpp"

namespace wasl::messaging::groups {

Module::Module(storage::Db& db, streams::Streams& streams) : handlers_(std::make_shared<Handlers>(db, streams)) {}

void Module::bind(router::Registry& registry) {
  router::Service service(registry, "wasl.messaging.v1.GroupService", handlers_);
  service.bind("ChangeGroup", &Handlers::change_group);
  service.bind("ListMembers", &Handlers::list_members);
  service.bind("AddMembers", &Handlers::add_members);
  service.bind("RemoveMember", &Handlers::remove_member);
  service.bind("LeaveGroup", &Handlers::leave_group);
  service.bind("SetRole", &Handlers::set_role);
}

}  // namespace wasl::messaging::groups
