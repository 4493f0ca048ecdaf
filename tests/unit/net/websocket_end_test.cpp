// How connections end: closes from either side, slow clients, clients that vanish.
#include "catch.hpp"
#include "inquiry/limits.hpp"
#include "served_client.hpp"

using namespace served;

TEST_CASE("a client's close is answered, behind everything that was pushed", "[websocket]") {
    fixture with;
    with.stall();
    with.out().push_queued(live::make_text_frame("receipt"));
    with.client->send(client_frame(opcode::close, close_payload(1001, "bye")));
    with.loop.settle();
    with.out().push(live::make_text_frame("late"), live::slot::view);
    CHECK(with.sees_end());
    CHECK(with.client->ended == asio::error::eof);
    CHECK(with.seen().frames ==
          std::vector<raw_frame>{with.stalled_on(), {opcode::text, "receipt"}, {opcode::close, close_payload(1001)}});
    with.client->close();
    CHECK(with.ends());
    CHECK(with.socket().ended_with() == close_code::going_away);
}

TEST_CASE("a client that says close and then nothing is reset in time", "[websocket]") {
    fixture with(quick_limits());
    with.client->send(client_frame(opcode::close, ""));
    CHECK(with.ends());
    with.client->read();
    CHECK(with.loop.until([&] { return with.client->ended.failed(); }));
}

TEST_CASE("a server's close comes behind everything that was pushed, and is over when the client agrees",
          "[websocket]") {
    fixture with;
    with.stall();
    with.out().push(live::make_text_frame("view"), live::slot::view);
    with.out().push_queued(live::make_text_frame("receipt"));
    with.socket().start_close(close_code::restart, "restart");
    with.socket().start_close(close_code::normal, "only the first counts");
    with.client->read();
    CHECK(with.sees(4));
    CHECK(with.seen().frames == std::vector<raw_frame>{with.stalled_on(),
                                                       {opcode::text, "receipt"},
                                                       {opcode::text, "view"},
                                                       {opcode::close, close_payload(1012, "restart")}});
    CHECK_FALSE(with.session->over);
    with.client->send(client_frame(opcode::text, "vote, too late") + client_frame(opcode::ping, "") +
                      client_frame(opcode::close, close_payload(1012)));
    CHECK(with.sees_end());
    with.client->close();
    CHECK(with.ends());
    CHECK(with.socket().ended_with() == close_code::restart);
    CHECK(with.session->messages.empty());
}

TEST_CASE("a close that both start at once ends once", "[websocket]") {
    fixture with;
    SECTION("theirs is here already") {
        with.client->send(client_frame(opcode::close, close_payload(1000)));
        with.socket().start_close(close_code::replaced);
    }
    SECTION("ours is on its way") {
        with.socket().start_close(close_code::replaced);
        with.client->send(client_frame(opcode::close, close_payload(1000)));
    }
    SECTION("ours waits behind a frame") {
        with.stall();
        with.socket().start_close(close_code::replaced);
        with.client->send(client_frame(opcode::text, "last") + client_frame(opcode::close, close_payload(1000)));
        with.loop.settle();
    }
    SECTION("theirs waits behind a frame") {
        with.stall();
        with.client->send(client_frame(opcode::text, "last") + client_frame(opcode::close, close_payload(1000)));
        with.loop.settle();
        with.socket().start_close(close_code::replaced);
    }
    CHECK(with.sees_end());
    with.client->close();
    CHECK(with.ends());
    CHECK(with.seen().closed_with().has_value());
    CHECK(with.seen().fault.empty());
}

TEST_CASE("a close that the client doesn't answer ends with a reset", "[websocket]") {
    fixture with(quick_limits());
    SECTION("because it says nothing") { with.client->read(); }
    SECTION("because it reads nothing") { with.stall(); }
    SECTION("because it is in the middle of a message") {
        with.client->send(client_frame(opcode::text, "x", {.length_said = 1000}));
        with.loop.settle();
    }
    SECTION("because it says other things") {
        with.client->send(client_frame(opcode::text, "x") + client_frame(opcode::ping, "x"));
    }
    with.socket().start_close(close_code::restart);
    CHECK(with.ends());
    CHECK(with.sees_end());
    CHECK(with.client->ended == asio::error::connection_reset);
}

