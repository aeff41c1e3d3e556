#include "gateway/outbox.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>

namespace wasl::gateway {

namespace {
constexpr std::size_t kGather = 64;           // buffers per sendmsg
constexpr std::size_t kMostUnread = 10'000;  // messages, however small, in front of one of Beast's
}

void Flusher::flush() {
  if (dirty.empty()) return;
  for (std::size_t i = 0; i < dirty.size(); ++i) dirty[i]->flush();
  for (auto* outbox : dirty) outbox->dirty_ = false;
  dirty.clear();
  packs.reset();
}

Outbox::~Outbox() {
  if (dirty_) std::erase(flusher_.dirty, this);
}

void Outbox::mark() {
  if (dirty_) return;
  dirty_ = true;
  flusher_.dirty.push_back(this);
}

void Outbox::push(const Frame& frame) {
  if (dead_) return;
  run_ = flusher_.packs.add(run_, frame);
  mark();
}

void Outbox::push_signal(const Frame& frame) {
  if (backlog_bytes() < kBacklogForSignals) push(frame);
}

void Outbox::flush() {
  Pack* run = std::exchange(run_, nullptr);
  if (!run || dead_) return;
  put(Packs::wire(*run));
  if (backlog_bytes() > kMostBacklog && !std::exchange(slow_, true)) owner_.on_too_slow();
}

void Outbox::write(Frame message) {
  put(std::move(message));
  if (backlog_ && (backlog_->bytes > 2 * kMostBacklog || backlog_->messages.size() > kMostUnread)) kill();
}

void Outbox::write_last(Frame message) {
  write(std::move(message));
  ended_ = true;
}

void Outbox::finish() {
  if (dead_) return;
  ended_ = finished_ = true;
  if (!backlog_) ::shutdown(socket_.native_handle(), SHUT_WR);
}

void Outbox::put(Frame message) {
  if (dead_ || ended_) return;
  if (!backlog_) {
    const auto sent = ::send(socket_.native_handle(), message->data(), message->size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent == static_cast<ssize_t>(message->size())) return;
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return kill();
    backlog_ = std::make_unique<Backlog>();
    backlog_->front_sent = sent > 0 ? static_cast<std::size_t>(sent) : 0;
  }
  backlog_->bytes += message->size();
  backlog_->messages.push_back(std::move(message));
  wait();
}

void Outbox::wait() {
  if (std::exchange(waiting_, true)) return;
  socket_.async_wait(tcp::socket::wait_write, [this, keep = owner_.keep_alive()](boost::system::error_code error) {
    waiting_ = false;
    if (!error && backlog_) drain();
  });
}

void Outbox::drain() {
  auto& [messages, front_sent, bytes] = *backlog_;
  while (!messages.empty()) {
    iovec parts[kGather];
    std::size_t count = 0, wanted = 0;
    for (auto skip = front_sent; count < std::min(kGather, messages.size()); skip = 0, ++count) {
      const auto& message = *messages[count];
      parts[count] = {const_cast<char*>(message.data()) + skip, message.size() - skip};
      wanted += parts[count].iov_len;
    }
    msghdr header{};
    header.msg_iov = parts;
    header.msg_iovlen = count;
    const auto sent = ::sendmsg(socket_.native_handle(), &header, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) return wait();
      return kill();
    }
    auto left = static_cast<std::size_t>(sent);
    while (left > 0 && left >= messages.front()->size() - front_sent) {
      left -= messages.front()->size() - std::exchange(front_sent, 0);
      bytes -= messages.front()->size();
      messages.pop_front();
    }
    front_sent += left;
    if (static_cast<std::size_t>(sent) < wanted) return wait();
  }
  backlog_.reset();  // an idle connection keeps no memory
  if (finished_) ::shutdown(socket_.native_handle(), SHUT_WR);
}

void Outbox::cut() {
  run_ = nullptr;
  if (!backlog_) return;
  auto& messages = backlog_->messages;
  messages.erase(messages.begin() + (backlog_->front_sent > 0 ? 1 : 0), messages.end());
  backlog_->bytes = messages.empty() ? 0 : messages.front()->size();
  if (messages.empty()) backlog_.reset();
}

void Outbox::kill() {
  if (std::exchange(dead_, true)) return;
  backlog_.reset();
  ::shutdown(socket_.native_handle(), SHUT_RDWR);
}

}  // namespace wasl::gateway
