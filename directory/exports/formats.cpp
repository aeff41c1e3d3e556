#include "directory/exports/formats.hpp"

#include <charconv>
#include <utility>

#include "directory/csv.hpp"
#include "directory/json.hpp"
#include "directory/pages/html.hpp"
#include "directory/rows.hpp"

namespace wasl::directory::exports {

namespace {

using pages::html::json;

class Csv final : public Format {
 public:
  Csv(std::string url, Contacts contacts) : url_(std::move(url)), contacts_(contacts) {}
  std::string begin() override { return std::string(csv::kByteOrderMark) + csv::row(header(contacts_)); }
  std::string one(const v1::PublicProfile& o) override { return csv::row(cells(o, url_, contacts_)); }
  std::string type() const override { return "text/csv; charset=utf-8"; }
  std::string ending() const override { return ".csv"; }

 private:
  std::string url_;
  Contacts contacts_;
};

// Things of a list, with commas between.
class Listing : public Format {
 public:
  std::string one(const v1::PublicProfile& o) override {
    const auto text = item(o);
    if (text.empty()) return {};
    return (std::exchange(first_, false) ? "\n" : ",\n") + text;
  }
  std::string end() override { return "\n]}\n"; }

 protected:
  virtual std::string item(const v1::PublicProfile& organisation) = 0;

 private:
  bool first_ = true;
};

// PublicProfile as protobuf's JSON has it.
class Json final : public Listing {
 public:
  explicit Json(Contacts contacts) : contacts_(contacts) {}
  std::string begin() override {
    return std::string("{\"contacts\":") + (contacts_ == Contacts::kAll ? "\"all\"" : "\"public\"") +
           ",\"organisations\":[";
  }
  std::string type() const override { return "application/json; charset=utf-8"; }
  std::string ending() const override { return ".json"; }

 private:
  std::string item(const v1::PublicProfile& o) override { return directory::json::write(o); }
  Contacts contacts_;
};

std::string degrees(double value) {
  char out[32];
  return {out, std::to_chars(out, out + sizeof out, value).ptr};
}

std::string names(const wasl::v1::LocalText& name) {
  return "{\"ar\":" + json(name.ar()) + ",\"fr\":" + json(name.fr()) + ",\"en\":" + json(name.en()) + "}";
}

template <class Strings>
std::string list(const Strings& strings) {
  std::string out = "[";
  for (const auto& s : strings) out.append(out.size() == 1 ? "" : ",").append(json(s));
  return out + "]";
}

// RFC 7946: longitude first.
class GeoJson final : public Listing {
 public:
  explicit GeoJson(std::string url) : url_(std::move(url)) {}
  std::string begin() override { return "{\"type\":\"FeatureCollection\",\"features\":["; }
  std::string type() const override { return "application/geo+json; charset=utf-8"; }
  std::string ending() const override { return ".geojson"; }

 private:
  std::string item(const v1::PublicProfile& o) override {
    const auto& p = o.profile();
    if (!p.has_place()) return {};
    const auto& name = !p.name().ar().empty() ? p.name().ar() : !p.name().fr().empty() ? p.name().fr() : p.name().en();
    const auto id = std::to_string(o.id());
    return "{\"type\":\"Feature\",\"id\":" + id + ",\"geometry\":{\"type\":\"Point\",\"coordinates\":[" +
           degrees(p.place().longitude()) + "," + degrees(p.place().latitude()) +
           "]},\"properties\":{\"name\":" + json(name) + ",\"names\":" + names(p.name()) +
           ",\"abbreviation\":" + json(p.abbreviation()) + ",\"kind\":" + json(rows::kind(p.kind())) +
           ",\"sectors\":" + list(p.sectors()) + ",\"region\":" + json(p.region()) +
           ",\"country\":" + json(p.country()) + ",\"verified\":" + (o.verified() ? "true" : "false") +
           ",\"page\":" + json(url_ + "/o/" + id) + "}}";
  }
  std::string url_;
};

}  // namespace

std::unique_ptr<Format> format(std::string_view ending, const std::string& public_url, Contacts contacts) {
  if (ending == ".csv") return std::make_unique<Csv>(public_url, contacts);
  if (ending == ".json") return std::make_unique<Json>(contacts);
  if (ending == ".geojson") return std::make_unique<GeoJson>(public_url);
  return nullptr;
}

}  // namespace wasl::directory::exports
