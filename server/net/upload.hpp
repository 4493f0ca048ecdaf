// Evidence and emblems on their way in: bodies that are too large for memory, each with a limit of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "net/answer.hpp"
#include "net/http_stream.hpp"
#include "net/services.hpp"

namespace wenzheng::net {

enum class upload_kind { evidence, emblem };

// What a POST to this target uploads; nothing where it is another call.
std::optional<upload_kind> upload_in(boost::beast::http::verb method, std::string_view target) noexcept;

std::uint64_t body_limit_of(upload_kind what) noexcept;

// Looks at the head first, then reads the body to a file; `head` is used up. The answer closes the connection where the
// body was not read to its end.
boost::asio::awaitable<answer> receive_upload(services& with, http_stream& from, boost::beast::flat_buffer& buffer,
                                              http_parser& head, upload_kind what, client_place place);

// Reads on what a client still sends that has had its answer, lest the answer be lost to it; a few seconds at most.
boost::asio::awaitable<void> drain(http_stream& from);

}  // namespace wenzheng::net
