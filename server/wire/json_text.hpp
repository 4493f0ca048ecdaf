// JSON as strangers send it: strict, bounded in depth, no key twice.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "wire/problem.hpp"

namespace wenzheng::wire {

using json = nlohmann::json;

// Parses one JSON value. Problem `bad_json`: not JSON, not UTF-8, a key twice in one object, deeper than `max_depth`.
result<json> parse_json(std::string_view text, std::size_t max_depth);

// Keys sorted, no spaces, UTF-8 as it is: the same value always gives the same bytes.
std::string canonical(const json& value);

}  // namespace wenzheng::wire
