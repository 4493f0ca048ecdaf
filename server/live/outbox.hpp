// Everything that is written to one client's socket goes through its outbox: shared frames and Beast's own bytes alike,
// so that no frame ever lands inside another one that is half sent.
//
// Thread: the one that runs the socket's io_context, for every member.
// Lifetime: made by make_shared. While it waits for the socket it holds itself, so whoever drops it calls close()
// first. Nothing here calls back from inside push, sweep or write_raw: failures and wake-ups are posted.
#pragma once

#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "live/frame.hpp"
#include "live/outbox_group.hpp"
#include "live/parcel.hpp"

namespace wenzheng::live {

// A concrete executor: no type erasure where every vote and every frame passes.
using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using steady_instant = std::chrono::steady_clock::time_point;

enum class outbox_failure : std::uint8_t {
    too_slow,         // the queue overflowed or a frame missed its deadline: a close 4008 may still get through
    connection_lost,  // the socket takes no more
};

class outbox : public std::enable_shared_from_this<outbox> {
public:
    // Takes the connected socket, whose options are set already (see prepare). What is pushed is held until
    // begin_frames().
    outbox(tcp_socket socket, outbox_group& group);
    outbox(const outbox&) = delete;
    outbox& operator=(const outbox&) = delete;

    // The options of a client's socket; an accepting socket hands them on to those that it accepts.
    static void prepare(int descriptor) noexcept;

    // Latest wins. Dropped without a word once the outbox is closing or has failed.
    void push(const frame& message, slot place);

    // The same with several kinds, which leave in one piece where nothing waits. `joined` is what.joined().
    void push_all(const parcel& what, const frame& joined);

    // Never dropped: sent in order, ahead of the slots. False when it is refused, because the queue is full (which
    // fails the outbox with too_slow) or because the outbox is closing or has failed.
    bool push_queued(const frame& message);

    // An empty ping, unless something waits anyway: that waits for its own deadline.
    void push_ping();

    // About once a second, by whoever owns the sessions: fails the outbox when a frame's write deadline has passed.
    void sweep(steady_instant now);

    // More than half of the never-dropped queue is taken: read no more from this client now.
    bool congested() const noexcept;

    // Calls back, by post, when the outbox may no longer be congested, and on any failure, closing included. One waiter
    // at a time. Keeps the outbox alive while it waits.
    void when_uncongested(std::function<void()> callback);

    // Posted, at most once, never after close(). What it captures must not own the outbox.
    void on_failure(std::function<void(outbox_failure)> callback);

    // Asks the processor for what push touches first; for a walk over many, a few ahead.
    void prefetch() const noexcept { __builtin_prefetch(&fd_); }

    // True while pushes are taken, also those held before begin_frames().
    bool takes_pushes() const noexcept { return stage_ <= stage::open; }

    // For the WebSocket layer only. The handshake is answered: each write_raw is one control frame now. Sends what was
    // held, in one piece where it isn't large.
    void begin_frames();
    // Beast's bytes, all taken and copied. Before begin_frames() they are the answer to the handshake, and wait. A
    // close frame goes last, behind everything that waits, and ends pushing; others go right behind what is half sent.
    // Frames of data are refused (operation_not_supported).
    boost::system::error_code write_raw(std::string bytes);
    // The kernel has the answer to the handshake.
    bool answered() const noexcept { return answered_; }
    bool raw_pending() const noexcept { return !control_.empty() || !close_.empty(); }
    // Cancelled when raw_pending() has ended, by sending or by a failure, which raw_error() then gives.
    boost::asio::steady_timer& raw_signal();
    boost::system::error_code raw_error() const noexcept { return over_error_; }
    tcp_socket& socket() noexcept { return socket_; }
    const outbox_limits& limits() const noexcept { return group_.limits; }

    // Closes the socket; everything that waits is dropped and every waiter woken. Again is harmless.
    void close() noexcept;
    // The same with SO_LINGER 0: the client gets a reset and the kernel forgets what it still holds for it.
    void abort() noexcept;

private:
    enum class stage : std::uint8_t { handshake, open, closing, too_slow, over };
    enum class step : std::uint8_t { whole, blocked, failed };

    long send_now(std::string_view bytes);
    void keep_rest(std::size_t sent_bytes, const frame& message);
    void hold(const frame& message, slot place);
    bool hold_queued(const frame& message);
    void join_answer();
    std::size_t queued_frames() const noexcept { return queue_.size() - queue_begin_; }
    bool anything_waits() const noexcept;
    frame next_frame() const;
    void take_out_next() noexcept;
    step send_control();
    step send_next();
    void drain();
    void settle();
    void await_room();
    void on_room(boost::system::error_code error);
    void fail(outbox_failure reason, boost::system::error_code error);
    void drop_pushed() noexcept;
    void wake(std::unique_ptr<boost::asio::steady_timer>& signal);

    // What a push into an idle socket touches, together.
    int fd_;  // valid only while the stage isn't over: every way to close the socket leads through close()
    stage stage_ = stage::handshake;
    bool clear_ = false;    // open, and nothing waits: a push may send at once
    bool waiting_ = false;  // an async_wait for room is on its way
    bool answered_ = false;
    std::uint8_t slots_waiting_ = 0;
    std::array<slot, slot_count> slot_order_{};  // the first `slots_waiting_`, oldest first
    outbox_group& group_;

    frame current_;  // half sent
    std::size_t current_sent_bytes_ = 0;
    steady_instant blocked_since_{};  // when the frame that is first in line was first tried; only while waiting_
    std::array<frame, slot_count> slots_;
    std::vector<frame> queue_;
    std::size_t queue_begin_ = 0;
    std::size_t queued_bytes_ = 0;
    std::string control_;
    std::size_t control_sent_bytes_ = 0;
    std::string close_;
    boost::system::error_code over_error_;
    tcp_socket socket_;
    std::unique_ptr<boost::asio::steady_timer> raw_signal_;
    std::unique_ptr<boost::asio::steady_timer> room_signal_;
    std::function<void(outbox_failure)> on_failure_;
};

}  // namespace wenzheng::live
