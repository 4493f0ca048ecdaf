#include "rehearse/server_end.hpp"

#include <openssl/evp.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace wenzheng::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::string_view key_header = "Sec-WebSocket-Key: ";

// RFC 6455 §4.2.2.
std::string acceptance_of(const std::string& key) {
    const auto text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
    std::array<unsigned char, 64> encoded{};
    EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    return reinterpret_cast<const char*>(encoded.data());
}

}  // namespace

std::string server_frame(int first, std::string_view payload) {
    return std::string{static_cast<char>(first), static_cast<char>(payload.size())} + std::string{payload};
}

server_end::server_end(asio::io_context& io) : socket_(io) {
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    tcp::socket other{io};
    other.connect(acceptor.local_endpoint());
    acceptor.accept(socket_);
    socket_.non_blocking(true);
    client = other.release();
}

void server_end::take() {
    std::array<char, 4'096> chunk{};
    boost::system::error_code error;
    while (true) {
        const auto size = socket_.read_some(asio::buffer(chunk), error);
        if (error) break;
        got_.append(chunk.data(), size);
    }
    closed_ = error != asio::error::would_block;
    if (!request_.empty()) return;
    const auto end = got_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    request_ = got_.substr(0, end + 4);
    got_.erase(0, end + 4);
}

const std::string& server_end::request() {
    take();
    return request_;
}

said server_end::frames() {
    take();
    said all;
    for (std::string_view rest = got_; rest.size() >= 6;) {
        const auto size = static_cast<std::size_t>(rest[1] & 0x7f);
        if (rest.size() < 6 + size) break;
        auto payload = std::string{rest.substr(6, size)};
        for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(payload[i] ^ rest[2 + i % 4]);
        all.push_back(std::to_string(rest[0] & 0x0f) + " " + payload);
        rest.remove_prefix(6 + size);
    }
    return all;
}

bool server_end::closed() {
    take();
    return closed_;
}

void server_end::write(std::string_view bytes) { asio::write(socket_, asio::buffer(bytes)); }

void server_end::accept(std::string_view more) {
    const auto& asked = request();
    const auto begin = asked.find(key_header) + key_header.size();
    const auto key = asked.substr(begin, asked.find('\r', begin) - begin);
    write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nsec-websocket-accept: " +
          acceptance_of(key) + "\r\n\r\n" + std::string{more});
}

}  // namespace wenzheng::testing
