// What stands behind the question mark of a request's target.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wenzheng::net {

// The value of `name`, decoded. Nothing where it is absent, stands twice, or is badly encoded.
std::optional<std::string> query_value(std::string_view target, std::string_view name);

}  // namespace wenzheng::net
