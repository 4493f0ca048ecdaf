// Writing to HTTP clients: for as long as they take, but not to one that takes nothing any more.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <memory>
#include <string_view>

#include "net/http_stream.hpp"

namespace wenzheng::net {

// Whether what is written gets anywhere, by what the other side has confirmed: the kernel takes many seconds' worth of
// bytes, and asks for no more before a slow client has had a third of them.
class write_progress {
public:
    using instant = std::chrono::steady_clock::time_point;
    explicit write_progress(instant begun) : moved_(begun) {}

    // The kernel has taken more.
    void wrote(instant now) noexcept { moved_ = now; }
    // So many bytes are with the kernel. True where nothing has moved for limits::write_timeout.
    bool is_stuck(int unconfirmed_bytes, instant now) noexcept;

private:
    instant moved_;
    int unconfirmed_bytes_ = 0;
};

// Resets the connection where the writes that are told to it get nowhere. Made by make_shared; end() has to be called
// before the stream goes.
class write_watch : public std::enable_shared_from_this<write_watch> {
public:
    explicit write_watch(http_stream& to);
    void begin();
    void wrote() noexcept { progress_.wrote(std::chrono::steady_clock::now()); }
    void end();

private:
    void look();

    http_stream* to_;
    boost::asio::steady_timer timer_;
    write_progress progress_;
};

boost::asio::awaitable<boost::system::error_code> write_all(http_stream& to, std::string_view bytes);

// With `head_only` no further than the end of the head.
template <class Body>
boost::asio::awaitable<boost::system::error_code> write_all(http_stream& to,
                                                            boost::beast::http::response_serializer<Body>& what,
                                                            bool head_only) {
    const auto watch = std::make_shared<write_watch>(to);
    watch->begin();
    what.split(head_only);
    boost::system::error_code error;
    while (!error && !(head_only ? what.is_header_done() : what.is_done())) {
        co_await boost::beast::http::async_write_some(to, what, no_throw(error));
        watch->wrote();
    }
    watch->end();
    co_return error;
}

}  // namespace wenzheng::net
