// One client's WebSocket, server side. Hides Beast, which reads frames and speaks the protocol, behind the few calls
// that a session needs; messages to the client go by out().push.
//
// Thread: the one that runs the socket's io_context.
// In this order: accept(), what is to go out with the answer by out().push, and then begin() or turn_away().
// Reading is a chain of callbacks and no coroutine: thousands of connections are silent most of the time, and a frame
// that waits for each of them is memory, and another hop for every vote.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "live/frame.hpp"
#include "live/outbox.hpp"
#include "net/seats.hpp"

namespace wenzheng::net {

template <typename T>
using result = boost::system::result<T>;

class websocket {
public:
    // Who is told what the client says.
    class reader {
    public:
        virtual ~reader() = default;
        // One whole text message; the view is good until this returns. Nothing more is read for the time that comes
        // back.
        virtual std::chrono::steady_clock::duration received(std::string_view text) = 0;
        // Once, by post, and nothing after it: the connection is over, whoever ended it.
        virtual void ended() = 0;
    };

    // `early` holds what the HTTP reader had already read behind the upgrade request. The group outlives this; the seat
    // is given back when the connection is over.
    websocket(live::tcp_socket socket, live::outbox_group& group, std::string early = {}, seats::seat place = {});
    // Closes the socket at once, without a closing handshake.
    ~websocket();
    websocket(const websocket&) = delete;
    websocket& operator=(const websocket&) = delete;

    // Answers the upgrade request, and names the protocol where one was agreed on; the answer waits in the outbox.
    // After an error the client gets a 400 or 426 and the connection ends by itself, whatever becomes of this.
    result<void> accept(boost::beast::http::request_header<> request, std::string_view protocol = {});

    // Sends the answer with what was pushed meanwhile, and reads: messages of at most `limit_bytes`. A binary message
    // closes with 1003, one over the limit with 1009, bad UTF-8 with 1007, broken frames with 1002, and an outbox that
    // failed with 4008. Reading pauses while the outbox is congested. An answer that doesn't get through within
    // limits::handshake_timeout ends the connection. What is on its way in the loop holds `who` until it has been told
    // the end.
    void begin(std::shared_ptr<reader> who, std::size_t limit_bytes);

    // Instead of begin(), for a client that isn't let in: the answer, and a close behind it. The connection ends by
    // itself, bounded by outbox_limits::close_timeout.
    void turn_away(live::close_code code);

    // Starts the closing handshake; ended() is told when it is over. Only the first call counts. The close frame goes
    // behind everything that was pushed. A client that doesn't answer in time is reset.
    void start_close(live::close_code code, std::string_view reason = {});

    // Resets the connection: the client gets no close frame.
    void abort() noexcept;

    // Good as long as this is. Held before begin().
    live::outbox& out() noexcept;

    // When the client was last heard: a part of a message, a ping or a pong.
    live::steady_instant last_heard() const noexcept;

    // The code that ended it: ours where we closed first, else the client's; none where neither said anything.
    live::close_code ended_with() const noexcept;

private:
    struct impl;
    std::shared_ptr<impl> impl_;  // shared with the operations on their way
};

}  // namespace wenzheng::net