TEST_CASE("a close before the upgrade is answered just ends the connection", "[websocket]") {
    testing::event_loop loop;
    live::outbox_group group;
    auto pair = testing::connect_loopback(loop);
    const auto session = std::make_shared<server_session>();
    session->socket = std::make_unique<net::websocket>(std::move(pair.server), group);
    session->socket->start_close(close_code::restart);
    serve(session, upgrade_request());
    CHECK(session->refused.failed());
    testing::byte_client client(std::move(pair.client));
    client.read();
    CHECK(loop.until([&] { return client.ended.failed(); }));
}

TEST_CASE("an upgrade whose answer doesn't get out in its time ends the connection, and not before", "[websocket]") {
    testing::event_loop loop;
    live::outbox_group group;
    auto pair = testing::connect_loopback(loop);
    // No room for a byte more.
    pair.server.non_blocking(true);
    const std::string filling(64 * 1024, 'x');
    boost::system::error_code full;
    while (!full) pair.server.write_some(asio::buffer(filling), full);
    REQUIRE(full == asio::error::would_block);
    const auto session = std::make_shared<server_session>();
    session->socket = std::make_unique<net::websocket>(std::move(pair.server), group);
    const auto begun = std::chrono::steady_clock::now();
    serve(session, upgrade_request());
    CHECK_FALSE(session->socket->out().answered());
    CHECK(loop.until([&] { return session->over; }));
    CHECK(std::chrono::steady_clock::now() - begun >= limits::handshake_timeout);
    CHECK_FALSE(session->socket->out().answered());
}

TEST_CASE("a client that is turned away gets its answer and the reason, and nobody has to hold its socket",
          "[websocket]") {
    testing::event_loop loop;
    live::outbox_group group;
    auto pair = testing::connect_loopback(loop);
    testing::byte_client client(std::move(pair.client));
    {
        net::websocket socket(std::move(pair.server), group);
        REQUIRE(socket.accept(upgrade_request()));
        socket.turn_away(close_code::not_signed_in);
    }
    client.read();
    CHECK(loop.until([&] { return testing::take_apart(client.received).closed_with().has_value(); }));
    CHECK(testing::take_apart(client.received).frames.back().payload == close_payload(4501));
    client.send(client_frame(opcode::close, close_payload(4501)));
    CHECK(loop.until([&] { return client.ended.failed(); }));
    CHECK(client.ended == asio::error::eof);
}

TEST_CASE("a client whose queue overflows is told 4008 as soon as it reads", "[websocket]") {
    live::outbox_limits limits;
    limits.queued_frames_max = 2;
    fixture with(limits);
    with.stall();
    for (int i = 0; i < 3; ++i) with.out().push_queued(live::make_text_frame("receipt"));
    with.loop.settle();
    with.client->read();
    CHECK(with.loop.until([&] { return with.seen().closed_with().has_value(); }));
    CHECK(with.seen().frames ==
          std::vector<raw_frame>{with.stalled_on(), {opcode::close, close_payload(4008, "too slow")}});
    with.client->send(client_frame(opcode::close, close_payload(4008)));
    with.client->half_close();
    CHECK(with.ends());
    CHECK(with.socket().ended_with() == close_code::too_slow);
}

TEST_CASE("a client that takes too long for a frame is thrown out, even while it sends", "[websocket]") {
    fixture with(quick_limits());
    with.stall();
    with.client->send(client_frame(opcode::ping, "alive") + client_frame(opcode::text, "vote"));
    with.loop.settle();
    with.out().sweep(after_write_timeout());
    CHECK(with.ends());
    CHECK(with.socket().ended_with() == close_code::too_slow);
    CHECK(with.sees_end());
    CHECK(with.client->ended == asio::error::connection_reset);
}

TEST_CASE("a client whose own close isn't flushed in time is thrown out", "[websocket]") {
    fixture with(quick_limits());
    with.stall();
    with.client->send(client_frame(opcode::close, close_payload(1000)));
    with.loop.settle();
    with.out().sweep(after_write_timeout());
    CHECK(with.ends());
}

