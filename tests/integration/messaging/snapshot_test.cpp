// An old snapshot and all later events make what a fresh snapshot says: for every kind of event, wherever one starts.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "integration/media/upload.hpp"
#include "support/aside.hpp"
#include "support/town.hpp"
#include "wasl/accounts/v1/deletion.pb.h"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/messaging/v1/departures.pb.h"
#include "wasl/messaging/v1/groups.pb.h"
#include "wasl/messaging/v1/inbox.pb.h"
#include "wasl/messaging/v1/invitations.pb.h"
#include "wasl/messaging/v1/polls.pb.h"
#include "wasl/messaging/v1/safety.pb.h"
#include "wasl/messaging/v1/settings.pb.h"

namespace wasl::test {
namespace {

// One conversation as a client holds it.
struct Room {
  msg::Conversation about;  // title, creator and the like; what follows is kept up to date beside it
  std::map<std::int64_t, msg::Message> messages;
  std::int64_t head = 0, read_offset = 0;
  bool stale = false;  // an event has said: ask again what it is about
  std::uint32_t pinned_count = 0;
  std::map<std::int64_t, std::set<std::string>> own;  // reactions
  std::map<std::int64_t, std::set<std::uint32_t>> votes = {};
  msg::InboxState inbox = {};  // of those who answer for an organisation
};

bool names(const msg::Message& message, std::int64_t person) {
  return std::ranges::any_of(message.content().mentions(), [&](const auto& m) { return m.person_id() == person || m.person_id() == 0; });
}

bool counts(const msg::Message& m, std::int64_t read_offset, std::int64_t me) {
  return m.offset() > read_offset && m.author_id() != me && m.deleted_at_ms() == 0 && !m.content().has_note();
}

std::string about(const msg::Conversation& c) {
  return c.description() + " seen as " + std::to_string(c.picture_id()) + " of " + std::to_string(c.member_count()) +
         " as " + msg::MemberRole_Name(c.role()) + " asked by " +
         std::to_string(c.role() == msg::ROLE_MEMBER ? 0 : c.request_count()) + " {" + c.settings().ShortDebugString() +
         "}";
}

bool waits(const Room& room) {
  const msg::Message* last = nullptr;
  for (const auto& [offset, m] : room.messages)
    if (m.deleted_at_ms() == 0 && !m.content().has_note()) last = &m;
  return last && last->author_id() == room.about.creator_id() && last->offset() > room.inbox.done_offset();
}

// Everything that a client of one person holds.
struct Client {
  std::int64_t me = 0, person_head = 0;
  acc::Language language = acc::LANGUAGE_UNSPECIFIED;
  std::map<std::int64_t, Room> rooms;
  std::set<std::int64_t> blocked;
  std::set<std::int64_t> former;   // people who are not there any more
  std::set<std::int64_t> to_load;  // conversations that an event has announced

  void apply(const v1::Event& event) {
    if (event.stream().kind() == v1::STREAM_PERSON)
      apply_own(event);
    else
      apply_to(rooms.at(event.stream().key()), event);
  }

