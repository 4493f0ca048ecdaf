// The flock of a rehearsal, in its io_context: waits for the flock's descriptor, passes on what happens to each client,
// and ends those of whose server nothing is heard.
//
// Thread: the one that runs the io_context.
// Lifetime: over once the io_context has run out; clients may be gone by then.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rehearse/flock.hpp"

namespace wenzheng::rehearse {

struct flock_limits {
    std::chrono::milliseconds handshake{15'000};  // of the opening, and of the closing
    std::chrono::milliseconds silence{60'000};    // four pings of the server
    std::chrono::milliseconds look{1'000};        // how much later than that it may be noticed
};

class flock_loop final : private flock::keeper {
public:
    // As the flock's keeper, for one. Every call may use the loop.
    class client {
    public:
        virtual void opened() = 0;
        virtual void text(std::string_view message) = 0;
        // The number is no longer this client's.
        virtual void ended(int code, std::string_view why) = 0;

    protected:
        ~client() = default;
    };

    explicit flock_loop(boost::asio::io_context& io, flock_limits limits = {});

    // `where.socket` is connected. `whose` lives until ended() or drop().
    std::size_t add(flock_place where, client& whose);
    void send(std::size_t who, std::string_view message) { all_.send(who, message); }
    // As the flock's, but ended() comes in any case.
    void close(std::size_t who);
    // Ends without a word; the client isn't told, and the number no longer its own.
    void drop(std::size_t who);

private:
    enum class phase : std::uint8_t { opening, open, closing };
    struct place {
        client* whose = nullptr;  // null: nobody has this number
        phase now = phase::opening;
        std::uint64_t heard_bytes = 0;
        std::chrono::steady_clock::time_point deadline;
    };

    void opened(std::size_t who) override;
    void text(std::size_t who, std::string_view message) override { places_[who].whose->text(message); }
    void ended(std::size_t who, int code, std::string_view why) override;
    void wait();
    void look_later();
    void look();

    flock_limits limits_;
    flock all_;
    std::vector<place> places_;
    boost::asio::posix::stream_descriptor ready_;
    boost::asio::steady_timer next_look_;
};

}  // namespace wenzheng::rehearse
