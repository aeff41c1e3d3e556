#include "core/metrics.hpp"

#include <prometheus/text_serializer.h>

namespace wasl::metrics {

prometheus::Registry& registry() {
  static prometheus::Registry instance;
  return instance;
}

prometheus::Counter& counter(const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry()).Add(labels);
}

prometheus::Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry()).Add(labels);
}

prometheus::Histogram& seconds(const std::string& name, const std::string& help, const Labels& labels) {
  static const prometheus::Histogram::BucketBoundaries kBounds{.0005, .001, .002, .005, .01, .025, .05,
                                                               .1,    .25,  .5,   1,    2.5, 5,   10};
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry()).Add(labels, kBounds);
}

std::string expose() { return prometheus::TextSerializer().Serialize(registry().Collect()); }

}  // namespace wasl::metrics
