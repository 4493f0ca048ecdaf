// A server's WebSocket and a raw client at its other end, on one loop.
#pragma once

#include <boost/beast/websocket/error.hpp>
#include <memory>
#include <optional>
#include "live/loopback.hpp"
#include "net/outbox_stream.hpp"
#include "net/raw_frames.hpp"
#include "net/websocket.hpp"

using namespace wenzheng;
using namespace std::chrono_literals;
using boost::beast::http::field;
using live::close_code;
using testing::client_frame;
using testing::close_payload;
using testing::opcode;
using testing::raw_frame;
namespace asio = boost::asio;

namespace served {

constexpr std::size_t stalling_bytes = 1024 * 1024;
constexpr std::size_t limit_bytes = 4096;

inline live::outbox_limits quick_limits() {
    live::outbox_limits limits;
    limits.close_timeout = 50ms;
    return limits;
}

inline boost::beast::http::request_header<> upgrade_request() {
    boost::beast::http::request_header<> request;
    request.method(boost::beast::http::verb::get);
    request.target("/ws/i1/live");
    request.version(11);
    request.set(field::host, "localhost");
    request.set(field::connection, "keep-alive, Upgrade");
    request.set(field::upgrade, "websocket");
    request.set(field::sec_websocket_version, "13");
    request.set(field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ==");
    return request;
}

// What a session does: it takes what comes, and here answers everything where asked to.
struct server_session : net::websocket::reader {
    std::chrono::steady_clock::duration received(std::string_view text) override {
        messages.emplace_back(text);
        if (!answer_of_each.empty()) socket->out().push_queued(live::make_text_frame(answer_of_each));
        return rest;
    }
    void ended() override { over = true; }

    std::unique_ptr<net::websocket> socket;
    std::string answer_of_each;
    std::chrono::steady_clock::duration rest{0};
    std::vector<std::string> messages;
    boost::system::error_code refused;  // the upgrade
    bool over = false;
};

inline void serve(const std::shared_ptr<server_session>& session, boost::beast::http::request_header<> request) {
    const auto accepted = session->socket->accept(std::move(request));
    if (accepted)
        session->socket->begin(session, limit_bytes);
    else
        session->refused = accepted.error();
}

struct fixture {
    explicit fixture(live::outbox_limits limits = {}, std::string early = {},
                     boost::beast::http::request_header<> request = upgrade_request())
        : group{limits, {}} {
        auto pair = testing::connect_loopback(loop);
        client.emplace(std::move(pair.client));
        session->socket = std::make_unique<net::websocket>(std::move(pair.server), group, std::move(early));
        serve(session, std::move(request));
        loop.settle();
    }
    ~fixture() {
        session->socket.reset();
        loop.settle();
    }

    net::websocket& socket() { return *session->socket; }
    live::outbox& out() { return session->socket->out(); }

    void stall() {
        out().push(live::make_text_frame(std::string(stalling_bytes, 's')), live::slot::view);
        loop.settle();
    }
    raw_frame stalled_on() const { return {opcode::text, std::string(stalling_bytes, 's')}; }

    testing::server_bytes seen() const { return testing::take_apart(client->received); }
    bool sees(std::size_t frames) {
        return loop.until([&] { return seen().frames.size() >= frames; });
    }
    bool sees_end() {
        client->read();
        return loop.until([&] { return client->ended.failed(); });
    }
    bool ends() {
        return loop.until([&] { return session->over; });
    }

    testing::event_loop loop;
    live::outbox_group group;
    std::shared_ptr<server_session> session = std::make_shared<server_session>();
    std::optional<testing::byte_client> client;
};

inline live::steady_instant after_write_timeout() {
    return std::chrono::steady_clock::now() + live::outbox_limits{}.write_timeout;
}

}  // namespace served
