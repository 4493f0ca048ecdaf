#include "live/outbox.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

namespace wenzheng::live {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// What the kernel may hold unsent for one client: more than a frame or two of it would be stale.
constexpr int unsent_bytes_max = 16 * 1024;
// What goes out with the answer to a handshake in one piece: copying as much costs less than another call.
constexpr std::size_t joined_bytes_max = 16 * 1024;
constexpr unsigned char opcode_mask = 0x0f;
constexpr unsigned char opcode_close = 0x08;
constexpr unsigned char control_bit = 0x08;
constexpr std::size_t control_header_bytes = 2;
constexpr long would_block = -1;
constexpr long lost = -2;

bool is_whole_control_frame(std::string_view bytes) noexcept {
    if (bytes.size() < control_header_bytes) return false;
    return (bytes[0] & control_bit) != 0 && bytes.size() == control_header_bytes + (bytes[1] & 0x7f);
}

// Gives the memory back, which assigning an empty one doesn't: a client that was slow once mustn't hold it all evening.
template <typename Container>
void release(Container& held) noexcept {
    Container().swap(held);
}

bool is_close_frame(std::string_view bytes) noexcept { return (bytes[0] & opcode_mask) == opcode_close; }

}  // namespace

outbox::outbox(tcp_socket socket, outbox_group& group)
    : fd_(socket.native_handle()), group_(group), socket_(std::move(socket)) {}

// Errors mean that this is no TCP socket (the inner end of a TLS link), or that the client has gone already, as the
// first read or write says.
void outbox::prepare(int descriptor) noexcept {
    constexpr int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes_max, sizeof unsent_bytes_max);
}

void outbox::push(const frame& message, slot place) {
    if (clear_) [[likely]] {
        const long sent = send_now(*message);
        if (sent == static_cast<long>(message->size())) [[likely]] {
            ++group_.counters.frames_sent;
            return;
        }
        if (sent == lost) return;
        if (sent == would_block) hold(message, place);
        keep_rest(sent == would_block ? 0 : static_cast<std::size_t>(sent), message);
    } else if (takes_pushes()) {
        hold(message, place);
    }
}

void outbox::push_all(const parcel& what, const frame& joined) {
    const auto hold_each = [this](const frame& message, slot place) { hold(message, place); };
    if (clear_) [[likely]] {
        const long sent = send_now(*joined);
        if (sent == static_cast<long>(joined->size())) [[likely]] {
            group_.counters.frames_sent += what.size();
            return;
        }
        if (sent == lost) return;
        if (sent == would_block) what.each(hold_each);
        keep_rest(sent == would_block ? 0 : static_cast<std::size_t>(sent), joined);
    } else if (takes_pushes()) {
        what.each(hold_each);
    }
}

bool outbox::push_queued(const frame& message) {
    if (!clear_) return takes_pushes() && hold_queued(message);
    const long sent = send_now(*message);
    if (sent == static_cast<long>(message->size())) {
        ++group_.counters.frames_sent;
        return true;
    }
    if (sent == lost) return false;
    const bool taken = sent != would_block || hold_queued(message);
    if (taken) keep_rest(sent == would_block ? 0 : static_cast<std::size_t>(sent), message);
    return taken;
}

void outbox::push_ping() {
    if (clear_) write_raw(*make_ping_frame());
}

// The bytes that the kernel took, or `would_block`, or `lost` after failing the outbox.
long outbox::send_now(std::string_view bytes) {
    for (;;) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            group_.counters.bytes_sent += static_cast<std::uint64_t>(sent);
            return sent;
        }
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return would_block;
        fail(outbox_failure::connection_lost, error_code(errno, boost::system::system_category()));
        return lost;
    }
}

// The first try fell short: from now on the socket is waited for.
void outbox::keep_rest(std::size_t sent_bytes, const frame& message) {
    clear_ = false;
    if (sent_bytes > 0) {
        current_ = message;
        current_sent_bytes_ = sent_bytes;
    }
    blocked_since_ = std::chrono::steady_clock::now();
    await_room();
}

