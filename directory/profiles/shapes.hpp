// The shapes of addresses. Pure.
#pragma once
#include <optional>
#include <string>

namespace wasl::directory::profiles::shapes {

// An address of the web, http or https, without a password in it; one without a scheme gets https. Nothing when it is
// none.
std::optional<std::string> url(const std::string& line);

// Nothing when mail could not be sent there.
std::optional<std::string> email(const std::string& line);

// 6 to 15 digits, made Western, and what people write between them. Nothing when it is no number to call.
std::optional<std::string> phone(const std::string& line);

// ISO 639 and ISO 3166-1 alpha-2, in their own case.
bool is_language(const std::string& code);
bool is_country(const std::string& code);

}  // namespace wasl::directory::profiles::shapes
