// The checker finds what it is there to find: a good ledger passes, and each way of spoiling it is told.
#include "fault/ledger.hpp"

#include <gmock/gmock.h>

namespace wasl::fault {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const StreamKey kTalk{kConversationStream, 5}, kAlice{kPersonStream, 1};
constexpr std::uint32_t kCreated = 100, kEdited = 102, kMoved = 111;

// Alice and Bob: three messages, the second edited; Alice's device reconnects once and reloads once.
class LedgerCheck : public testing::Test {
 protected:
  LedgerCheck() {
    history.heads = {{kTalk, 5}, {kAlice, 2}};
    history.streams[kTalk] = {
        {1, kCreated, 9}, {2, kMessageSent, 101}, {3, kMessageSent, 201}, {4, kEdited, 77}, {5, kMessageSent, 102}};
    history.streams[kAlice] = {{1, kMoved, 31}, {2, kMoved, 32}};
    history.messages[5] = {{2, 1, 101, 11}, {3, 2, 201, 22}, {5, 1, 102, 13}};
    history.moves = {{{1, 5}, 2}, {{1, 5}, 4}};
    history.markers = {{{1, 5}, 4}, {{2, 5}, 0}};
    history.follows = {{0, {kTalk, kAlice}}, {1, {kTalk}}};
    ledger.sends[{1, 101}] = {.conversation = 5, .text = 11, .answers = {2, 2}, .line = 7, .turn = 1, .at_once = true};
    ledger.sends[{1, 102}] = {.conversation = 5, .text = 13, .answers = {5}, .line = 7, .turn = 2, .at_once = true};
    ledger.sends[{2, 201}] = {
        .conversation = 5, .text = 12, .answers = {3}, .line = 8, .turn = 1, .edit = 22, .edited = true};
    ledger.sends[{2, 202}] = {.conversation = 5, .text = 14};  // never acknowledged, never stored
    ledger.chapters.push_back({0, 7, kTalk, 1, 2, true, {{2, kMessageSent, 101}}});
    ledger.chapters.push_back({0, 7, kAlice, 0, 2, true, {{1, kMoved, 31}, {2, kMoved, 32}}});
    ledger.chapters.push_back(
        {1,
         8,
         kTalk,
         1,
         1,
         true,
         {{2, kMessageSent, 101}, {3, kMessageSent, 201}, {4, kEdited, 77}, {5, kMessageSent, 102}}});
    ledger.chapters.push_back({0, 9, kTalk, 2, 4, false, {{5, kMessageSent, 102}}});
    ledger.reloads.push_back({0, kTalk, 2, 4, {{3, kMessageSent, 201}}});
    ledger.heads[kTalk] = {{1, 2, 1}, {3, 6, 2}, {4, 5, 4}, {7, 8, 5}};
    ledger.markers[{1, 5}] = {{1, 4, 2}, {2, 3, 4}, {0, 9, 2}};
  }
  std::vector<std::string> found() const { return violations(ledger, history); }
  void expect(const std::string& words) const { EXPECT_THAT(found(), Contains(HasSubstr(words))); }
  Chapter& reader() { return ledger.chapters[2]; }