  void apply_own(const v1::Event& event) {
    ASSERT_EQ(event.offset(), ++person_head);
    if (event.type() == msg::EVENT_CONVERSATION_ADDED) {
      msg::ConversationAdded added;
      ASSERT_TRUE(added.ParseFromString(event.body()));
      to_load.insert(added.conversation_id());
    } else if (event.type() == msg::EVENT_CONVERSATION_REMOVED) {
      msg::ConversationRemoved removed;
      ASSERT_TRUE(removed.ParseFromString(event.body()));
      to_load.erase(removed.conversation_id());
      rooms.erase(removed.conversation_id());
    } else if (event.type() == msg::EVENT_REQUESTS_CHANGED) {
      msg::RequestsChanged changed;
      ASSERT_TRUE(changed.ParseFromString(event.body()));
      if (const auto it = rooms.find(changed.conversation_id()); it != rooms.end())
        it->second.about.set_request_count(changed.request_count());
    } else if (event.type() == msg::EVENT_SETTINGS_CHANGED) {
      msg::SettingsChanged changed;
      ASSERT_TRUE(changed.ParseFromString(event.body()));
      if (const auto it = rooms.find(changed.conversation_id()); it != rooms.end())
        *it->second.about.mutable_settings() = changed.settings();
    } else if (event.type() == acc::EVENT_ME_CHANGED) {
      acc::MeChanged changed;
      ASSERT_TRUE(changed.ParseFromString(event.body()));
      language = changed.language();
    } else if (event.type() == msg::EVENT_READ_MARKER_MOVED) {
      msg::ReadMarkerMoved moved;
      ASSERT_TRUE(moved.ParseFromString(event.body()));
      if (const auto it = rooms.find(moved.conversation_id()); it != rooms.end())
        it->second.read_offset = std::max(it->second.read_offset, moved.read_offset());
    } else if (event.type() == acc::EVENT_BLOCKS_CHANGED) {
      acc::BlocksChanged changed;
      ASSERT_TRUE(changed.ParseFromString(event.body()));
      if (changed.blocked())
        blocked.insert(changed.person_id());
      else
        blocked.erase(changed.person_id());
    } else if (event.type() == msg::EVENT_REQUEST_REFUSED) {
      msg::RequestRefused refused;
      ASSERT_TRUE(refused.ParseFromString(event.body()));
      rooms.erase(refused.conversation_id());
    } else {
      FAIL() << "an event of type " << event.type();
    }
  }

  void apply_to(Room& room, const v1::Event& event) {
    ASSERT_EQ(event.offset(), ++room.head);
    msg::Message sent;
    msg::MessageEdited edited;
    msg::MessageDeleted deleted;
    msg::ReactionChanged reaction;
    msg::MessagePinned pinned;
    msg::GroupChanged group;
    msg::MembersChanged members;
    msg::PollChanged poll;
    msg::PersonDeleted departed;
    switch (event.type()) {
      case msg::EVENT_CONVERSATION_CREATED:
        break;
      case msg::EVENT_RIGHTS_CHANGED:
      case static_cast<int>(msg::EVENT_INBOX_CHANGED):
        room.stale = true;
        break;
      case msg::EVENT_MESSAGE_SENT:
        ASSERT_TRUE(sent.ParseFromString(event.body()));
        room.messages[sent.offset()] = sent;
        break;
      case msg::EVENT_MESSAGE_EDITED:
        ASSERT_TRUE(edited.ParseFromString(event.body()));
        if (room.messages[edited.offset()].deleted_at_ms() == 0) {
          room.messages[edited.offset()].set_text(edited.text());
          room.messages[edited.offset()].set_edited_at_ms(edited.edited_at_ms());
          room.messages[edited.offset()].set_edit_count(edited.edit_count());
          name(room.messages[edited.offset()], edited.mentions());
        }
        break;
      case msg::EVENT_MESSAGE_DELETED:
        ASSERT_TRUE(deleted.ParseFromString(event.body()));
        room.messages[deleted.offset()].clear_text();
        room.messages[deleted.offset()].clear_content();
        room.messages[deleted.offset()].clear_reactions();
        room.messages[deleted.offset()].clear_pinned_at_ms();
        room.messages[deleted.offset()].set_deleted_at_ms(deleted.deleted_at_ms());
        room.messages[deleted.offset()].set_deleted_by_id(deleted.deleted_by_id());
        room.own.erase(deleted.offset());
        room.votes.erase(deleted.offset());
        room.messages[deleted.offset()].clear_tally();
        if (deleted.has_pinned_count()) room.pinned_count = deleted.pinned_count();
        break;
      case msg::EVENT_REACTION_CHANGED:
        ASSERT_TRUE(reaction.ParseFromString(event.body()));
        react(room, reaction);
        break;
      case msg::EVENT_MESSAGE_PINNED:
        ASSERT_TRUE(pinned.ParseFromString(event.body()));
        if (room.messages[pinned.offset()].deleted_at_ms() == 0)
          room.messages[pinned.offset()].set_pinned_at_ms(pinned.pinned_at_ms());
        room.pinned_count = pinned.pinned_count();
        break;
      case msg::EVENT_GROUP_CHANGED:
        ASSERT_TRUE(group.ParseFromString(event.body()));
        room.about.set_title(group.title());
        room.about.set_description(group.description());
        room.about.set_picture_id(group.picture_id());
        break;
      case msg::EVENT_MEMBERS_CHANGED:
        ASSERT_TRUE(members.ParseFromString(event.body()));
        room.about.set_member_count(members.member_count());
        for (const auto& change : members.changes())
          if (change.person_id() == me && !change.gone()) {
            room.about.set_role(change.role());
            room.about.set_may_write(change.may_write());
          }
        break;
      case msg::EVENT_POLL_CHANGED:
        ASSERT_TRUE(poll.ParseFromString(event.body()));
        vote(room, poll);
        break;
      case msg::EVENT_PERSON_DELETED:
        ASSERT_TRUE(departed.ParseFromString(event.body()));
        former.insert(departed.person_id());
        break;
      default:
        FAIL() << "an event of type " << event.type();
    }
  }

