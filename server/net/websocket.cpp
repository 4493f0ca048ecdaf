#include "net/websocket.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>

#include "inquiry/limits.hpp"
#include "net/outbox_stream.hpp"

namespace wenzheng::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using live::close_code;

namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

// Thousands of connections are silent most of the time, so each keeps room for a vote or a ping only.
constexpr std::size_t small_message_bytes = 160;
constexpr std::size_t large_message_step_bytes = 1024;

live::steady_instant now() { return std::chrono::steady_clock::now(); }

// Beast checks UTF-8 as the bytes come, but forgets the end where the last fragment of a message is empty.
bool ends_inside_character(std::string_view text) noexcept {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte < 0x80) return false;
        if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4U : byte >= 0xe0 ? 3U : 2U);
    }
    return false;
}

// What Beast has told the client, or has been told by it.
close_code code_of(error_code error, std::uint16_t client_code) noexcept {
    namespace ws = beast::websocket;
    if (error == ws::error::closed) return static_cast<close_code>(client_code);
    if (error == ws::error::message_too_big || error == ws::error::buffer_overflow) return close_code::too_big;
    if (error == ws::error::bad_frame_payload) return close_code::bad_utf8;
    if (error == ws::condition::protocol_violation) return close_code::broken_frames;
    return close_code::none;
}

}  // namespace

struct websocket::impl : std::enable_shared_from_this<websocket::impl> {
    impl(live::tcp_socket socket, live::outbox_group& group, std::string early)
        : out(std::make_shared<live::outbox>(std::move(socket), group)), stream(out, std::move(early)) {
        stream.auto_fragment(false);
        stream.control_callback([this](beast::websocket::frame_type, beast::string_view) { last_heard = now(); });
        stream.set_option(beast::websocket::stream_base::decorator([this](beast::websocket::response_type& response) {
            response.set(beast::http::field::server, "wenzheng");
            if (!protocol.empty()) response.set(beast::http::field::sec_websocket_protocol, protocol);
        }));
        // Safe without a share of this: destroying the stream closes the outbox, which then calls nobody.
        out->on_failure([this](live::outbox_failure failure) { outbox_failed(failure); });
    }

    void outbox_failed(live::outbox_failure failure) {
        if (failure == live::outbox_failure::too_slow && accepted) {
            start_close(close_code::too_slow, "too slow");
        } else {
            out->abort();  // the read on its way fails now, and ends the session
        }
    }

    void start_close(close_code code, std::string_view reason) {
        if (closing) return;
        closing = true;
        if (ended == close_code::none) ended = code;
        if (!accepted) return close_over();
        deadline = std::make_unique<asio::steady_timer>(out->socket().get_executor(), out->limits().close_timeout);
        deadline->async_wait([self = shared_from_this()](error_code error) {
            if (!error) self->abort();
        });
        const auto shown = live::cut_at_character(reason, live::close_reason_bytes_max);
        const beast::websocket::close_reason said(static_cast<beast::websocket::close_code>(code),
                                                  beast::string_view(shown.data(), shown.size()));
        stream.async_close(said, [self = shared_from_this()](error_code) { self->close_over(); });
    }

    void close_over() noexcept {
        closing = true;
        over = true;
        out->close();
        if (deadline) deadline->cancel();
        if (pause) pause->cancel();
    }

    void abort() noexcept {
        out->abort();
        close_over();
    }

    asio::awaitable<void> wait_close_over() {
        const auto self = shared_from_this();
        if (!over) co_await deadline->async_wait(as_values);  // ends at the deadline, or earlier by close_over()
    }

    // What came of a read that failed: returns once nothing more happens on the connection.
    asio::awaitable<error_code> end_of_reading(error_code error) {
        const auto self = shared_from_this();
        if (closing) {
            co_await wait_close_over();
        } else {
            ended = code_of(error, stream.reason().code);
            close_over();
        }
        co_return error;
    }

