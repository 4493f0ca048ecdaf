#include "rehearse/flock_loop.hpp"

#include <fcntl.h>

#include <limits>
#include <stdexcept>
#include <utility>

#include "rehearse/reconnect.hpp"

namespace wenzheng::rehearse {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// How many may connect at once is the turnstile's business.
constexpr std::size_t handshakes_at_once = std::numeric_limits<std::size_t>::max();

// Asio closes what it is given.
int copy_of(int descriptor) {
    const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) throw std::runtime_error("no more files");
    return copy;
}

}  // namespace

flock_loop::flock_loop(asio::io_context& io, flock_limits limits)
    : limits_(limits), all_(*this, handshakes_at_once), ready_(io, copy_of(all_.descriptor())), next_look_(io) {
    wait();
    look_later();
}

std::size_t flock_loop::add(flock_place where, client& whose) {
    const auto who = all_.add(std::move(where));
    if (who >= places_.size()) places_.resize(who + 1);
    places_[who] = {&whose, phase::opening, 0, std::chrono::steady_clock::now() + limits_.handshake};
    return who;
}

void flock_loop::close(std::size_t who) {
    auto& one = places_[who];
    one.now = phase::closing;
    one.deadline = std::chrono::steady_clock::now() + limits_.handshake;
    all_.close(who);
}

void flock_loop::drop(std::size_t who) {
    places_[who].whose = nullptr;
    all_.forget(who);
}

void flock_loop::opened(std::size_t who) {
    auto& one = places_[who];
    one.now = phase::open;
    one.deadline = std::chrono::steady_clock::now() + limits_.silence;
    one.whose->opened();
}

void flock_loop::ended(std::size_t who, int code, std::string_view why) {
    auto& whose = *places_[who].whose;
    drop(who);
    whose.ended(code, why);
}

void flock_loop::wait() {
    ready_.async_wait(asio::posix::stream_descriptor::wait_read, [this](error_code stopped) {
        if (stopped) return;
        all_.poll(0);
        wait();
    });
}

void flock_loop::look_later() {
    next_look_.expires_after(limits_.look);
    next_look_.async_wait([this](error_code stopped) {
        if (stopped) return;
        look();
        look_later();
    });
}

// Any byte is a word of the server, a ping's too.
void flock_loop::look() {
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t who = 0; who < places_.size(); ++who) {
        auto& one = places_[who];
        if (one.whose == nullptr) continue;
        const auto bytes = all_.bytes_of(who);
        if (one.now == phase::open && std::exchange(one.heard_bytes, bytes) != bytes) {
            one.deadline = now + limits_.silence;
        } else if (now >= one.deadline) {
            ended(who, close_abnormal, "nothing heard in time");
        }
    }
}

}  // namespace wenzheng::rehearse