  void vote(Room& room, const msg::PollChanged& event) const {
    if (room.messages[event.offset()].deleted_at_ms() != 0) return;
    *room.messages[event.offset()].mutable_tally() = event.tally();
    if (event.voter_id() == me) room.votes[event.offset()] = {event.options().begin(), event.options().end()};
    if (room.votes[event.offset()].empty()) room.votes.erase(event.offset());
  }

  static void name(msg::Message& message, const auto& mentions) {
    *message.mutable_content()->mutable_mentions() = mentions;
    if (message.content().ByteSizeLong() == 0) message.clear_content();
  }

  void react(Room& room, const msg::ReactionChanged& event) const {
    auto& message = room.messages[event.offset()];
    if (message.deleted_at_ms() != 0) return;
    auto& list = *message.mutable_reactions();
    const auto it = std::ranges::find(list, event.reaction().emoji(), &msg::Reaction::emoji);
    if (it != list.end()) list.erase(it);
    if (event.reaction().count() > 0) *list.Add() = event.reaction();
    std::ranges::sort(list, {}, [](const msg::Reaction& r) { return std::pair(r.since_ms(), r.emoji()); });
    if (event.person_id() != me) return;
    if (event.removed())
      room.own[event.offset()].erase(event.reaction().emoji());
    else
      room.own[event.offset()].insert(event.reaction().emoji());
    if (room.own[event.offset()].empty()) room.own.erase(event.offset());
  }

