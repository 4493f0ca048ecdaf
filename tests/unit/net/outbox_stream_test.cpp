#include "catch.hpp"
#include "served_client.hpp"

using namespace served;

TEST_CASE("an upgrade is answered, without extensions", "[websocket]") {
    auto request = upgrade_request();
    request.set(field::sec_websocket_extensions, "permessage-deflate; client_max_window_bits");
    fixture with({}, {}, request);
    with.client->read();
    REQUIRE(with.loop.until([&] { return !with.seen().response.empty(); }));
    const auto response = with.seen().response;
    CHECK(response.rfind("HTTP/1.1 101 ", 0) == 0);
    CHECK(response.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
    CHECK(response.find("Server: wenzheng\r\n") != std::string::npos);
    CHECK(response.find("Extensions") == std::string::npos);
}

TEST_CASE("a request that is no upgrade is answered with an error, and the connection ends", "[websocket]") {
    auto request = upgrade_request();
    std::string status = "HTTP/1.1 400 ";
    SECTION("without a key") { request.erase(field::sec_websocket_key); }
    SECTION("for an old version") {
        request.set(field::sec_websocket_version, "8");
        status = "HTTP/1.1 426 ";
    }
    fixture with({}, {}, request);
    with.client->read();
    CHECK(with.loop.until([&] { return with.client->ended.failed(); }));
    CHECK(with.seen().response.rfind(status, 0) == 0);
    CHECK(with.session->refused.failed());
}

TEST_CASE("what was pushed before the upgrade was answered comes behind the answer", "[websocket]") {
    testing::event_loop loop;
    live::outbox_group group;
    auto pair = testing::connect_loopback(loop);
    testing::byte_client client(std::move(pair.client));
    const auto session = std::make_shared<server_session>();
    session->socket = std::make_unique<net::websocket>(std::move(pair.server), group);
    session->socket->out().push_queued(live::make_text_frame("welcome"));
    serve(session, upgrade_request());
    client.read();
    CHECK(loop.until([&] { return !testing::take_apart(client.received).frames.empty(); }));
    CHECK(testing::take_apart(client.received).frames == std::vector{raw_frame{opcode::text, "welcome"}});
    session->socket->abort();
    CHECK(loop.until([&] { return session->over; }));
}

TEST_CASE("a message is read whole, whatever its length", "[websocket]") {
    fixture with;
    std::vector<std::string> sent;
    for (const std::size_t bytes : {0U, 1U, 125U, 126U, 159U, 160U, 161U, 1024U, 1536U, 1537U, 4095U, 4096U, 3U}) {
        sent.emplace_back(bytes, static_cast<char>('a' + sent.size()));
        with.client->send(client_frame(opcode::text, sent.back()));
    }
    CHECK(with.loop.until([&] { return with.session->messages.size() == sent.size(); }));
    CHECK(with.session->messages == sent);
}

TEST_CASE("a message may come a byte at a time", "[websocket]") {
    fixture with;
    const std::string text = std::string(300, 'x') + "问政";
    for (const char byte : client_frame(opcode::text, text)) {
        with.client->send({&byte, 1});
        with.loop.settle();
    }
    CHECK(with.session->messages == std::vector{text});
}

TEST_CASE("frames that came together with the upgrade request aren't lost", "[websocket]") {
    const auto frame = client_frame(opcode::text, "early");
    fixture with({}, frame.substr(0, 4));
    with.client->send(frame.substr(4));
    CHECK(with.loop.until([&] { return with.session->messages.size() == 1; }));
    CHECK(with.session->messages == std::vector<std::string>{"early"});
}

TEST_CASE("pings between the fragments of a message are answered, and the message comes whole", "[websocket]") {
    fixture with;
    with.client->read();
    const auto part = [](opcode op, std::string_view text, bool last) { return client_frame(op, text, {.fin = last}); };
    with.client->send(part(opcode::text, "one ", false) + client_frame(opcode::ping, "a") +
                      part(opcode::continuation, "", false) + client_frame(opcode::ping, "") +
                      part(opcode::continuation, std::string(200, '2'), false) + client_frame(opcode::pong, "unasked") +
                      part(opcode::continuation, "\xe9", false) + client_frame(opcode::ping, std::string(125, 'b')) +
                      part(opcode::continuation, "\x97\xae", true));
    CHECK(with.sees(3));
    CHECK(with.seen().frames ==
          std::vector<raw_frame>{{opcode::pong, "a"}, {opcode::pong, ""}, {opcode::pong, std::string(125, 'b')}});
    CHECK(with.loop.until([&] { return with.session->messages.size() == 1; }));
    CHECK(with.session->messages[0] == "one " + std::string(200, '2') + "问");
}

TEST_CASE("Beast's pong never lands inside a frame that is half sent", "[websocket]") {
    fixture with;
    with.stall();
    with.client->send(client_frame(opcode::ping, "still there"));
    with.loop.settle();
    // Beast has a pong on its way now; pushes go on.
    CHECK(with.out().push_queued(live::make_text_frame("receipt")));
    with.out().push(live::make_text_frame("old view"), live::slot::view);
    with.out().push(live::make_text_frame("view"), live::slot::view);
    with.client->send(client_frame(opcode::text, "vote"));
    SECTION("read at once") { with.client->read(); }
    SECTION("read in small pieces") { with.client->read(1000); }
    CHECK(with.sees(4));
    CHECK(with.seen().fault.empty());
    CHECK(with.seen().frames ==
          std::vector<raw_frame>{
              with.stalled_on(), {opcode::pong, "still there"}, {opcode::text, "receipt"}, {opcode::text, "view"}});
    CHECK(with.loop.until([&] { return with.session->messages.size() == 1; }));
}

TEST_CASE("a client that reads a byte at a time gets every frame whole", "[websocket]") {
    fixture with;
    with.client->read(1);
    with.session->answer_of_each = "receipt";
    for (int i = 0; i < 50; ++i) {
        with.out().push(live::make_text_frame(std::string(500, 'v')), live::slot::view);
        with.client->send(client_frame(opcode::ping, "p") + client_frame(opcode::text, "vote"));
        with.loop.settle();
    }
    CHECK(with.loop.until([&] { return with.seen().frames.size() == 150; }));
    CHECK(with.seen().fault.empty());
    CHECK(with.seen().rest_bytes == 0);
}

TEST_CASE("a client that floods pings and reads nothing is read no further", "[websocket]") {
    fixture with;
    with.stall();
    with.client->send(client_frame(opcode::ping, "1") + client_frame(opcode::ping, "2"));
    with.loop.settle();
    const auto before = with.socket().last_heard();
    with.client->send(client_frame(opcode::ping, "3"));
    with.loop.settle();
    CHECK(with.socket().last_heard() == before);
    with.client->read();
    CHECK(with.sees(4));
    CHECK(with.seen().frames.back() == raw_frame{opcode::pong, "3"});
}

TEST_CASE("what breaks the protocol is closed with the code that says why", "[websocket]") {
    struct broken {
        const char* what;
        std::string bytes;
        close_code expected;
    };
    const auto text = [](std::string_view payload, testing::frame_shape shape = {}) {
        return client_frame(opcode::text, payload, shape);
    };
    const auto say_close = [](std::string_view payload) { return client_frame(opcode::close, payload); };
    const std::string start = text("begun ", {.fin = false});
    const auto end = [](std::string_view payload) { return client_frame(opcode::continuation, payload); };
    const auto each = GENERATE_COPY(values<broken>({
        {"first reserved bit", text("x", {.reserved_bits = 4}), close_code::broken_frames},
        {"last reserved bit", text("x", {.reserved_bits = 1}), close_code::broken_frames},
        {"reserved bit of a ping", client_frame(opcode::ping, "", {.reserved_bits = 2}), close_code::broken_frames},
        {"unknown data opcode", client_frame(3U, "x"), close_code::broken_frames},
        {"unknown control opcode", client_frame(11U, "x"), close_code::broken_frames},
        {"no mask", text("x", {.masked = false}), close_code::broken_frames},
        {"no mask on a ping", client_frame(opcode::ping, "x", {.masked = false}), close_code::broken_frames},
        {"long ping", client_frame(opcode::ping, std::string(126, 'x')), close_code::broken_frames},
        {"fragmented ping", client_frame(opcode::ping, "x", {.fin = false}), close_code::broken_frames},
        {"continuation of nothing", end("x"), close_code::broken_frames},
        {"text inside a message", start + text("x"), close_code::broken_frames},
        {"binary inside a message", start + client_frame(opcode::binary, "x"), close_code::broken_frames},
        {"length in two bytes", text("x", {.length_bytes = 2}), close_code::broken_frames},
        {"length in eight bytes", text("x", {.length_bytes = 8}), close_code::broken_frames},
        {"close of one byte", say_close("x"), close_code::broken_frames},
        {"close 999", say_close(close_payload(999)), close_code::broken_frames},
        {"close 1005", say_close(close_payload(1005)), close_code::broken_frames},
        {"close 1006", say_close(close_payload(1006)), close_code::broken_frames},
        {"close 1016", say_close(close_payload(1016)), close_code::broken_frames},
        {"close with bad UTF-8", say_close(close_payload(1000, "\xff")), close_code::broken_frames},
        {"bad UTF-8", text("\xff"), close_code::bad_utf8},
        {"surrogate", text("\xed\xa0\x80"), close_code::bad_utf8},
        {"overlong", text("\xc0\xaf"), close_code::bad_utf8},
        {"beyond Unicode", text("\xf4\x90\x80\x80"), close_code::bad_utf8},
        {"half a character", text("\xe9\x97"), close_code::bad_utf8},
        {"half a character, empty end", text("\xe9\x97", {.fin = false}) + end(""), close_code::bad_utf8},
        {"half a long one, empty end", text("x\xf0\x9f\x98", {.fin = false}) + end(""), close_code::bad_utf8},
        {"bad UTF-8 far behind", text(std::string(3000, 'x') + "\xff"), close_code::bad_utf8},
        {"over the limit", text(std::string(limit_bytes + 1, 'x')), close_code::too_big},
        {"over the limit in all", start + end(std::string(limit_bytes, 'x')), close_code::too_big},
        {"over every limit", text("x", {.length_said = 1ULL << 63}), close_code::too_big},
        {"binary", client_frame(opcode::binary, "x"), close_code::binary},
        {"empty binary", client_frame(opcode::binary, ""), close_code::binary},
        {"long binary", client_frame(opcode::binary, std::string(3000, 'x')), close_code::binary},
        {"begun binary", client_frame(opcode::binary, "x", {.fin = false}), close_code::binary},
    }));
    CAPTURE(each.what);
    fixture with;
    with.client->read();
    with.client->send(text("fine"));
    with.out().push(live::make_text_frame("view"), live::slot::view);
    with.client->send(each.bytes);
    REQUIRE(with.loop.until([&] { return with.seen().closed_with().has_value(); }));
    CHECK(with.seen().closed_with() == static_cast<std::uint16_t>(each.expected));
    CHECK(with.seen().fault.empty());
    CHECK(with.seen().frames.front() == raw_frame{opcode::text, "view"});
    with.client->send(client_frame(opcode::close, close_payload(static_cast<std::uint16_t>(each.expected))));
    with.client->half_close();
    CHECK(with.ends());
    CHECK(with.socket().ended_with() == each.expected);
    CHECK(with.session->messages == std::vector<std::string>{"fine"});
    CHECK(with.sees_end());
    CHECK(with.client->ended == asio::error::eof);
}

TEST_CASE("half a character whose rest comes in the last fragment is fine", "[websocket]") {
    fixture with;
    with.client->send(client_frame(opcode::text, "\xe9\x97", {.fin = false}) +
                      client_frame(opcode::continuation, "", {.fin = false}) +
                      client_frame(opcode::continuation, "\xae") + client_frame(opcode::text, "问", {.fin = false}) +
                      client_frame(opcode::continuation, ""));
    CHECK(with.loop.until([&] { return with.session->messages.size() == 2; }));
    CHECK(with.session->messages == std::vector<std::string>{"问", "问"});
}