    // Room behind the `size_bytes` of the message that are here, never empty. Beast refuses what is over the limit.
    asio::mutable_buffer room(std::size_t size_bytes, std::size_t limit_bytes) {
        if (large.empty()) {
            if (size_bytes < small.size()) return asio::buffer(small) + size_bytes;
            large.assign(small.data(), size_bytes);
        }
        if (size_bytes == large.size()) {
            const std::size_t wanted_bytes = std::max(size_bytes * 2, large_message_step_bytes);
            large.resize(std::max(std::min(wanted_bytes, limit_bytes), size_bytes + 1));
        }
        return asio::buffer(large) + size_bytes;
    }

    std::string_view message(std::size_t size_bytes) const noexcept {
        return std::string_view(large.empty() ? small.data() : large.data(), size_bytes);
    }

    std::shared_ptr<live::outbox> out;
    beast::websocket::stream<outbox_stream, false> stream;
    live::steady_instant last_heard = now();
    std::array<char, small_message_bytes> small;
    std::string large;
    std::string protocol;
    std::unique_ptr<asio::steady_timer> deadline;  // of a closing that we started
    std::unique_ptr<asio::steady_timer> pause;     // only while one who was too fast waits
    close_code ended = close_code::none;
    bool accepted = false;
    bool closing = false;  // by start_close
    bool over = false;
};

websocket::websocket(live::tcp_socket socket, live::outbox_group& group, std::string early)
    : impl_(std::make_shared<impl>(std::move(socket), group, std::move(early))) {}

websocket::~websocket() { impl_->close_over(); }

asio::awaitable<result<void>> websocket::accept(beast::http::request_header<> request, std::string_view protocol) {
    const auto self = impl_;
    self->protocol = protocol;
    const beast::http::request<beast::http::empty_body> whole(std::move(request));
    asio::steady_timer limit(self->out->socket().get_executor(), limits::handshake_timeout);
    limit.async_wait([self](error_code passed) {
        if (!passed && !self->accepted) self->abort();
    });
    const auto [error] = co_await self->stream.async_accept(whole, as_values);
    limit.cancel();
    if (error) {
        if (!self->over) {
            co_await std::make_shared<farewell>(self->out)->async_run(as_values);
            self->close_over();
        }
        co_return error;
    }
    self->accepted = true;
    self->last_heard = now();
    self->out->begin_frames();
    co_return result<void>{};
}

asio::awaitable<result<std::string_view>> websocket::read(std::size_t limit_bytes) {
    const auto self = impl_;
    if (self->out->congested()) co_await self->out->wait_uncongested();
    std::string().swap(self->large);  // an assignment would keep the memory
    self->stream.read_message_max(limit_bytes);
    std::size_t size_bytes = 0;
    for (;;) {
        const auto [error, bytes] =
            co_await self->stream.async_read_some(self->room(size_bytes, limit_bytes), as_values);
        if (error) co_return co_await self->end_of_reading(error);
        self->last_heard = now();
        size_bytes += bytes;
        if (self->stream.got_binary()) {
            self->start_close(close_code::binary, "text only");
            break;
        }
        if (!self->stream.is_message_done()) continue;
        if (bytes != 0 || !ends_inside_character(self->message(size_bytes))) co_return self->message(size_bytes);
        self->start_close(close_code::bad_utf8, "bad UTF-8");
        break;
    }
    co_await self->wait_close_over();
    co_return boost::system::errc::make_error_code(boost::system::errc::bad_message);
}

asio::awaitable<void> websocket::pause_for(std::chrono::steady_clock::duration time) {
    const auto self = impl_;
    if (self->over) co_return;
    self->pause = std::make_unique<asio::steady_timer>(self->out->socket().get_executor(), time);
    co_await self->pause->async_wait(as_values);
    self->pause.reset();
}

void websocket::start_close(close_code code, std::string_view reason) { impl_->start_close(code, reason); }

asio::awaitable<void> websocket::close(close_code code, std::string_view reason) {
    const auto self = impl_;
    self->start_close(code, reason);
    co_await self->wait_close_over();
}

void websocket::abort() noexcept { impl_->abort(); }

live::outbox& websocket::out() noexcept { return *impl_->out; }

live::steady_instant websocket::last_heard() const noexcept { return impl_->last_heard; }

close_code websocket::ended_with() const noexcept { return impl_->ended; }

}  // namespace wenzheng::net
