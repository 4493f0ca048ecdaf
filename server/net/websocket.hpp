// One client's WebSocket, server side. Hides Beast, which reads frames and speaks the protocol, behind the few calls
// that a session needs; messages to the client go by out().push.
//
// Thread: the one that runs the socket's io_context.
// How it ends: whatever happens, whoever starts it, read() returns an error once the closing is over (bounded by
// outbox_limits::close_timeout), and then nothing is left to do but to destroy this. So a session has one way out: it
// calls read() until that fails.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "live/frame.hpp"
#include "live/outbox.hpp"

namespace wenzheng::net {

template <typename T>
using result = boost::system::result<T>;

class websocket {
public:
    // `early` holds what the HTTP reader had already read behind the upgrade request. The group outlives this.
    websocket(live::tcp_socket socket, live::outbox_group& group, std::string early = {});
    // Closes the socket at once, without a closing handshake.
    ~websocket();
    websocket(const websocket&) = delete;
    websocket& operator=(const websocket&) = delete;

    // Answers the upgrade request, and names the protocol where one was agreed on. After an error the client has got a
    // 400 or 426, or is gone.
    boost::asio::awaitable<result<void>> accept(boost::beast::http::request_header<> request,
                                                std::string_view protocol = {});

    // One whole text message; the view is good until the next read. Pauses while the outbox is congested.
    // A binary message closes with 1003, one over the limit with 1009, bad UTF-8 with 1007, broken frames with 1002,
    // and an outbox that failed with 4008. One call at a time.
    boost::asio::awaitable<result<std::string_view>> read(std::size_t limit_bytes);

    // Between two reads: lets that time pass, or less where the connection is over before.
    boost::asio::awaitable<void> pause_for(std::chrono::steady_clock::duration time);

    // Starts the closing handshake; read() ends when it is over. Only the first call counts. The close frame goes
    // behind everything that was pushed. A client that doesn't answer in time is reset.
    void start_close(live::close_code code, std::string_view reason = {});

    // The same, and waits until it is over. For sessions that never read; not while a read is on its way.
    boost::asio::awaitable<void> close(live::close_code code, std::string_view reason = {});

    // Resets the connection: the client gets no close frame, and read() fails at once.
    void abort() noexcept;

    // Good as long as this is. Held before accept() is over.
    live::outbox& out() noexcept;

    // When the client was last heard: a part of a message, a ping or a pong.
    live::steady_instant last_heard() const noexcept;

    // The code that ended it: ours where we closed first, else the client's; none where neither said anything.
    live::close_code ended_with() const noexcept;

private:
    struct impl;
    std::shared_ptr<impl> impl_;  // shared with the operations on their way, never with the session
};

}  // namespace wenzheng::net