// A newer one keeps the place in line of the one that it replaces, so no slot starves another.
void outbox::hold(const frame& message, slot place) {
    auto& held = slots_[static_cast<std::size_t>(place)];
    if (held) {
        ++group_.counters.frames_replaced;
    } else {
        slot_order_[slots_waiting_++] = place;
    }
    held = message;
}

bool outbox::hold_queued(const frame& message) {
    const auto& limits = group_.limits;
    if (queued_frames() >= limits.queued_frames_max || queued_bytes_ + message->size() > limits.queued_bytes_max) {
        fail(outbox_failure::too_slow, asio::error::no_buffer_space);
        return false;
    }
    queue_.push_back(message);
    queued_bytes_ += message->size();
    return true;
}

bool outbox::congested() const noexcept {
    return queued_frames() * 2 > group_.limits.queued_frames_max || queued_bytes_ * 2 > group_.limits.queued_bytes_max;
}

void outbox::when_uncongested(std::function<void()> callback) {
    if (!room_signal_) {
        room_signal_ = std::make_unique<asio::steady_timer>(socket_.get_executor(), steady_instant::max());
    }
    room_signal_->async_wait([self = shared_from_this(), callback = std::move(callback)](error_code) { callback(); });
    if (!congested() || !takes_pushes()) wake(room_signal_);
}

asio::steady_timer& outbox::raw_signal() {
    if (!raw_signal_) {
        raw_signal_ = std::make_unique<asio::steady_timer>(socket_.get_executor(), steady_instant::max());
    }
    return *raw_signal_;
}

// The waiting handlers live in the timer queue, never in here: a handler that owns its session would own us in a
// circle.
void outbox::wake(std::unique_ptr<asio::steady_timer>& signal) {
    if (signal) signal->cancel();
}

void outbox::on_failure(std::function<void(outbox_failure)> callback) { on_failure_ = std::move(callback); }

void outbox::sweep(steady_instant now) {
    if (!waiting_ || now - blocked_since_ < group_.limits.write_timeout) return;
    fail(outbox_failure::too_slow, asio::error::timed_out);
}

void outbox::begin_frames() {
    if (stage_ != stage::handshake) return;
    join_answer();
    stage_ = stage::open;
    settle();
}

// The answer and what was pushed meanwhile, in the order in which it goes out anyway.
void outbox::join_answer() {
    if (control_.empty()) return;
    for (frame next = next_frame(); next && control_.size() + next->size() <= joined_bytes_max; next = next_frame()) {
        control_ += *next;
        ++group_.counters.frames_sent;
        take_out_next();
    }
}

error_code outbox::write_raw(std::string bytes) {
    if (stage_ == stage::over) return over_error_;
    if (bytes.empty()) return {};
    if (stage_ == stage::handshake) {
        control_ += bytes;
        return {};
    }
    if (!is_whole_control_frame(bytes)) {
        return asio::error::operation_not_supported;
    } else if (is_close_frame(bytes)) {
        close_ = std::move(bytes);
        if (stage_ == stage::open) stage_ = stage::closing;
        blocked_since_ = std::chrono::steady_clock::now();
        wake(room_signal_);
    } else {
        control_ += bytes;
    }
    settle();
    return stage_ == stage::over ? over_error_ : error_code{};
}

// Sends what waits, unless the socket's word is awaited anyway.
void outbox::settle() {
    clear_ = false;
    if (waiting_) return;
    blocked_since_ = std::chrono::steady_clock::now();
    drain();
}

void outbox::drain() {
    bool advanced = false;
    while (anything_waits()) {
        const bool control_first = control_sent_bytes_ > 0 || (!current_ && !control_.empty());
        const step done = control_first ? send_control() : send_next();
        if (done == step::failed) return;
        if (done == step::blocked) {
            // Behind a close frame's arrival the rest as a whole has the time of one frame.
            if (advanced && stage_ != stage::closing) blocked_since_ = std::chrono::steady_clock::now();
            await_room();
            break;
        }
        advanced = true;
    }
    clear_ = stage_ == stage::open && !waiting_;
    if (!raw_pending()) wake(raw_signal_);
    if (!congested()) wake(room_signal_);
}

bool outbox::anything_waits() const noexcept {
    if (current_ || !control_.empty()) return true;
    return queued_frames() > 0 || slots_waiting_ > 0 || !close_.empty();
}

