#include "net/doorstep.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "inquiry/limits.hpp"
#include "net/cookies.hpp"
#include "net/http_session.hpp"
#include "net/request_head.hpp"
#include "net/upgrade.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

// A browser's request with our cookies; longer ones take a second step.
constexpr std::size_t first_step_bytes = 1'536;
constexpr std::string_view end_of_head = "\r\n\r\n";

}  // namespace

doorstep::doorstep(services& with, session_list& sessions, live::tcp_socket socket, arrival from)
    : with_(with),
      sessions_(sessions),
      socket_(std::move(socket)),
      from_(std::move(from)),
      deadline_(socket_.get_executor(), limits::header_timeout) {}

void doorstep::wait() {
    deadline_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
        boost::system::error_code ignored;
        if (!cancelled) self->socket_.close(ignored);
    });
    read_on();
}

void doorstep::read_on() {
    bytes_.resize(size_bytes_ < first_step_bytes ? first_step_bytes : limits::request_header_bytes);
    socket_.async_read_some(asio::buffer(bytes_) + size_bytes_,
                            [self = shared_from_this()](boost::system::error_code error, std::size_t bytes) {
                                if (error)
                                    self->deadline_.cancel();
                                else
                                    self->on_bytes(bytes);
                            });
}

void doorstep::on_bytes(std::size_t bytes) {
    // The end of the head may have come in two parts.
    const auto look_from = size_bytes_ - std::min(size_bytes_, end_of_head.size() - 1);
    size_bytes_ += bytes;
    const auto come = std::string_view(bytes_).substr(0, size_bytes_);
    if (come.find(end_of_head, look_from) == std::string_view::npos && size_bytes_ < limits::request_header_bytes)
        return read_on();
    deadline_.cancel();
    bytes_.resize(size_bytes_);
    if (!upgrade()) go_on_as_http();
}

// False where it is something else, or wrong: that is answered elsewhere.
bool doorstep::upgrade() {
    http::request_parser<http::empty_body> in;
    in.header_limit(limits::request_header_bytes);
    boost::system::error_code error;
    const auto used = in.put(asio::buffer(bytes_), error);
    if (error || !in.is_header_done() || !beast::websocket::is_upgrade(in.get())) return false;
    if (refuse_head(in.get(), in.content_length())) return false;
    auto head = std::move(in.release().base());
    keep_cookies_of(head, place_of(from_.address, from_.secure, head, with_.common.trusted).secure);
    serve_upgrade(with_, sessions_, {std::move(socket_), bytes_.substr(used), std::move(head), std::move(from_)});
    return true;
}

void doorstep::go_on_as_http() {
    asio::co_spawn(with_.context, serve_http(with_, sessions_, std::move(socket_), std::move(from_), std::move(bytes_)),
                   asio::detached);
}

}  // namespace wenzheng::net