  std::string describe() const {
    std::string out = acc::Language_Name(language) + " person head " + std::to_string(person_head) + "\n";
    for (const auto& [id, room] : rooms) {
      unsigned unread = 0;
      for (const auto& [offset, m] : room.messages)
        unread += counts(m, room.read_offset, me);
      out += "room " + std::to_string(id) + " " + room.about.title() + " head " + std::to_string(room.head) + " read " +
             std::to_string(room.read_offset) + " unread " + std::to_string(unread) + (room.about.may_write() ? " writes " : " reads ") +
             msg::Conversation::Request_Name(room.about.request()) + " pinned " + std::to_string(room.pinned_count) + "\n  " +
             about(room.about) + "\n";
      if (room.about.in_name())
        out += "  inbox " + std::to_string(room.inbox.done_offset()) + " of " +
               std::to_string(room.inbox.assignee_id()) + (waits(room) ? " waits\n" : " done\n");
      for (const auto& [offset, emoji] : room.own)
        for (const auto& one : emoji) out += "  own " + std::to_string(offset) + " " + one + "\n";
      for (const auto& [offset, options] : room.votes)
        for (const auto option : options) out += "  vote " + std::to_string(offset) + " " + std::to_string(option) + "\n";
      for (const auto& [offset, m] : room.messages) out += "  " + m.ShortDebugString() + "\n";
    }
    for (const auto id : blocked) out += "blocked " + std::to_string(id) + "\n";
    for (const auto id : former) out += "former " + std::to_string(id) + "\n";
    return out;
  }
};

class Snapshots : public Town {
 protected:
  static msg::Conversation view(const Person& p, std::int64_t id) {
    msg::GetConversationRequest get;
    get.set_conversation_id(id);
    return http_of(p).call<msg::GetConversationResponse>(get).conversation();
  }
  static msg::InboxState inbox(const Person& p, const msg::Conversation& c) {
    if (!c.in_name()) return {};
    msg::GetInboxStateRequest request;
    request.set_conversation_id(c.id());
    return http_of(p).call<msg::GetInboxStateResponse>(request).state();
  }
  // What the messages' page has and the summary has not yet comes again as events.
  static Room load(const Person& p, const msg::Conversation& c) {
    Room room{c, {}, c.head(), c.read_offset(), false, c.pinned_count(), {}};
    const auto page = http_of(p).call<msg::ListMessagesResponse>(history_request(c.id(), 0, 100));
    EXPECT_FALSE(page.more());
    for (const auto& m : page.messages()) room.messages[m.offset()] = m;
    for (const auto& own : page.own_votes()) room.votes[own.offset()] = {own.options().begin(), own.options().end()};
    for (const auto& own : page.own_reactions()) room.own[own.offset()].insert(own.emoji());
    room.inbox = inbox(p, c);
    return room;
  }
  static Client snapshot(const Person& p) {
    msg::ListConversationsRequest all;
    all.set_limit(100);
    const auto listed = http_of(p).call<msg::ListConversationsResponse>(all);
    const auto language = http_of(p).call<acc::GetMeResponse>(acc::GetMeRequest{}).me().language();
    Client client{p.id, listed.person_head(), language, {}, {}, {}, {}};
    for (const auto& card : listed.people())
      if (card.former()) client.former.insert(card.id());
    const auto blocked = http_of(p).call<acc::ListBlockedResponse>(acc::ListBlockedRequest{});
    for (const auto& card : blocked.people()) client.blocked.insert(card.id());
    for (const auto& c : listed.conversations()) try {
        client.rooms[c.id()] = load(p, c);
      } catch (const Failed& left) {  // meanwhile: an event will say so
        EXPECT_EQ(left.status.code(), v1::NOT_FOUND);
      }
    return client;
  }
  // What the server says about unread counts, heads and last messages must agree with what the messages say.
  static void expect_consistent(const Person& p, const Client& fresh) {
    msg::ListConversationsRequest all;
    all.set_limit(100);
    const auto listed = http_of(p).call<msg::ListConversationsResponse>(all);
    for (const auto& c : listed.conversations()) {
      const auto& room = fresh.rooms.at(c.id());
      unsigned unread = 0;
      for (const auto& [offset, m] : room.messages)
        unread += counts(m, room.read_offset, p.id);
      EXPECT_EQ(c.unread_count(), unread);
      EXPECT_EQ(c.mention_count(), std::ranges::count_if(room.messages, [&](const auto& m) {
                  return m.first > room.read_offset && m.second.author_id() != p.id && names(m.second, p.id);
                }));
      EXPECT_EQ(c.head(), room.head);
      EXPECT_EQ(c.pinned_count(), std::ranges::count_if(room.messages, [](const auto& m) { return m.second.pinned_at_ms() != 0; }));
      EXPECT_EQ(inbox(p, c).waiting(), c.in_name() && waits(room));
      EXPECT_EQ(c.has_last_message(), !room.messages.empty());
      if (c.has_last_message()) EXPECT_EQ(c.last_message().DebugString(), room.messages.rbegin()->second.DebugString());
    }
  }
  // Brings a snapshot up to date by subscribing since where it stands; conversations announced on the way are loaded.
  static void catch_up(const Person& p, Client& client) {
    auto ws = ws_of(p);
    std::map<std::int64_t, std::size_t> applied;
    const auto follow = [&](const v1::Stream& stream, std::int64_t since) {
      const auto subscribed = ws.subscribe(stream, since);
      ASSERT_TRUE(subscribed.recovered());
      ASSERT_TRUE(subscribed.head() == since || ws.wait_event(stream, subscribed.head()));
      const auto events = ws.events(stream);
      ASSERT_EQ(static_cast<std::int64_t>(events.size()), subscribed.head() - since);
      for (const auto& event : events) client.apply(event);
    };
    follow(person_stream(p.id), client.person_head);
    for (const auto id : client.to_load) {
      if (client.rooms.contains(id)) continue;
      client.rooms[id] = load(p, view(p, id));
    }
    client.to_load.clear();
    for (auto& [id, room] : client.rooms) {
      follow(conversation_stream(id), room.head);
      if (!std::exchange(room.stale, false)) continue;
      room.about = view(p, id);
      room.inbox = inbox(p, room.about);
    }
  }
};

// Two people who do anything at all, in a random order that a failure repeats.
struct Pair {
  explicit Pair(unsigned seed) : random(seed) {}
  std::int64_t pick(std::int64_t below) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(below));
  }

