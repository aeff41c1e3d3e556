// Pages of an archive, to be read in a browser without a line: no script, nothing from elsewhere, every text escaped.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "messaging/access.hpp"
#include "mydata/words.hpp"

namespace wasl::mydata::page {

using Names = std::map<std::int64_t, std::string>;  // of people

std::string escape(const std::string& text);
// "2026-11-25 17:46" (UTC).
std::string moment(std::int64_t ms);

std::string begin(const Words& words, const std::string& title, const std::string& back);
// `organisation`: the name in which some messages were written.
std::string message(const Words& words, const messaging::v1::Message& message, const Names& names,
                    const std::string& organisation = {});
std::string end();

// What an attachment is called in the archive: "files/12-report.pdf", whatever its name is.
std::string file_name(const wasl::v1::Attachment& attachment);

}  // namespace wasl::mydata::page
