// TLS for the clients of a rehearsal: they read and write plain bytes on a socket inside this process, whose other end
// a link carries to the server and back. So nothing of theirs is different, and without TLS nothing is slower.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "rehearse/options.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// A client's socket, both ends of the inner one and the one to the server.
constexpr std::size_t sockets_a_secure_client = 3;

// Whose certificates are believed: those of the system, and those in the file of --ca. The error is in words.
boost::system::result<std::shared_ptr<asio::ssl::context>, std::string> make_trust(const options& chosen);

// Connects `client`, which is closed, to the stage's server, with TLS where the stage has a trust; what went wrong
// otherwise. `client` has no deadline afterwards.
asio::awaitable<problem> dial(stage& shared, boost::beast::tcp_stream& client, std::chrono::seconds longest);

}  // namespace wenzheng::rehearse