  void step(const std::vector<HttpClient>& clients, const std::vector<Person>& people) {
    const auto who = static_cast<std::size_t>(pick(2));
    const auto& me = clients[who];
    if (ids.empty() || pick(20) == 0) return create(me, people[1 - who]);
    const auto id = ids[static_cast<std::size_t>(pick(static_cast<std::int64_t>(ids.size())))];
    const auto offset = 1 + pick(12);
    switch (pick(13)) {
      case 7:
      case 8:
        block(me, people[1 - who], pick(2) == 0);
        break;
      case 12:
        invite(me, id, people);
        break;
      case 11:
        set(me, id);
        break;
      case 9:
      case 10:
        lead(me, id, people);
        break;
      case 0:
        edit(me, id, offset, people[1 - who]);
        break;
      case 1:
        me.refusal(delete_request(id, offset));
        break;
      case 2:
        me.refusal(read_request(id, offset));
        break;
      case 3: {
        acc::SetLanguageRequest language;
        language.set_language(static_cast<acc::Language>(1 + pick(3)));
        me.refusal(language);
        break;
      }
      case 4:
        me.refusal(react_request(id, offset, pick(2) == 0 ? "👍" : "😀", pick(3) == 0));
        break;
      case 5: {
        msg::PinMessageRequest pin;
        pin.set_conversation_id(id);
        pin.set_offset(offset);
        pin.set_remove(pick(3) == 0);
        me.refusal(pin);
        break;
      }
      case 6:
        vote(me, id, offset);
        break;
      default: {
        auto request = send_request(id, "@you " + std::to_string(pick(1000)));
        if (pick(3) == 0) request.set_reply_to(offset);
        if (pick(3) == 0) mention(request, people[1 - who]);
        if (pick(4) == 0) ask(request);
        if (pick(6) == 0) {
          request = send_request(id, "");
          request.mutable_forward()->set_conversation_id(ids[static_cast<std::size_t>(pick(static_cast<std::int64_t>(ids.size())))]);
          request.mutable_forward()->set_offset(offset);
        }
        me.refusal(request);
        break;
      }
    }
  }
  static void mention(auto& request, const Person& person) {
    auto& mention = *request.add_mentions();
    mention.set_person_id(person.id);
    mention.set_label("you");
  }
  void ask(msg::SendMessageRequest& request) {
    for (const auto* option : {"one", "two", "three"}) request.mutable_poll()->add_options(option);
    request.mutable_poll()->set_several(pick(2) == 0);
  }
  void vote(const HttpClient& me, std::int64_t id, std::int64_t offset) {
    msg::VoteRequest request;
    request.set_conversation_id(id);
    request.set_offset(offset);
    for (std::uint32_t option = 0; option < 3; ++option)
      if (pick(2) == 0) request.add_options(option);
    me.refusal(request);
    if (pick(8) != 0) return;
    msg::ClosePollRequest close;
    close.set_conversation_id(id);
    close.set_offset(offset);
    me.refusal(close);
  }
  void edit(const HttpClient& me, std::int64_t id, std::int64_t offset, const Person& other) {
    auto request = edit_request(id, offset, "edit @you " + std::to_string(pick(3)));
    if (pick(2) == 0) mention(request, other);
    me.refusal(request);
  }
  static void block(const HttpClient& me, const Person& other, bool blocks) {
    acc::BlockPersonRequest block;
    acc::UnblockPersonRequest unblock;
    block.set_person_id(other.id);
    unblock.set_person_id(other.id);
    if (blocks)
      me.refusal(block);
    else
      me.refusal(unblock);
  }
  void invite(const HttpClient& me, std::int64_t id, const std::vector<Person>& people) {
    const auto what = pick(4);
    if (what == 0 || tokens.empty()) {
      msg::CreateLinkRequest create;
      create.set_conversation_id(id);
      create.set_needs_approval(pick(2) == 0);
      const auto whether = me.refusal(create);
      if (whether.code() == v1::OK) tokens.push_back(me.call<msg::CreateLinkResponse>(create).link().token());
    } else if (what == 1) {
      msg::AnswerJoinRequestRequest answer;
      answer.set_conversation_id(id);
      answer.set_person_id(people[static_cast<std::size_t>(pick(2))].id);
      answer.set_accept(pick(2) == 0);
      me.refusal(answer);
    } else {
      msg::JoinByLinkRequest join;
      join.set_token(tokens[static_cast<std::size_t>(pick(static_cast<std::int64_t>(tokens.size())))]);
      me.refusal(join);
    }
  }
  void set(const HttpClient& me, std::int64_t id) {
    msg::ChangeSettingsRequest change;
    change.set_conversation_id(id);
    const auto what = pick(4);
    if (what == 0) change.set_archived(pick(2) == 0);
    if (what == 1) change.set_pinned(pick(2) == 0);
    if (what == 2) change.set_mute(static_cast<msg::ChangeSettingsRequest::Mute>(pick(5)));
    if (what == 3) change.set_marked_unread(pick(2) == 0);
    me.refusal(change);
  }
  void lead(const HttpClient& me, std::int64_t id, const std::vector<Person>& people) {
    const auto whom = people[static_cast<std::size_t>(pick(2))].id;
    msg::ChangeGroupRequest change;
    msg::AddMembersRequest add;
    msg::RemoveMemberRequest remove;
    msg::SetRoleRequest role;
    msg::LeaveGroupRequest leave;
    change.set_conversation_id(id);
    change.set_title("Title " + std::to_string(pick(5)));
    if (pick(2) == 0) change.set_description("About " + std::to_string(pick(5)));
    if (pick(3) == 0) change.set_picture_id(pick(2) == 0 ? pictures.at(whom) : 0);
    add.set_conversation_id(id);
    add.add_person_ids(whom);
    remove.set_conversation_id(id);
    remove.set_person_id(whom);
    role.set_conversation_id(id);
    role.set_person_id(whom);
    role.set_role(static_cast<msg::MemberRole>(pick(3)));
    leave.set_conversation_id(id);
    const std::vector<const google::protobuf::Message*> deeds{&change, &change, &add, &add, &add, &role, &remove, &leave};
    me.refusal(*deeds[static_cast<std::size_t>(pick(static_cast<std::int64_t>(deeds.size())))]);
  }
  void create(const HttpClient& me, const Person& other) {
    block(me, other, false);
    if (pick(2) == 0) {
      const auto direct = me.refusal(direct_request(other.id));
      if (direct.code() == v1::OK) ids.push_back(me.call<msg::OpenDirectResponse>(direct_request(other.id)).conversation().id());
      return;
    }
    msg::CreateGroupRequest request;
    request.set_client_id(random_id());
    request.set_title("Group " + std::to_string(pick(100)));
    request.add_person_ids(other.id);
    if (me.refusal(request).code() == v1::OK) ids.push_back(me.call<msg::CreateGroupResponse>(request).conversation().id());
  }

