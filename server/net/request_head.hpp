// What is looked at in a request before its body is read: forms by which one request is smuggled behind another.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/optional/optional.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include "net/answer.hpp"

namespace wenzheng::net {

std::string_view target_of(const boost::beast::http::request_header<>& head);
std::string_view path_of(std::string_view target);

// What is wrong with the head; `content_bytes` as it was read from it.
std::optional<answer> refuse_head(const boost::beast::http::request_header<>& head,
                                  boost::optional<std::uint64_t> content_bytes);

}  // namespace wenzheng::net
