#include "net/http_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <charconv>

#include "inquiry/limits.hpp"
#include "net/api.hpp"
#include "net/evidence_files.hpp"
#include "net/http_stream.hpp"
#include "net/upload.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using stream = http_stream;
using parser = http_parser;

std::string_view target_of(const http::request_header<>& head) { return {head.target().data(), head.target().size()}; }

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

// `ws://HOST wss://HOST` for connect-src: browsers of a few years ago don't count WebSockets among 'self'.
std::string own_sockets(const http::request_header<>* request) {
    const auto host = request != nullptr ? header(*request, http::field::host) : std::string_view{};
    constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-[]";
    if (host.empty() || host.find_first_not_of(harmless) != std::string_view::npos) return {};
    return " ws://" + std::string(host) + " wss://" + std::string(host);
}

// A screen may stand in anybody's frame: in the launcher's, which is a local file, for one. It takes no orders there.
std::string frame_ancestors(const settings& common, const http::request_header<>* request) {
    const auto path = request != nullptr ? path_of(target_of(*request)) : std::string_view{};
    if (path == "/screen" || path == "/screen.html") return {};
    return "; frame-ancestors " + common.frame_ancestors;
}

// Everything that a browser is told about every answer.
void add_security(http::fields& fields, const answer& what, const settings& common,
                  const http::request_header<>* request) {
    fields.set("X-Content-Type-Options", "nosniff");
    fields.set("Referrer-Policy", "no-referrer");
    if (!what.content_security_policy.empty())
        fields.set("Content-Security-Policy", what.content_security_policy);
    else
        fields.set("Content-Security-Policy",
                   "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; "
                   "script-src 'self'; connect-src 'self'" +
                       own_sockets(request) +
                       "; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'" +
                       frame_ancestors(common, request));
}

asio::awaitable<bool> send(stream& to, const answer& what, const settings& common,
                           const http::request_header<>* request, bool keep_alive) {
    http::response<http::span_body<const char>> message(what.status, request != nullptr ? request->version() : 11);
    add_security(message, what, common, request);
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
    to.expires_after(limits::body_timeout);
    boost::system::error_code error;
    http::response_serializer<http::span_body<const char>> serializer(message);
    if (head_only)
        co_await http::async_write_header(to, serializer, no_throw(error));
    else
        co_await http::async_write(to, serializer, no_throw(error));
    if (what.slice && !head && !error) error = co_await send_slice(*common.evidence, to, *what.slice);
    co_return !error && message.keep_alive();
}

answer bad_request(const boost::system::error_code& error) {
    if (error == http::error::body_limit) return error_answer({"too_large", "the body is too large"});
    return error_answer({"bad_request", "the request could not be read"});
}

// What is wrong with the head of a request, before its body is read.
std::optional<answer> look_at_head(const parser& in) {
    const auto& head = in.get();
    if (head.count(http::field::transfer_encoding) != 0)
        return error_answer({"bad_request", "Transfer-Encoding is not accepted"});
    if (head.count(http::field::content_length) > 1 || head.count(http::field::host) > 1)
        return error_answer({"bad_request", "a header stands twice"});
    const auto target = target_of(head);
    if (!target.starts_with('/')) return error_answer({"bad_request", "the target must be a path"});
    if (upload_in(head.method(), target)) return std::nullopt;  // it looks for itself
    const auto limit = body_limit_of(path_of(target));
    if (in.content_length().value_or(0) > limit) return error_answer({"too_large", "the body is too large"});
    return std::nullopt;
}

bool from_loopback(const stream& from) {
    boost::system::error_code error;
    const auto peer = from.socket().remote_endpoint(error);
    return !error && peer.address().is_loopback();
}

}  // namespace

asio::awaitable<void> serve_http(services& with, session_list& sessions, live::tcp_socket socket) {
    stream connection(std::move(socket));
    beast::flat_buffer buffer(limits::request_header_bytes + limits::request_body_bytes);
    boost::system::error_code error;
    bool first = true;
    while (!sessions.closing()) {
        parser in;
        in.header_limit(limits::request_header_bytes);
        in.body_limit(boost::none);  // each call has its own, once the head is here
        connection.expires_after(first ? std::chrono::milliseconds(limits::header_timeout)
                                       : std::chrono::milliseconds(limits::keep_alive_timeout));
        first = false;
        co_await http::async_read_header(connection, buffer, in, no_throw(error));
        if (error == http::error::end_of_stream || error == beast::error::timeout) break;
        if (error) {
            if (error.category() == make_error_code(http::error::bad_method).category())
                co_await send(connection, bad_request(error), with.common, nullptr, false);
            break;
        }
        if (auto wrong = look_at_head(in)) {
            co_await send(connection, *wrong, with.common, &in.get(), false);
            break;
        }
        if (beast::websocket::is_upgrade(in.get())) {
            connection.expires_never();
            const auto rest = buffer.data();
            std::string early(static_cast<const char*>(rest.data()), rest.size());
            auto head = std::move(in.release().base());
            co_return co_await serve_websocket(with, sessions, connection.release_socket(), std::move(early),
                                               std::move(head));
        }
        if (const auto upload = upload_in(in.get().method(), target_of(in.get()))) {
            const http::request_header<> head = in.get();
            const bool keep_alive = in.keep_alive();
            const auto what = co_await receive_upload(with, connection, buffer, in, *upload);
            const bool go_on = co_await send(connection, what, with.common, &head, keep_alive);
            if (what.close) co_await drain(connection);
            if (!go_on) break;
            continue;
        }
        in.body_limit(limits::request_body_bytes);
        connection.expires_after(limits::body_timeout);
        co_await http::async_read(connection, buffer, in, no_throw(error));
        if (error) {
            if (error == http::error::body_limit)
                co_await send(connection, bad_request(error), with.common, &in.get(), false);
            break;
        }
        const auto request = in.release();
        connection.expires_never();
        const request_context context{request, path_of(target_of(request)), from_loopback(connection)};
        const auto what = co_await handle(with, context);
        const bool go_on = co_await send(connection, what, with.common, &request, request.keep_alive());
        if (!go_on) break;
    }
    connection.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
}

}  // namespace wenzheng::net