  std::mt19937 random;
  std::vector<std::int64_t> ids;
  std::vector<std::string> tokens;  // of links into groups
  std::map<std::int64_t, std::int64_t> pictures;  // a file of each
};

// Who is gone is gone for everybody: in groups, in conversations of two, in requests and in lists of blocks.
TEST_F(Snapshots, OfAPersonWhoDeletesTheAccountAreMadeFreshByEvents) {
  const auto alice = person("Alice"), bob = person("Bob"), carol = person("Carol");
  const auto stranger = Town::stranger("Stranger");
  const auto room = group(alice, {bob, carol});
  for (const auto id : {direct(alice, bob), room})
    http_of(alice).call<msg::SendMessageResponse>(send_request(id, "here"));
  http_of(stranger).call<msg::SendMessageResponse>(send_request(direct(stranger, bob), "may I?"));
  acc::BlockPersonRequest block;
  block.set_person_id(alice.id);
  http_of(bob).call<acc::BlockPersonResponse>(block);
  auto before = snapshot(bob);
  acc::DeleteAccountRequest end;
  end.set_password(kPassword);
  for (const auto& leaver : {alice, stranger}) http_of(leaver).call<acc::DeleteAccountResponse>(end);
  database().sql().rows("update jobs set run_at = now() where kind = 'accounts.deleted'");
  ASSERT_EVENTUALLY(database().sql().number("select count(*) from jobs where kind = 'accounts.deleted'") == 0);
  const auto fresh = snapshot(bob);
  EXPECT_EQ(fresh.former, std::set<std::int64_t>{alice.id});
  EXPECT_EQ(fresh.rooms.size(), 2U);
  catch_up(bob, before);
  EXPECT_EQ(before.describe(), fresh.describe());
  expect_consistent(bob, fresh);
}