outbox::step outbox::send_control() {
    const long sent = send_now(std::string_view(control_).substr(control_sent_bytes_));
    if (sent == lost) return step::failed;
    if (sent != would_block) control_sent_bytes_ += static_cast<std::size_t>(sent);
    if (control_sent_bytes_ < control_.size()) return step::blocked;
    release(control_);
    control_sent_bytes_ = 0;
    answered_ = true;
    return step::whole;
}

// A frame stays where it can still be replaced until its first byte is out.
outbox::step outbox::send_next() {
    const frame message = next_frame();
    if (!message) {
        release(control_);
        control_.swap(close_);
        return send_control();
    }
    const std::size_t before_bytes = current_ ? current_sent_bytes_ : 0;
    const long sent = send_now(std::string_view(*message).substr(before_bytes));
    if (sent == lost) return step::failed;
    if (sent == would_block) return step::blocked;
    take_out_next();
    const std::size_t after_bytes = before_bytes + static_cast<std::size_t>(sent);
    if (after_bytes == message->size()) {
        ++group_.counters.frames_sent;
        return step::whole;
    }
    current_ = message;
    current_sent_bytes_ = after_bytes;
    return step::blocked;
}

frame outbox::next_frame() const {
    if (current_) return current_;
    if (queued_frames() > 0) return queue_[queue_begin_];
    if (slots_waiting_ > 0) return slots_[static_cast<std::size_t>(slot_order_[0])];
    return nullptr;
}

void outbox::take_out_next() noexcept {
    if (current_) {
        current_.reset();
        current_sent_bytes_ = 0;
    } else if (queued_frames() > 0) {
        queued_bytes_ -= queue_[queue_begin_]->size();
        queue_[queue_begin_++].reset();
        if (queue_begin_ == queue_.size()) {
            release(queue_);
            queue_begin_ = 0;
        } else if (queue_begin_ >= group_.limits.queued_frames_max) {
            queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(queue_begin_));
            queue_begin_ = 0;
        }
    } else {
        slots_[static_cast<std::size_t>(slot_order_[0])].reset();
        std::shift_left(slot_order_.begin(), slot_order_.end(), 1);
        --slots_waiting_;
    }
}

void outbox::await_room() {
    if (waiting_) return;
    waiting_ = true;
    socket_.async_wait(tcp_socket::wait_write, [self = shared_from_this()](error_code error) { self->on_room(error); });
}

void outbox::on_room(error_code error) {
    waiting_ = false;
    if (stage_ == stage::over) return;
    if (error) {
        fail(outbox_failure::connection_lost, error);
    } else {
        drain();
    }
}

void outbox::fail(outbox_failure reason, error_code error) {
    if (stage_ == stage::over || (stage_ == stage::too_slow && reason == outbox_failure::too_slow)) return;
    clear_ = false;
    drop_pushed();
    if (reason == outbox_failure::too_slow) {
        // What is half sent stays, and Beast's bytes: behind them a close frame can still tell the client why.
        stage_ = stage::too_slow;
        ++group_.counters.too_slow;
    } else {
        stage_ = stage::over;
        over_error_ = error;
        wake(raw_signal_);
    }
    wake(room_signal_);
    asio::post(socket_.get_executor(), [self = shared_from_this(), reason] {
        if (const auto callback = std::exchange(self->on_failure_, nullptr)) callback(reason);
    });
}

void outbox::drop_pushed() noexcept {
    for (auto& held : slots_) held.reset();
    slots_waiting_ = 0;
    release(queue_);
    queue_begin_ = 0;
    queued_bytes_ = 0;
}

void outbox::close() noexcept {
    stage_ = stage::over;
    clear_ = false;
    fd_ = -1;
    if (!over_error_) over_error_ = asio::error::operation_aborted;
    drop_pushed();
    current_.reset();
    release(control_);
    control_sent_bytes_ = 0;
    release(close_);
    on_failure_ = nullptr;
    error_code ignored;
    socket_.close(ignored);
    wake(raw_signal_);
    wake(room_signal_);
}

void outbox::abort() noexcept {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
}

}  // namespace wenzheng::live
