#include "rehearse/tls_link.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace wenzheng::rehearse {
namespace {

namespace beast = boost::beast;
namespace ssl = asio::ssl;
using boost::system::error_code;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t chunk_bytes = 4 * 1024;

class tls_link : public std::enable_shared_from_this<tls_link> {
public:
    tls_link(asio::io_context& io, std::shared_ptr<ssl::context> trust)
        : trust_(std::move(trust)), tls_(io, *trust_), inside_(io) {}

    asio::awaitable<problem> open(const stage& shared, std::chrono::seconds longest);
    // The inner socket's other end, from which on bytes are carried. Behind open().
    problem hand_over(beast::tcp_stream& client);

private:
    bool name_server(const std::string& host);
    asio::awaitable<void> carry_in(std::shared_ptr<tls_link> self);
    asio::awaitable<void> carry_out(std::shared_ptr<tls_link> self);

    std::shared_ptr<ssl::context> trust_;
    ssl::stream<beast::tcp_stream> tls_;
    asio::ip::tcp::socket inside_;
};

// The server is told whom it was taken for, and has to prove that it is.
bool tls_link::name_server(const std::string& host) {
    error_code no_address;
    asio::ip::make_address(host, no_address);
    auto* tls = tls_.native_handle();
    auto* wanted = SSL_get0_param(tls);
    if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
    return SSL_set_tlsext_host_name(tls, host.c_str()) == 1 &&
           X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size()) == 1;
}

asio::awaitable<problem> tls_link::open(const stage& shared, std::chrono::seconds longest) {
    auto& wire = beast::get_lowest_layer(tls_);
    wire.expires_after(longest);
    const auto [not_connected, endpoint] = co_await wire.async_connect(shared.endpoints, as_values);
    if (not_connected) co_return not_connected.message();
    error_code ignored;
    wire.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
    if (!name_server(shared.server.host)) co_return "TLS can't ask for " + shared.server.host;
    const auto [refused] = co_await tls_.async_handshake(ssl::stream_base::client, as_values);
    wire.expires_never();
    if (!refused) co_return std::nullopt;
    const auto why = SSL_get_verify_result(tls_.native_handle());
    const bool checked = SSL_get_verify_mode(tls_.native_handle()) != SSL_VERIFY_NONE;
    if (!checked || why == X509_V_OK) co_return "TLS: " + refused.message();
    co_return "the server's certificate is not trusted: " + std::string{X509_verify_cert_error_string(why)};
}

problem tls_link::hand_over(beast::tcp_stream& client) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return "no more sockets";
    // Called TCP for those who work on it; they ask nothing of it but bytes.
    error_code one;
    error_code other;
    inside_.assign(asio::ip::tcp::v4(), pair[0], one);
    client.socket().assign(asio::ip::tcp::v4(), pair[1], other);
    if (one || other) return "no more sockets";
    asio::co_spawn(inside_.get_executor(), carry_in(shared_from_this()), asio::detached);
    asio::co_spawn(inside_.get_executor(), carry_out(shared_from_this()), asio::detached);
    return std::nullopt;
}

// From the server to the client.
asio::awaitable<void> tls_link::carry_in([[maybe_unused]] std::shared_ptr<tls_link> self) {
    std::array<char, chunk_bytes> chunk;
    while (true) {
        const auto [ended, bytes] = co_await tls_.async_read_some(asio::buffer(chunk), as_values);
        if (ended) break;
        const auto [gone, ignored] = co_await asio::async_write(inside_, asio::buffer(chunk.data(), bytes), as_values);
        if (gone) break;
    }
    error_code ignored;
    inside_.shutdown(asio::socket_base::shutdown_send, ignored);
}

// From the client to the server. The end of the client is the end of the connection, and without a word: a client that
// has something to say at the end says it in its own protocol.
asio::awaitable<void> tls_link::carry_out([[maybe_unused]] std::shared_ptr<tls_link> self) {
    std::array<char, chunk_bytes> chunk;
    while (true) {
        const auto [ended, bytes] = co_await inside_.async_read_some(asio::buffer(chunk), as_values);
        if (ended) break;
        const auto [gone, ignored] = co_await asio::async_write(tls_, asio::buffer(chunk.data(), bytes), as_values);
        if (gone) break;
    }
    beast::get_lowest_layer(tls_).close();
}

}  // namespace

boost::system::result<std::shared_ptr<ssl::context>, std::string> make_trust(const options& chosen) {
    using result = boost::system::result<std::shared_ptr<ssl::context>, std::string>;
    auto made = std::make_shared<ssl::context>(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
    error_code failed;
    made->set_verify_mode(chosen.insecure ? ssl::verify_none : ssl::verify_peer, failed);
    if (!failed) made->set_default_verify_paths(failed);
    if (failed) return result{boost::system::in_place_error, "TLS: " + failed.message()};
    if (!chosen.ca.empty()) made->load_verify_file(chosen.ca, failed);
    if (failed) return result{boost::system::in_place_error, chosen.ca + ": " + failed.message()};
    return result{boost::system::in_place_value, std::move(made)};
}

asio::awaitable<problem> dial(stage& shared, beast::tcp_stream& client, std::chrono::seconds longest) {
    if (shared.trust) {
        const auto link = std::make_shared<tls_link>(shared.io, shared.trust);
        auto failed = co_await link->open(shared, longest);
        if (failed) co_return failed;
        co_return link->hand_over(client);
    }
    client.expires_after(longest);
    const auto [not_connected, endpoint] = co_await client.async_connect(shared.endpoints, as_values);
    if (not_connected) co_return not_connected.message();
    error_code ignored;
    client.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
    client.expires_never();
    co_return std::nullopt;
}

}  // namespace wenzheng::rehearse