class RandomSnapshots : public Snapshots, public testing::WithParamInterface<unsigned> {};

TEST_P(RandomSnapshots, AndLaterEventsMakeAFreshOne) {
  const std::vector<Person> people{person(), person()};
  const std::vector<HttpClient> clients{http_of(people[0]), http_of(people[1])};
  Pair pair(GetParam());
  for (const auto& p : people)
    pair.pictures[p.id] = Uploader(port(), p.token).upload(picture_file("photo.jpg"), "photo.jpg");
  std::vector<std::pair<std::size_t, Client>> old;
  for (int i = 0; i < 90; ++i) {
    if (i % 15 == 0)
      for (std::size_t who = 0; who < 2; ++who) old.emplace_back(who, snapshot(people[who]));
    pair.step(clients, people);
  }
  for (std::size_t who = 0; who < 2; ++who) {
    const auto fresh = snapshot(people[who]);
    expect_consistent(people[who], fresh);
    for (auto& [whose, client] : old) {
      if (whose != who) continue;
      catch_up(people[who], client);
      ASSERT_EQ(client.describe(), fresh.describe()) << "seed " << GetParam();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSnapshots, testing::Range(1U, 7U));

// An organisation's inbox: a person outside, an editor, and one whose seat comes and goes.
struct Office {
  explicit Office(unsigned seed) : random(seed) {}
  std::int64_t pick(std::int64_t below) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(below));
  }

  void step(const std::vector<HttpClient>& clients, const std::vector<Person>& people) {
    const auto& me = clients[static_cast<std::size_t>(pick(3))];
    const auto whom = people[static_cast<std::size_t>(pick(3))].id;
    msg::MarkDoneRequest done;
    msg::AssignRequest assign;
    switch (pick(6)) {
      case 0:
        done.set_conversation_id(id);
        done.set_offset(pick(12));
        me.refusal(done);
        break;
      case 1:
        assign.set_conversation_id(id);
        assign.set_person_id(pick(3) == 0 ? 0 : whom);
        assign.set_instead_of(pick(2) == 0 ? 0 : people[static_cast<std::size_t>(1 + pick(2))].id);
        me.refusal(assign);
        break;
      case 2:
        me.refusal(delete_request(id, 1 + pick(20)));
        break;
      default:
        me.refusal(send_request(id, "text " + std::to_string(pick(1000))));
    }
  }

  std::mt19937 random;
  std::int64_t id = 0;
};

