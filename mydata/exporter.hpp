// Makes archives, one at a time, on a thread of its own. What a node leaves unfinished another takes up a minute later.
#pragma once
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "media/access.hpp"
#include "mydata/store.hpp"
#include "storage/db.hpp"

namespace wasl::mydata {

class Exporter {
 public:
  Exporter(storage::Db& db, media::access::Files& media);
  ~Exporter();

  void start();
  void stop();
  void nudge();

 private:
  void work();
  bool run_one();
  void make(const store::Claimed& claimed);

  storage::Db& db_;
  media::access::Files& media_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, nudged_ = false;
  std::thread thread_;
};

}  // namespace wasl::mydata
