// The lowest layer under Beast's WebSocket stream: reads go straight to the socket, writes through the outbox.
// Thread: the one that runs the socket's io_context. Built in place inside Beast's stream, never moved.
// Who closes: the outbox owns the socket; Beast closes by way of the overloads below, and destroying this closes it
// too.
#pragma once

#include <array>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/system_error.hpp>
#include <memory>
#include <string>
#include <utility>

#include "live/outbox.hpp"

namespace wenzheng::net {

namespace asio = boost::asio;
using boost::system::error_code;

class outbox_stream {
public:
    using executor_type = live::tcp_socket::executor_type;
    using io_signature = void(error_code, std::size_t);

    // `early` is read before anything from the socket.
    outbox_stream(std::shared_ptr<live::outbox> out, std::string early);
    ~outbox_stream();
    outbox_stream(const outbox_stream&) = delete;

    executor_type get_executor() noexcept { return out_->socket().get_executor(); }
    const std::shared_ptr<live::outbox>& out() const noexcept { return out_; }

    template <typename MutableBuffers, typename Token>
    auto async_read_some(const MutableBuffers& buffers, Token&& token) {
        return asio::async_initiate<Token, io_signature>(read_initiation{this}, token, buffers);
    }

    // For the answer to the upgrade request alone, which waits in the outbox: Beast writes it without waiting. Nothing
    // is ever read this way.
    template <typename ConstBuffers>
    std::size_t write_some(const ConstBuffers& buffers, error_code& error) {
        std::string bytes = taken_from(buffers);
        const std::size_t size_bytes = bytes.size();
        error = out_->write_raw(std::move(bytes));
        return error ? 0 : size_bytes;
    }
    template <typename ConstBuffers>
    std::size_t write_some(const ConstBuffers& buffers) {
        error_code error;
        const std::size_t size_bytes = write_some(buffers, error);
        if (error) throw boost::system::system_error(error);
        return size_bytes;
    }
    template <typename MutableBuffers>
    std::size_t read_some(const MutableBuffers&, error_code& error) {
        error = asio::error::operation_not_supported;
        return 0;
    }
    template <typename MutableBuffers>
    std::size_t read_some(const MutableBuffers&) {
        throw boost::system::system_error(asio::error::operation_not_supported);
    }

    // Takes all bytes at once, and completes by post when the kernel has them: a slow client slows Beast down too.
    template <typename ConstBuffers, typename Token>
    auto async_write_some(const ConstBuffers& buffers, Token&& token) {
        return asio::async_initiate<Token, io_signature>(write_initiation{this}, token, buffers);
    }

private:
    template <typename ConstBuffers>
    static std::string taken_from(const ConstBuffers& buffers) {
        std::string bytes(asio::buffer_size(buffers), '\0');
        asio::buffer_copy(asio::buffer(bytes), buffers);
        return bytes;
    }

    struct read_initiation {
        outbox_stream* stream;

        template <typename Handler, typename MutableBuffers>
        void operator()(Handler&& handler, const MutableBuffers& buffers) const {
            if (stream->early_.empty()) [[likely]] {
                stream->out_->socket().async_read_some(buffers, std::forward<Handler>(handler));
                return;
            }
            const std::size_t bytes = asio::buffer_copy(buffers, asio::buffer(stream->early_));
            stream->early_.erase(0, bytes);
            stream->complete_soon(std::forward<Handler>(handler), {}, bytes);
        }
    };

    struct write_initiation {
        outbox_stream* stream;

        template <typename Handler, typename ConstBuffers>
        void operator()(Handler&& handler, const ConstBuffers& buffers) const {
            std::string bytes = taken_from(buffers);
            const std::size_t size_bytes = bytes.size();
            const error_code error = stream->out_->write_raw(std::move(bytes));
            if (error || !stream->out_->raw_pending()) {
                stream->complete_soon(std::forward<Handler>(handler), error, error ? 0 : size_bytes);
            } else {
                stream->complete_when_flushed(std::forward<Handler>(handler), size_bytes);
            }
        }
    };

    template <typename Handler>
    void complete_soon(Handler&& handler, error_code error, std::size_t bytes) {
        asio::post(get_executor(), boost::beast::bind_handler(std::forward<Handler>(handler), error, bytes));
    }

    // The handler waits in the timer queue and not in the outbox, which it may own in the end. It holds the outbox,
    // because destroying Beast's stream doesn't keep this layer alive.
    template <typename Handler>
    void complete_when_flushed(Handler&& handler, std::size_t bytes) {
        const auto executor = asio::get_associated_executor(handler, get_executor());
        out_->raw_signal().async_wait(asio::bind_executor(
            executor, [out = out_, bytes, handler = std::forward<Handler>(handler)](error_code) mutable {
                const error_code error = out->raw_error();
                std::move(handler)(error, error ? 0 : bytes);
            }));
    }

    std::shared_ptr<live::outbox> out_;
    std::string early_;
};

// The end of a connection whose close frame is out: nothing more from us, and reading on until the client has closed,
// lest what it still sends reset the frames on their way to it. A client that doesn't close in time is reset.
class farewell : public std::enable_shared_from_this<farewell> {
public:
    explicit farewell(std::shared_ptr<live::outbox> out);
    // Completes with void(error_code), always success, when the socket is closed. To be called once.
    template <typename Token>
    auto async_run(Token&& token) {
        return asio::async_initiate<Token, void(error_code)>(initiation{shared_from_this()}, token);
    }

private:
    struct initiation {
        std::shared_ptr<farewell> self;

        template <typename Handler>
        void operator()(Handler&& handler) const {
            const auto executor = asio::get_associated_executor(handler, self->deadline_.get_executor());
            self->deadline_.async_wait(asio::bind_executor(
                executor, [self = self, handler = std::forward<Handler>(handler)](error_code) mutable {
                    self->close();
                    std::move(handler)(error_code{});
                }));
            self->shut_down();
        }
    };

    void shut_down();
    void read_on();
    void close() noexcept;

    std::shared_ptr<live::outbox> out_;
    asio::steady_timer deadline_;
    bool heard_end_ = false;
    std::array<char, 512> scratch_;
};

// Beast finds these two by argument-dependent lookup. The first is for a stream that is given up.
void beast_close_socket(outbox_stream& stream) noexcept;

template <typename Handler>
void async_teardown(boost::beast::role_type, outbox_stream& stream, Handler&& handler) {
    std::make_shared<farewell>(stream.out())->async_run(std::forward<Handler>(handler));
}

}  // namespace wenzheng::net
