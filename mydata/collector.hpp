// Gathers what an archive consists of.
#pragma once
#include <filesystem>
#include <functional>
#include <set>

#include "media/access.hpp"
#include "mydata/archive.hpp"
#include "mydata/page.hpp"
#include "mydata/store.hpp"
#include "storage/db.hpp"

namespace wasl::mydata {

class Collector {
 public:
  Collector(storage::Db& db, media::access::Files& media, const store::Claimed& claimed,
            std::filesystem::path workshop);

  // `progress` hears 0 to 99 and may throw to give up. Throws Refused when the person is no member of the conversation.
  void run(const std::filesystem::path& archive, const std::function<void(int)>& progress);

 private:
  void conversation(ConversationId id);
  void account();
  void index(const std::vector<std::pair<ConversationId, std::string>>& conversations);
  void attachments(const messaging::v1::Message& message);
  void add(const std::string& name, const std::string& text);

  storage::Db& db_;
  media::access::Files& media_;
  const store::Claimed& claimed_;
  const Words& words_;
  std::filesystem::path workshop_;
  Archive* archive_ = nullptr;
  std::set<std::int64_t> files_;
  std::vector<std::pair<ConversationId, std::string>> titles_;
  std::function<void()> breathe_;
};

}  // namespace wasl::mydata
