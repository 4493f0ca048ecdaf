// Tens of thousands of WebSocket clients in one thread, as cheap as the kernel allows: what stands for an audience in a
// rehearsal and for everybody in scripts/bench. Plain TCP only.
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
    std::string host;  // of the Host header
    std::string path;
    std::string cookie;               // empty: none
    std::string origin;               // empty: none
    int receive_bytes = 0;            // SO_RCVBUF; 0: as the system has it
    bool reset_when_dropped = false;  // else thousands that are dropped wait for a minute in the kernel
};

class flock {
public:
    // The views are good until the call returns. Every call may add, send, pause and drop.
    class keeper {
    public:
        virtual void opened(std::size_t who) = 0;
        virtual void text(std::size_t who, std::string_view message) = 0;
        // Once, the last word on this one: a close frame's code, else close_abnormal; `why` in words.
        virtual void ended(std::size_t who, int code, std::string_view why) = 0;

    protected:
        ~keeper() = default;
    };

    // At most `handshakes_at_once` are on their way at any time.
    flock(keeper& of, std::size_t handshakes_at_once);
    ~flock();
    flock(const flock&) = delete;
    flock& operator=(const flock&) = delete;

    // The client's number, counted from 0.
    std::size_t add(flock_place where);
    void send(std::size_t who, std::string_view message);
    // Reads no more from this one, or reads again.
    void pause(std::size_t who, bool paused);
    // Ends without a word; the keeper isn't told.
    void drop(std::size_t who);

    // Does what can be done, and waits up to `timeout_ms` for something (-1: as long as it takes).
    void poll(int timeout_ms);
    // Readable when poll() has something to do: for another loop to wait on. Handshakes that are still to be begun need
    // poll() as well.
    int descriptor() const noexcept { return epoll_; }
    // Bytes that came for this one.
    std::uint64_t bytes_of(std::size_t who) const noexcept;

private:
    enum class stage : std::uint8_t { waiting, connecting, upgrading, open, over };
    struct member;

    void begin_some();
    void begin(member& one);
    void on_event(member& one, std::uint32_t events);
    void on_writable(member& one);
    void on_readable(member& one);
    void on_upgrade_bytes(member& one, std::string_view bytes);
    bool flush(member& one);
    void watch(member& one);
    void end(member& one, int code, std::string_view why);
    void close(member& one) noexcept;
    std::string request_of(const flock_place& where) const;

    keeper& keeper_;
    std::size_t handshakes_max_;
    std::size_t handshakes_ = 0;
    int epoll_ = -1;
    std::string key_;      // of every handshake of this flock; each flock has its own
    std::string accepts_;  // what an answer to it has to say
    std::mt19937 masks_;
    std::vector<std::unique_ptr<member>> members_;
    std::deque<std::size_t> to_begin_;
    std::vector<char> incoming_;
};

}  // namespace wenzheng::rehearse