TEST_CASE("a client that asks and doesn't read its answers is read no further until it does", "[websocket]") {
    live::outbox_limits limits;
    limits.queued_frames_max = 8;
    fixture with(limits);
    with.session->answer_of_each = "receipt";
    with.stall();
    for (int i = 0; i < 100; ++i) with.client->send(client_frame(opcode::text, "vote"));
    with.loop.settle();
    CHECK(with.session->messages.size() == limits.queued_frames_max / 2 + 1);
    CHECK(with.out().congested());

    SECTION("and then gets them all") {
        with.client->read();
        CHECK(with.sees(101));
        CHECK(with.session->messages.size() == 100);
        CHECK_FALSE(with.session->over);
    }
    SECTION("and its session ends when it is gone") {
        with.client->reset();
        CHECK(with.ends());
    }
    SECTION("and its session ends when it is aborted") {
        with.socket().abort();
        CHECK(with.ends());
    }
}

TEST_CASE("a client that resets or leaves without a word ends the session", "[websocket]") {
    fixture with;
    SECTION("by a reset") { with.client->reset(); }
    SECTION("by an end without a close frame") { with.client->close(); }
    SECTION("by an end inside a frame") {
        with.client->send(client_frame(opcode::text, "cut").substr(0, 5));
        with.client->close();
    }
    SECTION("while a frame waits") {
        with.stall();
        with.client->reset();
    }
    SECTION("while a pong waits") {
        with.stall();
        with.client->send(client_frame(opcode::ping, "x"));
        with.loop.settle();
        with.client->reset();
    }
    CHECK(with.ends());
    CHECK(with.socket().ended_with() == close_code::none);
    with.socket().start_close(close_code::normal);
    with.loop.settle();
}

TEST_CASE("pings and parts of messages count as heard", "[websocket]") {
    fixture with;
    auto before = with.socket().last_heard();
    for (const auto& bytes :
         {client_frame(opcode::ping, ""), client_frame(opcode::pong, "x"),
          client_frame(opcode::text, "part", {.fin = false}), client_frame(opcode::continuation, "")}) {
        with.client->send(bytes);
        with.loop.settle();
        CHECK(with.socket().last_heard() > before);
        before = with.socket().last_heard();
    }
}

TEST_CASE("a socket that is destroyed ends what is on its way", "[websocket]") {
    fixture with;
    SECTION("a read") {}
    SECTION("a closing") { with.socket().start_close(close_code::normal); }
    SECTION("a pong behind a stalled frame") {
        with.stall();
        with.client->send(client_frame(opcode::ping, "x"));
        with.loop.settle();
    }
    with.session->socket.reset();
    with.client->read();
    CHECK(with.ends());
    CHECK(with.loop.until([&] { return with.client->ended.failed(); }));
}

TEST_CASE("an event loop is destroyed with connections in every state", "[websocket]") {
    auto loop = std::make_unique<testing::event_loop>();
    live::outbox_group group;
    std::vector<std::weak_ptr<server_session>> watched;
    std::vector<testing::byte_client> clients;
    for (int kind = 0; kind < 60; ++kind) {
        auto pair = testing::connect_loopback(*loop);
        clients.emplace_back(std::move(pair.client));
        const auto session = std::make_shared<server_session>();
        watched.push_back(session);
        session->answer_of_each = "receipt";
        session->socket = std::make_unique<net::websocket>(std::move(pair.server), group);
        serve(session, upgrade_request());
        if (kind % 6 == 0) continue;
        loop->settle();
        if (kind % 3 == 0) {
            session->socket->out().push(live::make_text_frame(std::string(stalling_bytes, 's')), live::slot::view);
        }
        for (int i = 0; i < 200; ++i) clients.back().send(client_frame(opcode::text, "vote"));
        if (kind % 2 == 0) clients.back().send(client_frame(opcode::ping, "x"));
        if (kind % 5 == 0) clients.back().send(client_frame(opcode::close, ""));
        loop->settle();
        if (kind % 4 == 0) session->socket->start_close(close_code::restart);
    }
    loop->settle();
    clients.clear();
    loop.reset();
    for (const auto& each : watched) CHECK(each.expired());
}
