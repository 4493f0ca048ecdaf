#include "net/websocket.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
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
    impl(live::tcp_socket socket, live::outbox_group& group, std::string early, seats::seat place)
        : out(std::make_shared<live::outbox>(std::move(socket), group)),
          stream(out, std::move(early)),
          seat(std::move(place)) {
        stream.auto_fragment(false);
        stream.control_callback([this](beast::websocket::frame_type, beast::string_view) { last_heard = now(); });
        // Safe without a share of this: destroying the stream closes the outbox, which then calls nobody.
        out->on_failure([this](live::outbox_failure failure) { outbox_failed(failure); });
    }

    result<void> accept(beast::http::request_header<> request, std::string_view protocol);
    void begin(std::shared_ptr<reader> who, std::size_t most_bytes);
    void await_answer_sent();
    void start_close(close_code code, std::string_view reason);
    void outbox_failed(live::outbox_failure failure);
    void close_over() noexcept;
    void abort() noexcept;

    // Whoever reads is held by the operation that is on its way, and by nothing in here, so that a loop that is
    // destroyed takes everybody along.
    using held_reader = std::shared_ptr<reader>;
    void read_on(held_reader who);
    void read_behind(std::chrono::steady_clock::duration pause, held_reader who);
    void on_read(error_code error, std::size_t bytes, held_reader who);
    void take_message(held_reader who);
    void stop_reading(held_reader who);
    asio::mutable_buffer room();
    std::string_view message() const noexcept {
        return std::string_view(large.empty() ? small.data() : large.data(), size_bytes);
    }

    std::shared_ptr<live::outbox> out;
    beast::websocket::stream<outbox_stream, false> stream;
    seats::seat seat;
    live::steady_instant last_heard = now();
    std::size_t size_bytes = 0;  // of the message that is being read
    std::array<char, small_message_bytes> small;
    std::string large;
    std::unique_ptr<asio::steady_timer> deadline;  // of the answer that isn't through, or of a closing that we started
    std::unique_ptr<asio::steady_timer> pause;     // only while one who was too fast waits
    std::size_t limit_bytes = 0;
    close_code ended = close_code::none;
    bool reading = false;  // from begin() until nothing more is read
    bool alone = false;    // ends by itself, with nobody holding it
    bool closing = false;  // by start_close
    bool over = false;
};

// Beast writes into the outbox, so nothing has to be waited for.
result<void> websocket::impl::accept(beast::http::request_header<> request, std::string_view protocol) {
    stream.set_option(beast::websocket::stream_base::decorator([protocol](beast::websocket::response_type& response) {
        response.set(beast::http::field::server, "wenzheng");
        if (!protocol.empty()) response.set(beast::http::field::sec_websocket_protocol, protocol);
    }));
    const beast::http::request<beast::http::empty_body> whole(std::move(request));
    error_code error;
    stream.accept(whole, error);
    if (!error) return {};
    alone = true;
    closing = true;
    out->begin_frames();
    if (!out->answered())
        abort();
    else
        std::make_shared<farewell>(out)->async_run([self = shared_from_this()](error_code) { self->close_over(); });
    return error;
}

void websocket::impl::begin(std::shared_ptr<reader> who, std::size_t most_bytes) {
    limit_bytes = most_bytes;
    last_heard = now();
    if (over) return stop_reading(std::move(who));
    reading = true;
    out->begin_frames();
    await_answer_sent();
    read_on(std::move(who));
}

// Where the answer didn't get through at once, it has its time, and no closing handshake behind it.
void websocket::impl::await_answer_sent() {
    if (out->answered()) return;
    deadline = std::make_unique<asio::steady_timer>(out->socket().get_executor(), limits::handshake_timeout);
    deadline->async_wait([self = shared_from_this()](error_code error) {
        if (!error && !self->out->answered()) self->abort();
    });
}

void websocket::impl::outbox_failed(live::outbox_failure failure) {
    if (failure == live::outbox_failure::too_slow && out->answered()) {
        start_close(close_code::too_slow, "too slow");
    } else {
        out->abort();  // the read on its way fails now, and ends the session
    }
}

