#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rehearse/reconnect.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// One WebSocket, from connecting to closing; a client that comes back makes a new one. Reading is the caller's
// coroutine, writing goes through a queue of its own, so a send never waits.
class connection : public std::enable_shared_from_this<connection> {
public:
    explicit connection(stage& shared);

    // What failed; nothing when the handshake is done.
    asio::awaitable<problem> open(std::string path, std::string cookie);
    // The next message, valid until the next call; nothing when the connection has ended.
    asio::awaitable<std::optional<std::string_view>> read();
    void send(std::string text);
    // A goodbye with code 1000; read() ends when the server has answered, or after a deadline.
    void close();
    // Ends at once and without a word, like a phone that leaves the Wi-Fi.
    void drop();
    // Meaningful once read() gave nothing: the code that the server sent, else close_abnormal.
    int close_code() const { return close_code_; }

private:
    void write_next();

    stage& shared_;
    boost::beast::websocket::stream<boost::beast::tcp_stream> socket_;
    boost::beast::flat_buffer incoming_;
    std::deque<std::string> outgoing_;
    int close_code_ = close_abnormal;
    bool ended_ = false;
};

}  // namespace wenzheng::rehearse
