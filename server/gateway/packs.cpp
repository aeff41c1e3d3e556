#include "gateway/packs.hpp"

#include <cstdint>
#include <cstring>

namespace wasl::gateway {

namespace {
constexpr std::size_t kLongestPool = 65'536;
}

std::size_t write_header(char* header, std::size_t n) {
  header[0] = static_cast<char>(0x82);
  if (n < 126) {
    header[1] = static_cast<char>(n);
    return 2;
  }
  const std::size_t bytes = n < 65536 ? 2 : 8;
  header[1] = bytes == 2 ? 126 : 127;
  for (std::size_t i = 0; i < bytes; ++i) header[2 + i] = static_cast<char>(std::uint64_t{n} >> (8 * (bytes - 1 - i)));
  return 2 + bytes;
}

Pack* Packs::make(Pack& parent, const std::string* frame) {
  if (used_ == pool_.size()) pool_.push_back(std::make_unique<Pack>());
  Pack* pack = pool_[used_++].get();
  pack->parent = &parent;
  pack->frame = frame;
  pack->bytes = parent.bytes + frame->size();
  pack->last = nullptr;
  pack->children.clear();
  pack->wire.reset();
  parent.children.push_back(pack);
  return pack;
}

Pack* Packs::add(Pack* run, const Frame& frame) {
  Pack& parent = run ? *run : root_;
  if (parent.last && parent.last->frame == frame.get()) return parent.last;
  for (Pack* child : parent.children)
    if (child->frame == frame.get()) return parent.last = child;
  if (held_.empty() || held_.back() != frame) held_.push_back(frame);
  return parent.last = make(parent, frame.get());
}

const Frame& Packs::wire(Pack& run) {
  if (run.wire) return run.wire;
  char header[10];
  const auto head = write_header(header, run.bytes);
  std::string out(head + run.bytes, '\0');
  std::memcpy(out.data(), header, head);
  auto at = out.size();
  for (const Pack* p = &run; p->frame; p = p->parent) {
    at -= p->frame->size();
    std::memcpy(out.data() + at, p->frame->data(), p->frame->size());
  }
  return run.wire = std::make_shared<const std::string>(std::move(out));
}

void Packs::reset() {
  for (std::size_t i = 0; i < used_; ++i) pool_[i]->wire.reset();
  if (pool_.size() > kLongestPool) pool_.resize(kLongestPool);
  used_ = 0;
  root_.last = nullptr;
  root_.children.clear();
  held_.clear();
}

}  // namespace wasl::gateway
