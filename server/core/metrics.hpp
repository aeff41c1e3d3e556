// The process's Prometheus registry. Labels are names from the code, never ids or text of people.
#pragma once
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <string>

namespace wasl::metrics {

using Labels = std::map<std::string, std::string>;

prometheus::Registry& registry();
prometheus::Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
prometheus::Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
// Seconds, from 0.5 ms to 10 s.
prometheus::Histogram& seconds(const std::string& name, const std::string& help, const Labels& labels = {});

// The text exposition format of Prometheus 0.0.4.
std::string expose();

}  // namespace wasl::metrics
