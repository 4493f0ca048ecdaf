#include "rehearse/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <utility>

#include "rehearse/tls_link.hpp"

namespace wenzheng::rehearse {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds connect_timeout{15};
constexpr std::chrono::seconds handshake_timeout{15};
// Half of it without a word from the server, and Beast pings.
constexpr std::chrono::seconds idle_timeout{60};
// A console's view names every deputy.
constexpr std::size_t max_message = 16 * 1024 * 1024;
// What a client sends fits; Beast would keep 4 KiB a client.
constexpr std::size_t write_buffer = 512;

}  // namespace

connection::connection(stage& shared) : shared_(shared), socket_(shared.io) {}

asio::awaitable<problem> connection::open(std::string path, std::string cookie) {
    const auto failed = co_await dial(shared_, beast::get_lowest_layer(socket_), connect_timeout);
    if (failed) co_return "connecting: " + *failed;
    // From here on the WebSocket's own deadlines hold.
    socket_.set_option(websocket::stream_base::timeout{handshake_timeout, idle_timeout, true});
    socket_.set_option(websocket::stream_base::decorator([cookie](websocket::request_type& request) {
        request.set(beast::http::field::user_agent, "wenzheng-rehearse");
        if (!cookie.empty()) request.set(beast::http::field::cookie, cookie);
    }));
    socket_.read_message_max(max_message);
    socket_.write_buffer_bytes(write_buffer);
    socket_.text(true);
    websocket::response_type answer;
    const auto [refused] = co_await socket_.async_handshake(answer, shared_.server.authority, path, as_values);
    if (refused == websocket::error::upgrade_declined) {
        co_return "the server answered " + std::to_string(answer.result_int()) + " to the WebSocket of " + path;
    }
    if (refused) co_return "opening " + path + ": " + refused.message();
    co_return std::nullopt;
}

asio::awaitable<std::optional<std::string_view>> connection::read() {
    incoming_.clear();
    const auto [error, size] = co_await socket_.async_read(incoming_, as_values);
    if (!error) co_return std::string_view{static_cast<const char*>(incoming_.data().data()), size};
    ended_ = true;
    // After a drop the stream may hold no close reason, or one of an earlier moment.
    if (error == websocket::error::closed) close_code_ = socket_.reason().code;
    co_return std::nullopt;
}

void connection::send(std::string text) {
    if (ended_) return;
    outgoing_.push_back(std::move(text));
    if (outgoing_.size() == 1) write_next();
}

void connection::write_next() {
    socket_.async_write(asio::buffer(outgoing_.front()),
                        [self = shared_from_this()](beast::error_code error, std::size_t) {
                            // The reader learns of the error too, and it tells.
                            self->ended_ = self->ended_ || error.failed();
                            if (self->ended_) return self->outgoing_.clear();
                            self->outgoing_.pop_front();
                            if (!self->outgoing_.empty()) self->write_next();
                        });
}

void connection::close() {
    if (ended_) return;
    ended_ = true;
    socket_.async_close(websocket::close_code::normal, [self = shared_from_this()](beast::error_code) {});
}

void connection::drop() {
    ended_ = true;
    beast::get_lowest_layer(socket_).close();
}

}  // namespace wenzheng::rehearse
