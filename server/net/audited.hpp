// Which calls stand in the list of what administrators did, and how they get there.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "net/api.hpp"

namespace wenzheng::net {

// The word for what a call does; nothing where it only looks, or is a participant's.
std::optional<std::string_view> act_of(boost::beast::http::verb method, std::string_view path) noexcept;

// Writes down who (noted in the answer) did what with which result, and returns the answer. Where the store is away
// before the act, or the entry can't be written behind it, that is `unavailable` instead: nobody gets a cookie, keys or
// a record unwritten.
boost::asio::awaitable<answer> write_down(services& with, client_place from, std::string what, inquiry::inquiry_id of,
                                          answer out);

}  // namespace wenzheng::net