void websocket::impl::start_close(close_code code, std::string_view reason) {
    if (closing) return;
    closing = true;
    if (ended == close_code::none) ended = code;
    if (!reading && !alone) return close_over();  // before begin()
    deadline = std::make_unique<asio::steady_timer>(out->socket().get_executor(), out->limits().close_timeout);
    deadline->async_wait([self = shared_from_this()](error_code error) {
        if (!error) self->abort();
    });
    const auto shown = live::cut_at_character(reason, live::close_reason_bytes_max);
    const beast::websocket::close_reason said(static_cast<beast::websocket::close_code>(code),
                                              beast::string_view(shown.data(), shown.size()));
    stream.async_close(said, [self = shared_from_this()](error_code) { self->close_over(); });
}

void websocket::impl::close_over() noexcept {
    closing = true;
    over = true;
    out->close();
    if (deadline) deadline->cancel();
    if (pause) pause->cancel();
}

void websocket::impl::abort() noexcept {
    out->abort();
    close_over();
}

void websocket::impl::read_on(held_reader who) {
    if (out->congested() && out->takes_pushes())
        return out->when_uncongested(
            [self = shared_from_this(), who = std::move(who)]() mutable { self->read_on(std::move(who)); });
    stream.async_read_some(
        room(), [self = shared_from_this(), who = std::move(who)](error_code error, std::size_t bytes) mutable {
            self->on_read(error, bytes, std::move(who));
        });
}

// Meanwhile nothing is read, so that TCP slows the sender down.
void websocket::impl::read_behind(std::chrono::steady_clock::duration time, held_reader who) {
    if (over) return stop_reading(std::move(who));
    pause = std::make_unique<asio::steady_timer>(out->socket().get_executor(), time);
    pause->async_wait([self = shared_from_this(), who = std::move(who)](error_code) mutable {
        self->pause.reset();
        if (self->over) return self->stop_reading(std::move(who));
        self->read_on(std::move(who));
    });
}

void websocket::impl::on_read(error_code error, std::size_t bytes, held_reader who) {
    if (error) {
        if (!closing) {
            ended = code_of(error, stream.reason().code);
            close_over();
        }
        return stop_reading(std::move(who));
    }
    last_heard = now();
    size_bytes += bytes;
    if (stream.got_binary()) {
        start_close(close_code::binary, "text only");
        return stop_reading(std::move(who));
    }
    if (!stream.is_message_done()) return read_on(std::move(who));
    if (bytes == 0 && ends_inside_character(message())) {
        start_close(close_code::bad_utf8, "bad UTF-8");
        return stop_reading(std::move(who));
    }
    take_message(std::move(who));
}

void websocket::impl::take_message(held_reader who) {
    const auto rest = who->received(message());
    size_bytes = 0;
    if (!large.empty()) std::string().swap(large);  // an assignment would keep the memory
    if (rest > rest.zero()) return read_behind(rest, std::move(who));
    read_on(std::move(who));
}

// The end is told when the closing is over: its deadline is cancelled then.
void websocket::impl::stop_reading(held_reader who) {
    reading = false;
    auto tell = [self = shared_from_this(), who = std::move(who)](error_code = {}) { who->ended(); };
    if (over)
        asio::post(out->socket().get_executor(), std::move(tell));
    else
        deadline->async_wait(std::move(tell));
}

// Room behind the part of the message that is here, never empty. Beast refuses what is over the limit.
asio::mutable_buffer websocket::impl::room() {
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

websocket::websocket(live::tcp_socket socket, live::outbox_group& group, std::string early, seats::seat place)
    : impl_(std::make_shared<impl>(std::move(socket), group, std::move(early), std::move(place))) {}

websocket::~websocket() {
    if (!impl_->alone) impl_->close_over();
}

result<void> websocket::accept(beast::http::request_header<> request, std::string_view protocol) {
    return impl_->accept(std::move(request), protocol);
}

void websocket::begin(std::shared_ptr<reader> who, std::size_t limit_bytes) {
    impl_->stream.read_message_max(limit_bytes);
    impl_->begin(std::move(who), limit_bytes);
}

void websocket::turn_away(close_code code) {
    impl_->alone = true;
    impl_->out->begin_frames();
    impl_->await_answer_sent();
    impl_->start_close(code, {});
}

void websocket::start_close(close_code code, std::string_view reason) { impl_->start_close(code, reason); }

void websocket::abort() noexcept { impl_->abort(); }

live::outbox& websocket::out() noexcept { return *impl_->out; }

live::steady_instant websocket::last_heard() const noexcept { return impl_->last_heard; }

close_code websocket::ended_with() const noexcept { return impl_->ended; }

}  // namespace wenzheng::net
