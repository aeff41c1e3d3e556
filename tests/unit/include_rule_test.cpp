// Who may include whom: docs/architecture.md, "Rooms". The sources are read as text, so that a forbidden include fails
// here even where the link lines would let it through.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace wasl {
namespace {

namespace fs = std::filesystem;

using Tree = std::map<std::string, std::string>;  // path below the root -> content

// What each server part may include beside itself; "wasl": the protocol files of no module.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"core", {}},
    {"storage", {"core"}},
    {"bus", {"core"}},
    {"streams", {"core", "storage", "bus", "wasl"}},
    {"sessions", {"core", "storage", "bus", "streams", "wasl"}},
    {"jobs", {"core", "storage"}},
    {"router", {"core", "storage", "bus", "streams", "sessions", "wasl"}},
    {"gateway", {"core", "storage", "bus", "streams", "sessions", "router", "wasl"}},
    {"app", {}},  // the composition root: sees all, and nobody sees it
};

std::vector<std::string> includes_of(const std::string& text) {
  static const std::regex kInclude(R"(^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">])", std::regex::multiline);
  std::vector<std::string> out;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), kInclude); it != std::sregex_iterator(); ++it)
    out.push_back((*it)[1]);
  return out;
}

std::string first_folder(const std::string& path) {
  const auto slash = path.find('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

// wasl/messaging/v1/messaging.pb.h belongs to messaging, wasl/envelope.pb.h to nobody.
std::string proto_owner(const std::string& include) { return first_folder(include.substr(sizeof "wasl/" - 1)); }

class Rule {
 public:
  explicit Rule(const Tree& tree) : tree_(tree) {
    for (const auto& [path, text] : tree)
      if (const auto folder = first_folder(path); !folder.empty() && folder != "server") modules_.insert(folder);
  }

  std::vector<std::string> broken() const {
    std::vector<std::string> out;
    for (const auto& [path, text] : tree_)
      for (const auto& include : includes_of(text))
        if (!allowed(path, include)) out.push_back(path + " includes " + include);
    return out;
  }

 private:
  bool allowed(const std::string& path, const std::string& include) const {
    const auto target = first_folder(include);
    const bool part = kMayInclude.contains(target), module = modules_.contains(target);
    if (!part && !module && target != "wasl")
      return tree_.count(folder_of(path) + "/" + include) == 0;  // ours, unqualified
    if (path == "server/main.cpp" || path.starts_with("server/app/"))
      return !module || include == target + "/module.hpp";
    if (first_folder(path) == "server")
      return allowed_in_server(first_folder(path.substr(sizeof "server/" - 1)), target, include);
    return allowed_in_module(first_folder(path), target, include);
  }

  static bool allowed_in_server(const std::string& from, const std::string& target, const std::string& include) {
    const auto rules = kMayInclude.find(from);
    if (rules == kMayInclude.end()) return false;
    if (target == "wasl" && !proto_owner(include).empty()) return false;
    return target == from || rules->second.contains(target);
  }

  static bool allowed_in_module(const std::string& from, const std::string& target, const std::string& include) {
    if (target == from) return true;
    if (kMayInclude.contains(target)) return target != "app";
    if (target == "wasl") return proto_owner(include).empty() || proto_owner(include) == from;
    return include == target + "/access.hpp";
  }

  static std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

  const Tree& tree_;
  std::set<std::string> modules_;
};

void read_folder(const fs::path& root, const fs::path& folder, Tree& into) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension != ".hpp" && extension != ".cpp") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    into[fs::relative(entry.path(), root).generic_string()] = text.str();
  }
}

Tree read_sources(const fs::path& root) {
  Tree out;
  read_folder(root, root / "server", out);
  for (const auto& entry : fs::directory_iterator(root))
    if (fs::exists(entry.path() / "module.hpp")) read_folder(root, entry.path(), out);
  return out;
}

std::vector<std::string> broken_in(Tree tree) {
  tree.emplace("forums/module.hpp", "");
  tree.emplace("accounts/access.hpp", "");
  return Rule(tree).broken();
}