  Ledger ledger;
  History history;
};

TEST_F(LedgerCheck, PassesWhatIsInOrder) { EXPECT_THAT(found(), IsEmpty()); }

TEST_F(LedgerCheck, TellsOfALostMessage) {
  history.messages[5].pop_back();
  history.streams[kTalk].pop_back();
  history.heads[kTalk] = 4;
  expect("client id 102 of 1, acknowledged at 5, is lost");
}

TEST_F(LedgerCheck, TellsOfAMessageThatOnlyMembersCannotRead) {
  history.messages[5].pop_back();
  expect("its history and its stream differ");
}

TEST_F(LedgerCheck, TellsOfAClientIdStoredTwice) {
  history.messages[5].push_back({6, 1, 101, 11});
  history.streams[kTalk].push_back({6, kMessageSent, 101});
  history.heads[kTalk] = 6;
  expect("client id 101 of 1 is there twice");
}

TEST_F(LedgerCheck, TellsOfTwoAnswersToOneMessage) {
  ledger.sends[{1, 101}].answers.push_back(3);
  expect("client id 101 of 1, acknowledged at 3, is at 2");
}

TEST_F(LedgerCheck, TellsOfAnotherText) {
  ledger.sends[{1, 101}].text = 12;
  expect("client id 101 of 1 has another text");
}

TEST_F(LedgerCheck, TellsOfALostEdit) {
  history.messages[5][1].text = 12;
  expect("client id 201 of 2 has another text");
}

TEST_F(LedgerCheck, TellsOfWhatNobodySent) {
  ledger.sends.erase({1, 101});
  expect("2 holds what nobody sent");
}

TEST_F(LedgerCheck, TellsOfAHoleInAStream) {
  history.streams[kTalk].erase(history.streams[kTalk].begin() + 3);
  expect("offset 5 is stored where 4 was due");
}

TEST_F(LedgerCheck, TellsOfAHeadWithoutEvents) {
  history.heads[kAlice] = 3;
  expect("events end at 2, the head is 3");
}

TEST_F(LedgerCheck, TellsOfAnOrderThatAConnectionDidNotKeep) {
  std::swap(ledger.sends[{1, 101}].turn, ledger.sends[{1, 102}].turn);
  expect("2 was sent after 5 on one connection");
}

TEST_F(LedgerCheck, TellsOfAGap) {
  reader().events.erase(reader().events.begin() + 1);
  expect("4 came where 3 was due");
}

TEST_F(LedgerCheck, TellsOfAnEventThatCameTwice) {
  reader().events.insert(reader().events.begin() + 1, reader().events[0]);
  expect("2 came where 3 was due");
}

TEST_F(LedgerCheck, TellsOfAnEventThatCameAgainAfterReconnecting) {
  auto& again = ledger.chapters[3];
  again.recovered = true;
  again.events.insert(again.events.begin(), {2, kMessageSent, 101});
  expect("2 came where 3 was due");
}

TEST_F(LedgerCheck, TellsOfTwoThatChangedPlaces) {
  std::swap(reader().events[0], reader().events[1]);
  expect("3 came where 2 was due");
}

TEST_F(LedgerCheck, TellsOfAnOtherOrderForSomebody) {
  std::swap(reader().events[0].what, reader().events[1].what);
  expect("event 2 is not what others have there");
}

TEST_F(LedgerCheck, TellsOfAnEventThatWasUndone) {
  reader().events.push_back({6, kMessageSent, 103});
  expect("event 6 is not stored");
}

TEST_F(LedgerCheck, TellsOfAnEndThatDidNotCome) {
  reader().events.pop_back();
  expect("ends at 4, the head is 5");
}

TEST_F(LedgerCheck, TellsOfAStreamThatWasNeverHeard) {
  history.follows[1].push_back(kAlice);
  expect("device 1 never followed person 1");
}

TEST_F(LedgerCheck, TellsOfAReloadThatMissesAMessage) {
  ledger.reloads[0].messages.clear();
  expect("reloading (2, 4] brought other messages");
}

TEST_F(LedgerCheck, TellsOfWhatWasNeverReloaded) {
  ledger.reloads.clear();
  expect("(2, 4] was never reloaded");
}

TEST_F(LedgerCheck, TellsOfAHeadBehindTheClient) {
  ledger.chapters[3].head = 1;
  expect("the head 1 is behind 2");
}

TEST_F(LedgerCheck, TellsOfAMarkerThatWentBack) {
  ledger.markers[{1, 5}].push_back({5, 6, 3});
  expect("the read marker of 1/5 went back from 4 to 3");
}

TEST_F(LedgerCheck, TellsOfAMarkerThatIsLost) {
  history.markers[{1, 5}] = 2;
  history.moves.pop_back();
  expect("the read marker of 1/5 was seen at 4 and is 2");
}

TEST_F(LedgerCheck, TellsOfMarkerEventsOutOfOrder) {
  std::swap(history.moves[0], history.moves[1]);
  expect("told of marker 2 of conversation 5 after 4");
}

TEST_F(LedgerCheck, TellsOfAMarkerThatMovedWithoutAnEvent) {
  history.moves.pop_back();
  expect("is 4, the last event says 2");
}

TEST_F(LedgerCheck, TellsOfAHeadThatWentBack) {
  ledger.heads[kTalk].push_back({9, 10, 4});
  expect("the head of 2/5 went back from 5 to 4");
}

TEST_F(LedgerCheck, KeepsWhatWasNotedAtFirstSight) {
  ledger.notes.push_back("an answer came twice");
  expect("an answer came twice");
}

}  // namespace
}  // namespace wasl::fault
