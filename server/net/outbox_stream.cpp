#include "net/outbox_stream.hpp"

#include <boost/asio/error.hpp>

namespace wenzheng::net {

outbox_stream::outbox_stream(std::shared_ptr<live::outbox> out, std::string early)
    : out_(std::move(out)), early_(std::move(early)) {}

// A wait for room holds the outbox, so the socket would live on without this.
outbox_stream::~outbox_stream() { out_->close(); }

farewell::farewell(std::shared_ptr<live::outbox> out)
    : out_(std::move(out)), deadline_(out_->socket().get_executor(), out_->limits().close_timeout) {}

void farewell::shut_down() {
    error_code ignored;
    out_->socket().shutdown(asio::socket_base::shutdown_send, ignored);
    read_on();
}

void farewell::read_on() {
    out_->socket().async_read_some(asio::buffer(scratch_), [self = shared_from_this()](error_code error, std::size_t) {
        if (!error) return self->read_on();
        self->heard_end_ = true;
        self->deadline_.cancel();
    });
}

void farewell::close() noexcept {
    if (heard_end_) {
        out_->close();
    } else {
        out_->abort();
    }
}

void beast_close_socket(outbox_stream& stream) noexcept { stream.out()->abort(); }

}  // namespace wenzheng::net
