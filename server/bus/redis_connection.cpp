#include "bus/redis_connection.hpp"

#include <boost/asio/post.hpp>

#include <charconv>
#include <stdexcept>

namespace wasl::bus {

namespace {
constexpr auto kConnectTimeout = std::chrono::seconds(3);
}

RedisAddress parse_redis_address(const std::string& text) {
  if (text.starts_with("unix:/")) return {text.substr(5), 0};
  const auto colon = text.rfind(':');
  int port = 0;
  if (colon != std::string::npos) {
    const auto* end = text.data() + text.size();
    if (std::from_chars(text.data() + colon + 1, end, port).ptr == end && port > 0 && port < 65536 && colon > 0)
      return {text.substr(0, colon), port};
  }
  throw std::runtime_error("redis must be unix:/path or address:port, not '" + text + "'");
}

// What hiredis asks of an event loop. hiredis frees its context inside Handle*: then `context` is null here.
class RedisConnection::Socket : public std::enable_shared_from_this<Socket> {
 public:
  static void attach(redisAsyncContext* context, asio::io_context& io) {
    auto socket = std::make_shared<Socket>(context, io);
    socket->descriptor_.assign(context->c.fd);
    socket->descriptor_.non_blocking(true);
    auto& ev = context->ev;
    ev.addRead = [](void* p) { of(p).want(kRead); };
    ev.delRead = [](void* p) { of(p).wanted_[kRead] = false; };
    ev.addWrite = [](void* p) { of(p).want(kWrite); };
    ev.delWrite = [](void* p) { of(p).wanted_[kWrite] = false; };
    ev.cleanup = [](void* p) {
      auto* held = static_cast<std::shared_ptr<Socket>*>(p);
      (*held)->context_ = nullptr;
      (*held)->descriptor_.cancel();
      (*held)->descriptor_.release();  // hiredis closes it
      delete held;
    };
    ev.data = new std::shared_ptr<Socket>(std::move(socket));
  }

  Socket(redisAsyncContext* context, asio::io_context& io) : context_(context), descriptor_(io) {}

 private:
  enum Direction : std::size_t { kRead, kWrite };
  static Socket& of(void* p) { return **static_cast<std::shared_ptr<Socket>*>(p); }

  void want(Direction d) {
    wanted_[d] = true;
    arm(d);
  }

  void arm(Direction d) {
    if (armed_[d] || !context_) return;
    armed_[d] = true;
    const auto what = d == kRead ? asio::posix::stream_descriptor::wait_read : asio::posix::stream_descriptor::wait_write;
    descriptor_.async_wait(what, [me = shared_from_this(), d](boost::system::error_code error) { me->ready(d, error); });
  }

  void ready(Direction d, boost::system::error_code error) {
    armed_[d] = false;
    if (error || !context_ || !wanted_[d]) return;
    if (d == kRead)
      redisAsyncHandleRead(context_);
    else
      redisAsyncHandleWrite(context_);
    if (context_ && wanted_[d]) arm(d);
  }

  redisAsyncContext* context_;
  asio::posix::stream_descriptor descriptor_;
  bool wanted_[2]{}, armed_[2]{};
};

void RedisConnection::connect(const RedisAddress& address) {
  context_ = address.port ? redisAsyncConnect(address.path_or_host.c_str(), address.port)
                          : redisAsyncConnectUnix(address.path_or_host.c_str());
  if (!context_ || context_->err) {
    if (context_) redisAsyncFree(std::exchange(context_, nullptr));
    asio::post(io_, [me = shared_from_this()] { me->down(); });
    return;
  }
  context_->data = this;
  Socket::attach(context_, io_);
  redisAsyncSetConnectCallback(context_, &on_connect);
  redisAsyncSetDisconnectCallback(context_, &on_disconnect);
  deadline_.expires_after(kConnectTimeout);
  deadline_.async_wait([me = shared_from_this()](boost::system::error_code error) {
    if (!error && !me->up_) me->close();
  });
}

void RedisConnection::on_connect(const redisAsyncContext* context, int status) {
  const auto me = self(context).shared_from_this();
  if (status != REDIS_OK) {  // hiredis frees the context itself
    me->context_ = nullptr;
    me->down();
    return;
  }
  me->up_ = true;
  me->deadline_.cancel();
  me->events_.on_up();
}

void RedisConnection::on_disconnect(const redisAsyncContext* context, int) {
  const auto me = self(context).shared_from_this();
  me->context_ = nullptr;
  me->down();
}

void RedisConnection::down() {
  up_ = false;
  deadline_.cancel();
  if (auto tell = std::exchange(events_.on_down, nullptr)) tell();
}

void RedisConnection::close() {
  if (!context_) return;
  auto* context = std::exchange(context_, nullptr);
  const auto me = shared_from_this();
  redisAsyncFree(context);  // calls on_disconnect when it was connected
  me->down();
}

void RedisConnection::send(redisCallbackFn* callback, void* data, const std::vector<std::string_view>& words) {
  if (!context_ || !up_) return;
  std::vector<const char*> text;
  std::vector<std::size_t> sizes;
  for (const auto word : words) {
    text.push_back(word.data());
    sizes.push_back(word.size());
  }
  redisAsyncCommandArgv(context_, callback, data, static_cast<int>(words.size()), text.data(), sizes.data());
}

void RedisConnection::command(const std::vector<std::string_view>& words) {
  if (!up_) return;
  std::size_t size = 0;
  for (const auto word : words) size += word.size();
  unanswered_.push_back(size);
  unanswered_bytes_ += size;
  send([](redisAsyncContext* context, void*, void*) { self(context).answered(); }, nullptr, words);
}

void RedisConnection::answered() {
  unanswered_bytes_ -= unanswered_.front();
  unanswered_.pop_front();
}

void RedisConnection::subscribe_command(const std::vector<std::string_view>& words) {
  send(
      [](redisAsyncContext* context, void* r, void*) {
        const auto* reply = static_cast<redisReply*>(r);
        if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements < 3) return;
        const auto word = [&](std::size_t i) {
          const auto* e = reply->element[i];
          return e->str ? std::string_view(e->str, static_cast<std::size_t>(e->len)) : std::string_view{};
        };
        self(context).events_.on_push(word(0), word(1), word(2));
      },
      nullptr, words);
}

}  // namespace wasl::bus
