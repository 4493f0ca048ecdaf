#include "net/http_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <charconv>

#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "net/cookies.hpp"
#include "net/evidence_files.hpp"
#include "net/http_stream.hpp"
#include "net/http_write.hpp"
#include "net/request_head.hpp"
#include "net/upgrade.hpp"
#include "net/upload.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using stream = http_stream;
using parser = http_parser;

// `ws://HOST wss://HOST` for connect-src: browsers of a few years ago don't count WebSockets among 'self'.
std::string own_sockets(const http::request_header<>* request, bool secure) {
    const auto host = request != nullptr ? header(*request, http::field::host) : std::string_view{};
    constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-[]";
    if (host.empty() || host.find_first_not_of(harmless) != std::string_view::npos) return {};
    const auto encrypted = " wss://" + std::string(host);
    return secure ? encrypted : " ws://" + std::string(host) + encrypted;
}

// A screen may stand in anybody's frame: in the launcher's, which is a local file, for one. It takes no orders there.
std::string frame_ancestors(const settings& common, const http::request_header<>* request) {
    const auto path = request != nullptr ? path_of(target_of(*request)) : std::string_view{};
    if (path == "/screen" || path == "/screen.html") return {};
    return "; frame-ancestors " + common.frame_ancestors;
}

// Everything that a browser is told about every answer.
void add_security(http::fields& fields, const answer& what, const settings& common,
                  const http::request_header<>* request, bool secure) {
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("Referrer-Policy", "no-referrer");
    if (!what.content_security_policy.empty())
        fields.set("Content-Security-Policy", what.content_security_policy);
    else
        fields.set("Content-Security-Policy",
                   "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; "
                   "script-src 'self'; connect-src 'self'" +
                       own_sockets(request, secure) +
                       "; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'" +
                       frame_ancestors(common, request));
}

// Whether the connection goes on.
asio::awaitable<bool> send(stream& to, const answer& what, const settings& common,
                           const http::request_header<>* request, bool secure, bool keep_alive) {
    http::response<http::span_body<const char>> message(what.status, request != nullptr ? request->version() : 11);
    add_security(message, what, common, request, secure);
    message.set(http::field::cache_control, what.cache_control);
    for (const auto& [name, value] : what.headers) message.insert(name, value);
    message.keep_alive(keep_alive && !what.close);
    const bool bodiless = what.status == http::status::not_modified;
    const auto& bytes = what.bytes();
    if (!bodiless) {
        message.set(http::field::content_type, what.content_type);
        message.content_length(what.slice ? what.slice->length : bytes.size());
    }
    const bool head = request != nullptr && request->method() == http::verb::head;
    const bool head_only = head || bodiless || what.slice;
    if (!head_only) message.body() = {bytes.data(), bytes.size()};
    http::response_serializer<http::span_body<const char>> serializer(message);
    auto error = co_await write_all(to, serializer, head_only);
    if (what.slice && !head && !error) error = co_await send_slice(*common.evidence, to, *what.slice);
    co_return !error && message.keep_alive();
}

answer bad_request(const boost::system::error_code& error) {
    if (error == http::error::body_limit) return error_answer({"too_large", "the body is too large"});
    return error_answer({"bad_request", "the request could not be read"});
}

answer no_room() {
    auto out = error_answer({"unavailable", "there is no room for another connection"});
    out.headers.emplace_back("Retry-After", std::to_string(limits::come_again_after.count()));
    out.close = true;
    return out;
}

// Those who watch over the server have to see it while it is full, too.
bool is_for_watchers(std::string_view path) { return path == "/healthz" || path == "/readyz" || path == "/metrics"; }

// The next request's head: however long a client is silent before it, its first byte starts the clock.
asio::awaitable<boost::system::error_code> read_head(stream& from, beast::flat_buffer& buffer, parser& in, bool first) {
    boost::system::error_code error;
    if (!first && buffer.size() == 0) {
        from.expires_after(limits::keep_alive_timeout);
        const auto bytes = co_await from.async_read_some(buffer.prepare(limits::request_header_bytes), no_throw(error));
        buffer.commit(bytes);
        if (error) co_return error == asio::error::eof ? make_error_code(http::error::end_of_stream) : error;
    }
    in.header_limit(limits::request_header_bytes);
    in.body_limit(boost::none);  // each call has its own, once the head is here
    from.expires_after(limits::header_timeout);
    co_await http::async_read_header(from, buffer, in, no_throw(error));
    co_return error;
}

}  // namespace

asio::awaitable<void> serve_http(services& with, session_list& sessions, live::tcp_socket socket, arrival from,
                                 std::string early) {
    stream connection(std::move(socket));
    beast::flat_buffer buffer(limits::request_header_bytes + limits::request_body_bytes);
    buffer.commit(asio::buffer_copy(buffer.prepare(early.size()), asio::buffer(early)));
    std::string().swap(early);
    boost::system::error_code error;
    for (bool first = true; !sessions.closing(); first = false) {
        parser in;
        error = co_await read_head(connection, buffer, in, first);
        if (error == http::error::end_of_stream || error == beast::error::timeout) break;
        if (error) {
            if (error.category() == make_error_code(http::error::bad_method).category())
                co_await send(connection, bad_request(error), with.common, nullptr, from.secure, false);
            break;
        }
        const auto place = place_of(from.address, from.secure, in.get(), with.common.trusted);
        if (auto wrong = refuse_head(in.get(), in.content_length())) {
            co_await send(connection, *wrong, with.common, &in.get(), place.secure, false);
            break;
        }
        keep_cookies_of(in.get(), place.secure);
        if (beast::websocket::is_upgrade(in.get())) {
            connection.expires_never();
            const auto rest = buffer.data();
            std::string behind(static_cast<const char*>(rest.data()), rest.size());
            auto head = std::move(in.release().base());
            serve_upgrade(with, sessions,
                          {connection.release_socket(), std::move(behind), std::move(head), std::move(from)});
            co_return;
        }
        const auto& seats = with.common.door->places;
        if (seats.nearly_full() && !is_for_watchers(path_of(target_of(in.get())))) {
            co_await send(connection, no_room(), with.common, &in.get(), place.secure, false);
            break;
        }
        const bool keep_alive = in.keep_alive() && !seats.crowded();
        if (const auto upload = upload_in(in.get().method(), target_of(in.get()))) {
            const http::request_header<> head = in.get();
            const auto what = co_await receive_upload(with, connection, buffer, in, *upload, place);
            const bool go_on = co_await send(connection, what, with.common, &head, place.secure, keep_alive);
            if (what.close) co_await drain(connection);
            if (!go_on) break;
            continue;
        }
        in.body_limit(limits::request_body_bytes);
        connection.expires_after(limits::body_timeout);
        co_await http::async_read(connection, buffer, in, no_throw(error));
        if (error) {
            if (error == http::error::body_limit)
                co_await send(connection, bad_request(error), with.common, &in.get(), place.secure, false);
            break;
        }
        const auto request = in.release();
        connection.expires_never();
        const request_context context{request, path_of(target_of(request)), place};
        const auto what = co_await handle(with, context);
        const bool go_on = co_await send(connection, what, with.common, &request, place.secure, keep_alive);
        if (!go_on) break;
    }
    connection.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
}

}  // namespace wenzheng::net
