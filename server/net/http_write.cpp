#include "net/http_write.hpp"

#include <sys/ioctl.h>

#include <boost/asio/buffer.hpp>

#include "inquiry/limits.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;

namespace {

// Of TCP what has no acknowledgement yet; of the inner socket of a TLS link what nobody has read.
int unconfirmed_bytes_of(http_stream& to) noexcept {
    int bytes = 0;
    return ::ioctl(to.socket().native_handle(), TIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

}  // namespace

bool write_progress::is_stuck(int unconfirmed_bytes, instant now) noexcept {
    if (unconfirmed_bytes != unconfirmed_bytes_) {
        unconfirmed_bytes_ = unconfirmed_bytes;
        moved_ = now;
    }
    return now - moved_ >= limits::write_timeout;
}

write_watch::write_watch(http_stream& to)
    : to_(&to), timer_(to.get_executor()), progress_(std::chrono::steady_clock::now()) {
    to.expires_never();  // this is the deadline
}

void write_watch::begin() {
    timer_.expires_after(limits::write_look_interval);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (!error && self->to_ != nullptr) self->look();
    });
}

void write_watch::look() {
    if (!progress_.is_stuck(unconfirmed_bytes_of(*to_), std::chrono::steady_clock::now())) return begin();
    boost::system::error_code ignored;
    // Or the kernel would go on offering it what it doesn't take.
    to_->socket().set_option(asio::socket_base::linger(true, 0), ignored);
    to_->close();
}

void write_watch::end() {
    to_ = nullptr;
    timer_.cancel();
}

asio::awaitable<boost::system::error_code> write_all(http_stream& to, std::string_view bytes) {
    const auto watch = std::make_shared<write_watch>(to);
    watch->begin();
    boost::system::error_code error;
    while (!bytes.empty() && !error) {
        const auto taken = co_await to.async_write_some(asio::buffer(bytes), no_throw(error));
        bytes.remove_prefix(taken);
        watch->wrote();
    }
    watch->end();
    co_return error;
}

}  // namespace wenzheng::net
