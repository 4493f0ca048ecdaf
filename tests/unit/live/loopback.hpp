// Two ends of a TCP connection on one thread: the server's, and a client's that reads when and as it's told.
// Nothing here sleeps: everything waits for the event loop, with a bound.
#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live/outbox.hpp"

namespace wenzheng::testing {

class event_loop {
public:
    boost::asio::io_context context{1};

    // Runs until it holds; false when nothing can happen any more, or nothing did for long.
    template <typename Predicate>
    bool until(Predicate holds) {
        const auto bound = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!holds()) {
            context.restart();
            if (context.run_one_until(bound) == 0) return holds();
        }
        return true;
    }

    // Runs everything that is ready; on loopback that is also what the other end has just written.
    void settle() {
        do context.restart();
        while (context.poll() > 0);
    }
};

// The client's end: raw bytes.
class byte_client {
public:
    explicit byte_client(live::tcp_socket socket) : socket_(std::move(socket)) {}

    void send(std::string_view bytes) {
        boost::system::error_code error;
        boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), error);
    }

    // Reads on from now on, at most `chunk_bytes` at a time.
    void read(std::size_t chunk_bytes = 64 * 1024) {
        chunk_.resize(chunk_bytes);
        reading_ = true;
        if (!pending_) next();
    }
    // Takes `bytes` more and no further.
    void read_only(std::size_t bytes) {
        stop_at_bytes_ = received.size() + bytes;
        read(bytes);
    }
    void stall() { reading_ = false; }

    void half_close() { socket_.shutdown(boost::asio::socket_base::shutdown_send); }
    void close() { socket_.close(); }
    void reset() {
        socket_.set_option(boost::asio::socket_base::linger(true, 0));
        socket_.close();
    }

    std::string received;
    boost::system::error_code ended;  // end of file, or a reset

private:
    void next() {
        pending_ = true;
        const std::size_t most_bytes =
            stop_at_bytes_ == 0 ? chunk_.size() : std::min(chunk_.size(), stop_at_bytes_ - received.size());
        socket_.async_read_some(boost::asio::buffer(chunk_.data(), most_bytes),
                                [this](boost::system::error_code error, std::size_t bytes) {
                                    pending_ = false;
                                    received.append(chunk_.data(), bytes);
                                    if (error) {
                                        if (error != boost::asio::error::operation_aborted) ended = error;
                                        return;
                                    }
                                    if (received.size() == stop_at_bytes_) {
                                        stop_at_bytes_ = 0;
                                        reading_ = false;
                                    }
                                    if (reading_) next();
                                });
    }

    live::tcp_socket socket_;
    std::vector<char> chunk_;
    std::size_t stop_at_bytes_ = 0;
    bool reading_ = false;
    bool pending_ = false;
};

struct loopback_pair {
    live::tcp_socket server;
    live::tcp_socket client;
};

// Small buffers, so that a client that doesn't read is felt after some ten thousand bytes.
inline loopback_pair connect_loopback(event_loop& loop) {
    using boost::asio::ip::tcp;
    boost::asio::basic_socket_acceptor<tcp, boost::asio::io_context::executor_type> acceptor(
        loop.context, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    live::outbox::prepare(acceptor.native_handle());
    live::tcp_socket client(loop.context, tcp::v4());
    client.set_option(boost::asio::socket_base::receive_buffer_size(4 * 1024));
    client.connect(acceptor.local_endpoint());
    client.set_option(tcp::no_delay(true));
    live::tcp_socket server = acceptor.accept();
    server.set_option(boost::asio::socket_base::send_buffer_size(8 * 1024));
    return {std::move(server), std::move(client)};
}

}  // namespace wenzheng::testing