TEST(IncludeRule, EveryFileIncludesOnlyWhatLiesBelowIt) {
  const auto sources = read_sources(WASL_SOURCE_DIR);
  EXPECT_GT(sources.size(), 80U);
  EXPECT_TRUE(sources.contains("server/main.cpp"));
  EXPECT_TRUE(sources.contains("server/app/house.cpp"));
  EXPECT_TRUE(sources.contains("messaging/module.hpp"));
  for (const auto& line : Rule(sources).broken()) ADD_FAILURE() << line;
}

TEST(IncludeRule, EveryServerFolderIsKnownToTheRule) {
  for (const auto& [path, text] : read_sources(WASL_SOURCE_DIR))
    if (path.starts_with("server/") && path != "server/main.cpp") {
      EXPECT_TRUE(kMayInclude.contains(first_folder(path.substr(7)))) << path;
    }
}

TEST(IncludeRule, AllowsWhatTheArchitectureAllows) {
  EXPECT_EQ(
      broken_in({{"server/app/serve.cpp",
                  "#include \"app/house.hpp\"\n#include \"forums/module.hpp\"\n#include \"gateway/server.hpp\"\n"},
                 {"server/gateway/server.cpp", "#include \"router/router.hpp\"\n#include \"wasl/envelope.pb.h\"\n"},
                 {"server/streams/streams.cpp",
                  "#include \"bus/bus.hpp\"\n#include <vector>\n#include <boost/asio/post.hpp>\n"},
                 {"forums/handlers.cpp",
                  "#include \"forums/store.hpp\"\n#include \"accounts/access.hpp\"\n"
                  "#include \"wasl/forums/v1/forums.pb.h\"\n#include \"storage/db.hpp\"\n"},
                 {"forums/module.cpp", "#include \"forums/module.hpp\"\n"}}),
      std::vector<std::string>{});
}

TEST(IncludeRule, CanFail) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"server/core/text.cpp", "storage/tx.hpp"},
      {"server/core/text.cpp", "wasl/envelope.pb.h"},
      {"server/storage/db.cpp", "bus/bus.hpp"},
      {"server/bus/redis_bus.cpp", "storage/db.hpp"},
      {"server/streams/streams.cpp", "sessions/hub.hpp"},
      {"server/sessions/hub.cpp", "router/router.hpp"},
      {"server/jobs/jobs.cpp", "streams/streams.hpp"},
      {"server/router/router.cpp", "gateway/server.hpp"},
      {"server/router/router.cpp", "jobs/jobs.hpp"},
      {"server/gateway/server.cpp", "jobs/jobs.hpp"},
      {"server/gateway/server.cpp", "accounts/access.hpp"},
      {"server/gateway/server.cpp", "forums/module.hpp"},
      {"server/gateway/server.cpp", "wasl/forums/v1/forums.pb.h"},
      {"server/gateway/server.cpp", "app/house.hpp"},
      {"forums/store.cpp", "app/house.hpp"},
      {"server/attic/old.cpp", "core/text.hpp"},
      {"server/main.cpp", "forums/store.hpp"},
      {"server/app/house.cpp", "forums/store.hpp"},
      {"forums/store.cpp", "accounts/store.hpp"},
      {"forums/store.cpp", "accounts/module.hpp"},
      {"forums/store.cpp", "wasl/accounts/v1/accounts.pb.h"},
  };
  for (const auto& [path, include] : wrong)
    for (const auto& [open, close] : {std::pair{'"', '"'}, std::pair{'<', '>'}})
      EXPECT_EQ(broken_in({{path, "  # include " + (open + include) + close + "\n"}}),
                std::vector<std::string>{path + " includes " + include});
  EXPECT_EQ(broken_in({{"forums/store.cpp", "#include \"module.hpp\"\n"}}),
            std::vector<std::string>{"forums/store.cpp includes module.hpp"});
}

}  // namespace
}  // namespace wasl
