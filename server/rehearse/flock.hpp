// Tens of thousands of WebSocket clients in one thread, as cheap as the kernel allows: everybody of a rehearsal and of
// scripts/bench. It connects by plain TCP to a numeric address; whoever needs a name or TLS connects himself and hands
// the socket over.
//
// Thread: one, which calls everything. Nothing here waits but poll().
// Use: add() as many as wanted, then poll() again and again; the keeper is told what happens to each, by its number.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/frame_reader.hpp"

namespace wenzheng::rehearse {

struct flock_place {
    std::string address = "127.0.0.1";  // numeric
    std::string from;                   // numeric, one of this machine's; empty: as the system has it
    std::uint16_t port = 0;
    int socket = -1;   // connected already: add() takes it over, and what stands above doesn't count
    std::string host;  // of the Host header
    std::string path;
    std::string cookie;               // empty: none
    std::string origin;               // empty: none
    std::string agent;                // of the User-Agent header; empty: none
    int receive_bytes = 0;            // SO_RCVBUF; 0: as the system has it
    bool reset_when_dropped = false;  // else thousands that are dropped wait for a minute in the kernel
};

class flock {
public:
    // The views are good until the call returns. Every call may add, send, pause, close, drop and forget.
    class keeper {
    public:
        virtual void opened(std::size_t who) = 0;
        virtual void text(std::size_t who, std::string_view message) = 0;
        // Once, the last word on this one: a close frame's code, else close_abnormal; `why` in words. Where the server
        // didn't want a WebSocket, these are the first line of its answer.
        virtual void ended(std::size_t who, int code, std::string_view why) = 0;

    protected:
        ~keeper() = default;
    };

    // Begins a handshake only while fewer than `handshakes_at_once` are on their way; those of connected sockets, which
    // their owner begins when he likes, don't wait.
    flock(keeper& of, std::size_t handshakes_at_once);
    ~flock();
    flock(const flock&) = delete;
    flock& operator=(const flock&) = delete;

    // The client's number: counted from 0, but one that was forgotten first.
    std::size_t add(flock_place where);
    void send(std::size_t who, std::string_view message);
    // Reads no more from this one, or reads again.
    void pause(std::size_t who, bool paused);
    // Says goodbye with code 1000, once; ended() follows when the server has answered, and nothing else does. A server
    // may never answer, so the caller keeps a deadline. Nothing happens where it isn't open.
    void close(std::size_t who);
    // Ends without a word; the keeper isn't told.
    void drop(std::size_t who);
    // Drops it, and gives its memory and its number back: not to be named again until add() gives that number out.
    void forget(std::size_t who);

    // Does what can be done, and waits up to `timeout_ms` for something (-1: as long as it takes).
    void poll(int timeout_ms);
    // Readable when poll() has something to do: for another loop to wait on. Handshakes that are still to be begun need
    // poll() as well.
    int descriptor() const noexcept { return epoll_; }
    // Bytes that came for this one.
    std::uint64_t bytes_of(std::size_t who) const noexcept;

private:
    enum class stage : std::uint8_t { waiting, connecting, upgrading, open, closing, over };
    struct member;

    void begin_some();
    void begin(member& one);
    void begin_connected(member& one);
    void on_event(member& one, std::uint32_t events);
    void on_writable(member& one);
    void on_readable(member& one);
    void on_upgrade_bytes(member& one, std::string_view bytes);
    bool flush(member& one);
    void watch(member& one);
    void end(member& one, int code, std::string_view why);
    void shut(member& one) noexcept;
    void bury();
    std::string request_of(const flock_place& where) const;

    keeper& keeper_;
    std::size_t handshakes_max_;
    std::size_t handshakes_ = 0;
    int epoll_ = -1;
    std::string key_;      // of every handshake of this flock; each flock has its own
    std::string accepts_;  // what an answer to it has to say
    std::mt19937 masks_;
    std::vector<std::unique_ptr<member>> members_;  // null: the number is free
    std::vector<std::size_t> forgotten_;            // since the last poll(), which may be at work on them
    std::vector<std::size_t> free_;
    std::deque<std::size_t> to_begin_;
    std::vector<char> incoming_;
};

}  // namespace wenzheng::rehearse
