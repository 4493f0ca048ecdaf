// Evidence on its way out: whole files or parts of them, a piece at a time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include "net/api.hpp"
#include "net/http_stream.hpp"

namespace wenzheng::net {

// GET or HEAD /evidence/{file}: whoever knows the name may have it.
boost::asio::awaitable<answer> handle_evidence(services& with, request_context context);

// The bytes of an answer whose head was sent. Holds one piece in memory, and other connections have their turn between
// two pieces.
boost::asio::awaitable<boost::system::error_code> send_slice(evidence_store& store, http_stream& to, file_slice what);

}  // namespace wenzheng::net