class InboxSnapshots : public Snapshots, public testing::WithParamInterface<unsigned> {};

TEST_P(InboxSnapshots, AndLaterEventsMakeAFreshOne) {
  auto& sql = database().sql();
  const std::vector<Person> people{stranger("Outside"), stranger("Editor"), stranger("Other")};
  const std::vector<HttpClient> clients{http_of(people[0]), http_of(people[1]), http_of(people[2])};
  const auto organisation = sql.value(
      "insert into organisations (kind, name_fr, state) values ('association', 'Bureau', 'published') returning id");
  const auto seat = [&](const Person& p, bool there) {
    const auto pair = organisation + ", " + std::to_string(p.id);
    if (there)
      sql.rows("insert into seats (organisation_id, person_id, role) values (" + pair +
               ", 'editor') on conflict do nothing");
    else
      sql.rows("delete from seats where (organisation_id, person_id) = (" + pair + ")");
    sql.rows(
        "insert into jobs (kind, payload) select 'seat_changed', jsonb_build_object('organisation_id', o, 'person_id', "
        "p) from (values (" +
        pair + ")) v(o, p)");
    ASSERT_EVENTUALLY(sql.number("select count(*) from jobs where kind = 'seat_changed'") == 0);
  };
  seat(people[1], true);
  msg::OpenOrganisationRequest open;
  open.set_organisation_id(std::stoll(organisation));
  Office office(GetParam());
  office.id = clients[0].call<msg::OpenOrganisationResponse>(open).conversation().id();
  std::vector<std::pair<std::size_t, Client>> old;
  for (int i = 0; i < 60; ++i) {
    if (i % 12 == 0)
      for (std::size_t who = 0; who < 3; ++who) old.emplace_back(who, snapshot(people[who]));
    if (i % 15 == 7) seat(people[2], i % 2 == 1);
    office.step(clients, people);
  }
  for (std::size_t who = 0; who < 3; ++who) {
    const auto fresh = snapshot(people[who]);
    expect_consistent(people[who], fresh);
    for (auto& [whose, client] : old) {
      if (whose != who) continue;
      catch_up(people[who], client);
      ASSERT_EQ(client.describe(), fresh.describe()) << "seed " << GetParam();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, InboxSnapshots, testing::Range(1U, 4U));

// The same while everything moves: snapshots and subscriptions race with the other person's deeds.
TEST_F(Snapshots, TakenWhileTheOtherActsAreMadeFreshByEventsToo) {
  const std::vector<Person> people{person(), person()};
  const std::vector<HttpClient> clients{http_of(people[0]), http_of(people[1])};
  std::vector<Client> taken;
  Aside acting([&] {
    Pair pair(99);
    for (const auto& p : people)
      pair.pictures[p.id] = Uploader(port(), p.token).upload(picture_file("photo.jpg"), "photo.jpg");
    for (int i = 0; i < 150; ++i) pair.step(clients, people);
  });
  for (int i = 0; i < 8; ++i) taken.push_back(snapshot(people[0]));
  acting.join();
  const auto fresh = snapshot(people[0]);
  for (auto& client : taken) {
    catch_up(people[0], client);
    EXPECT_EQ(client.describe(), fresh.describe());
  }
}

}  // namespace
}  // namespace wasl::test
