// The server's end of one WebSocket, by hand: what a client sent is looked at, and what it gets is chosen byte by byte.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace wenzheng::testing {

// A frame as a server sends it; `payload` is short. `first` is the flags and the opcode.
std::string server_frame(int first, std::string_view payload);

// What a client's frame said: its opcode, a space, and the payload.
using said = std::vector<std::string>;

class server_end {
public:
    // The other end, connected over the loopback, is `client`, which somebody has to close.
    explicit server_end(boost::asio::io_context& io);

    int client = -1;

    // Takes what has come; never waits.
    const std::string& request();
    said frames();
    bool closed();
    void write(std::string_view bytes);
    // Says yes to the request, and `more` in the same piece.
    void accept(std::string_view more = {});

private:
    void take();

    boost::asio::ip::tcp::socket socket_;
    std::string got_;
    std::string request_;
    bool closed_ = false;
};

}  // namespace wenzheng::testing
