#include "live/outbox.hpp"

#include <memory>
#include <optional>

#include "catch.hpp"
#include "live/loopback.hpp"

using namespace wenzheng::live;
using namespace std::chrono_literals;
using wenzheng::testing::byte_client;
using wenzheng::testing::connect_loopback;
using wenzheng::testing::event_loop;

namespace {

constexpr std::size_t stalling_bytes = 1024 * 1024;
const std::string pong_bytes{"\x8a\x02hi", 4};

// An outbox that is open, with its client, and what it says of failures.
struct fixture {
    explicit fixture(outbox_limits limits = {}, bool handshake_over = true) : group{limits, {}} {
        auto pair = connect_loopback(loop);
        out = std::make_shared<outbox>(std::move(pair.server), group);
        client.emplace(std::move(pair.client));
        out->on_failure([this](outbox_failure failure) { failures.push_back(failure); });
        if (handshake_over) out->begin_frames();
    }
    ~fixture() {
        out->close();
        loop.settle();
    }

    // A view that the client doesn't read: whatever comes next has to wait.
    void stall() {
        stalled_on = make_text_frame(std::string(stalling_bytes, 's'));
        out->push(stalled_on, slot::view);
        loop.settle();
    }

    // Reads until `expected` has come behind the stalling frame.
    bool receives(const std::string& expected) {
        const std::string all = (stalled_on ? *stalled_on : std::string()) + expected;
        client->read();
        const bool came = loop.until([&] { return client->received.size() >= all.size() || client->ended; });
        loop.settle();
        return came && client->received == all;
    }

    event_loop loop;
    outbox_group group;
    std::shared_ptr<outbox> out;
    std::optional<byte_client> client;
    std::vector<outbox_failure> failures;
    frame stalled_on;
};

std::string joined(std::initializer_list<frame> frames) {
    std::string all;
    for (const auto& each : frames) all += *each;
    return all;
}

void watch_congestion(fixture& with, bool& noted) {
    with.out->when_uncongested([&noted] { noted = true; });
    with.loop.settle();
}

steady_instant after_write_timeout() { return std::chrono::steady_clock::now() + outbox_limits{}.write_timeout; }

}  // namespace

TEST_CASE("a push into an idle outbox is with the kernel before it returns", "[outbox]") {
    fixture with;
    const auto view = make_text_frame("view");
    const auto receipt = make_text_frame("receipt");
    with.out->push(view, slot::view);
    CHECK(with.out->push_queued(receipt));
    CHECK(with.group.counters.frames_sent == 2);
    CHECK(with.group.counters.bytes_sent == view->size() + receipt->size());
    CHECK(with.receives(joined({view, receipt})));
}

TEST_CASE("what is pushed before the handshake is over waits for it", "[outbox]") {
    fixture with({}, false);
    const auto old_view = make_text_frame("old");
    const auto view = make_text_frame("view");
    const auto welcome = make_text_frame("welcome");
    const std::string answer = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
    with.out->push(old_view, slot::view);
    with.out->push(view, slot::view);
    CHECK(with.out->push_queued(welcome));
    CHECK(with.group.counters.bytes_sent == 0);
    CHECK_FALSE(with.out->write_raw(answer));
    CHECK(with.group.counters.bytes_sent == 0);
    with.out->begin_frames();
    CHECK(with.group.counters.frames_sent == 2);
    CHECK(with.receives(answer + joined({welcome, view})));
}

TEST_CASE("to a client that stalls, queued messages go first and of each slot only the newest", "[outbox]") {
    fixture with;
    with.stall();
    REQUIRE(with.group.counters.frames_sent == 0);
    const auto view = make_text_frame("view 3");
    const auto progress = make_text_frame("progress 2");
    const auto first = make_text_frame("receipt 1");
    const auto second = make_text_frame("receipt 2");
    with.out->push(make_text_frame("view 1"), slot::view);
    CHECK(with.out->push_queued(first));
    with.out->push(make_text_frame("progress 1"), slot::progress);
    with.out->push(make_text_frame("view 2"), slot::view);
    with.out->push(progress, slot::progress);
    CHECK(with.out->push_queued(second));
    with.out->push(view, slot::view);
    CHECK(with.group.counters.frames_replaced == 3);
    CHECK(with.receives(joined({first, second, view, progress})));
    CHECK(with.group.counters.frames_sent == 5);
}

TEST_CASE("what leaves together is one piece for a client that reads, and each for itself for one that stalls",
          "[outbox]") {
    const auto progress = make_text_frame("progress");
    const auto view = make_text_frame("view");
    parcel both;
    both.put(progress, slot::progress);
    both.put(view, slot::view);
    {
        fixture with;
        with.out->push_all(both, both.joined());
        CHECK(with.group.counters.frames_sent == 2);
        CHECK(with.receives(joined({progress, view})));
    }
    fixture with;
    with.stall();
    with.out->push_all(both, both.joined());
    const auto newer = make_text_frame("newer view");
    with.out->push(newer, slot::view);
    CHECK(with.receives(joined({progress, newer})));
}

TEST_CASE("a slot that is replaced keeps its place, so none starves another", "[outbox]") {
    fixture with;
    with.stall();
    const auto view = make_text_frame("view 2");
    const auto you = make_text_frame("you");
    const auto clock = make_text_frame("clock");
    with.out->push(clock, slot::clock);
    with.out->push(make_text_frame("view 1"), slot::view);
    with.out->push(you, slot::you);
    with.out->push(view, slot::view);
    CHECK(with.receives(joined({clock, view, you})));
}

TEST_CASE("a frame arrives whole at a client that reads a byte at a time", "[outbox]") {
    fixture with;
    const auto view = make_text_frame(std::string(200 * 1000, 'v'));
    const auto receipt = make_text_frame("receipt");
    with.out->push(view, slot::view);
    CHECK(with.out->push_queued(receipt));
    with.client->read(1);
    const std::string all = joined({view, receipt});
    CHECK(with.loop.until([&] { return with.client->received.size() >= all.size(); }));
    CHECK(with.client->received == all);
}

TEST_CASE("a queue that is never empty keeps its order", "[outbox]") {
    constexpr std::size_t receipt_bytes = 100 * 1000;
    constexpr std::size_t behind = 4;
    outbox_limits limits;
    limits.queued_frames_max = behind + 1;
    limits.queued_bytes_max = limits.queued_frames_max * 2 * receipt_bytes;
    fixture with(limits);
    with.stall();
    std::string expected;
    for (std::size_t pushed = 0; pushed < 30; ++pushed) {
        const auto receipt = make_text_frame(std::string(receipt_bytes, static_cast<char>('a' + pushed % 26)));
        expected += *receipt;
        REQUIRE(with.out->push_queued(receipt));
        if (pushed < behind) continue;
        const std::size_t due_bytes = with.stalled_on->size() + (pushed - behind) * receipt->size();
        with.client->read_only(due_bytes - with.client->received.size());
        REQUIRE(with.loop.until([&] { return with.client->received.size() == due_bytes; }));
        with.loop.settle();
    }
    CHECK(with.receives(expected));
}

TEST_CASE("Beast's pong goes right behind what is half sent, its close behind everything", "[outbox]") {
    fixture with;
    with.stall();
    const auto receipt = make_text_frame("receipt");
    const auto view = make_text_frame("view");
    const auto bye = make_close_frame(close_code::restart);
    CHECK(with.out->push_queued(receipt));
    with.out->push(view, slot::view);
    CHECK_FALSE(with.out->write_raw(pong_bytes));
    CHECK_FALSE(with.out->write_raw(*bye));
    CHECK(with.out->raw_pending());

    const auto late = make_text_frame("late");
    with.out->push(late, slot::view);
    CHECK_FALSE(with.out->push_queued(late));
    CHECK_FALSE(with.out->takes_pushes());

    CHECK(with.receives(pong_bytes + joined({receipt, view, bye})));
    CHECK_FALSE(with.out->raw_pending());
    CHECK(with.failures.empty());
}

TEST_CASE("a frame of data, half a frame or two frames are no raw write", "[outbox]") {
    fixture with;
    const auto refused = boost::system::error_code(boost::asio::error::operation_not_supported);
    CHECK(with.out->write_raw(*make_text_frame("data")) == refused);
    CHECK(with.out->write_raw("\x8a") == refused);
    CHECK(with.out->write_raw(pong_bytes.substr(0, 3)) == refused);
    CHECK(with.out->write_raw(pong_bytes + pong_bytes) == refused);
    CHECK(with.group.counters.bytes_sent == 0);
}

TEST_CASE("a ping is sent when nothing waits", "[outbox]") {
    fixture with;
    with.out->push_ping();
    CHECK(with.receives(*make_ping_frame()));
}

TEST_CASE("no ping is added to what waits already", "[outbox]") {
    fixture with;
    with.stall();
    with.out->push_ping();
    CHECK_FALSE(with.out->raw_pending());
    CHECK(with.receives(""));
}

TEST_CASE("a full queue fails the outbox, which says so later and once", "[outbox]") {
    outbox_limits limits;
    SECTION("by count") { limits.queued_frames_max = 3; }
    SECTION("by bytes") { limits.queued_bytes_max = 3 * make_text_frame("receipt")->size() + 1; }
    fixture with(limits);
    with.stall();
    const auto receipt = make_text_frame("receipt");
    for (int i = 0; i < 3; ++i) CHECK(with.out->push_queued(receipt));
    CHECK_FALSE(with.out->push_queued(receipt));
    CHECK_FALSE(with.out->push_queued(receipt));
    with.out->push(receipt, slot::view);
    CHECK(with.failures.empty());
    with.loop.settle();
    CHECK(with.failures == std::vector{outbox_failure::too_slow});
    CHECK(with.group.counters.too_slow == 1);
    CHECK_FALSE(with.out->takes_pushes());

    // Only what was half sent still goes, and a close behind it.
    const auto bye = make_close_frame(close_code::too_slow);
    CHECK_FALSE(with.out->write_raw(*bye));
    CHECK(with.receives(*bye));
    CHECK(with.failures.size() == 1);
}

TEST_CASE("a frame that isn't sent whole in time fails the outbox, whatever trickles through", "[outbox]") {
    fixture with;
    const auto start = std::chrono::steady_clock::now();
    with.stall();
    with.out->sweep(start + 4900ms);
    with.client->read_only(100 * 1000);
    CHECK(with.loop.until([&] { return with.client->received.size() == 100 * 1000; }));
    with.out->push(make_text_frame("newer"), slot::view);
    with.loop.settle();
    CHECK(with.failures.empty());
    with.out->sweep(after_write_timeout());
    CHECK(with.failures.empty());
    with.out->sweep(after_write_timeout());
    with.loop.settle();
    CHECK(with.failures == std::vector{outbox_failure::too_slow});
    CHECK(with.receives(""));
}

TEST_CASE("an outbox with nothing to send meets every sweep", "[outbox]") {
    fixture with;
    with.out->push(make_text_frame("view"), slot::view);
    with.out->sweep(after_write_timeout() + 24h);
    with.loop.settle();
    CHECK(with.failures.empty());
}

TEST_CASE("behind a close frame the whole rest has the time of one frame", "[outbox]") {
    fixture with;
    with.stall();
    CHECK_FALSE(with.out->write_raw(*make_close_frame(close_code::normal)));
    with.out->sweep(after_write_timeout());
    with.loop.settle();
    CHECK(with.failures == std::vector{outbox_failure::too_slow});
}

TEST_CASE("an outbox is congested above half of its queue, and says when that is over", "[outbox]") {
    outbox_limits limits;
    limits.queued_frames_max = 4;
    fixture with(limits);
    with.stall();
    const auto receipt = make_text_frame("receipt");
    CHECK(with.out->push_queued(receipt));
    CHECK(with.out->push_queued(receipt));
    CHECK_FALSE(with.out->congested());
    CHECK(with.out->push_queued(receipt));
    CHECK(with.out->congested());
    bool noted = false;
    watch_congestion(with, noted);
    CHECK_FALSE(noted);

    SECTION("when the client has read") { CHECK(with.receives(joined({receipt, receipt, receipt}))); }
    SECTION("when the queue overflows") {
        CHECK(with.out->push_queued(receipt));
        CHECK_FALSE(with.out->push_queued(receipt));
    }
    SECTION("when a write deadline passes") { with.out->sweep(after_write_timeout()); }
    SECTION("when a close is on its way") { CHECK_FALSE(with.out->write_raw(*make_close_frame(close_code::normal))); }
    SECTION("when it is closed") { with.out->close(); }
    SECTION("when the client is gone") { with.client->reset(); }
    CHECK(with.loop.until([&] { return noted; }));
}

TEST_CASE("there is nothing to wait for where nothing is congested", "[outbox]") {
    fixture with;
    bool noted = false;
    watch_congestion(with, noted);
    CHECK(noted);
}

TEST_CASE("a lost connection is told once, and not from inside push", "[outbox]") {
    fixture with;
    SECTION("while it waits for room") {
        with.stall();
        with.client->reset();
    }
    SECTION("in a push") {
        with.client->reset();
        for (int i = 0; i < 3; ++i) with.out->push(make_text_frame("view"), slot::view);
        CHECK(with.failures.empty());
    }
    CHECK(with.loop.until([&] { return !with.failures.empty(); }));
    with.loop.settle();
    CHECK(with.failures == std::vector{outbox_failure::connection_lost});
    CHECK(with.out->raw_error());
    CHECK(with.out->write_raw(pong_bytes) == with.out->raw_error());
}

TEST_CASE("nothing is told after close, and a second close is harmless", "[outbox]") {
    fixture with;
    with.stall();
    with.out->sweep(after_write_timeout());
    with.out->close();
    with.out->close();
    with.out->abort();
    with.out->push(make_text_frame("view"), slot::view);
    CHECK_FALSE(with.out->push_queued(make_text_frame("receipt")));
    with.loop.settle();
    CHECK(with.failures.empty());
}

TEST_CASE("closing lets go of the outbox that waits for room", "[outbox]") {
    fixture with;
    with.stall();
    auto other = connect_loopback(with.loop);
    auto out = std::make_shared<outbox>(std::move(other.server), with.group);
    out->begin_frames();
    out->push(with.stalled_on, slot::view);
    const std::weak_ptr<outbox> watched = out;
    out->close();
    out.reset();
    with.loop.settle();
    CHECK(watched.expired());
}

TEST_CASE("an aborted connection is reset", "[outbox]") {
    fixture with;
    with.out->abort();
    with.client->read();
    CHECK(with.loop.until([&] { return with.client->ended.failed(); }));
    CHECK(with.client->ended == boost::asio::error::connection_reset);
}

TEST_CASE("an event loop that is destroyed takes stalled outboxes and their waiters along", "[outbox]") {
    auto loop = std::make_unique<event_loop>();
    outbox_group group;
    auto pair = connect_loopback(*loop);
    auto out = std::make_shared<outbox>(std::move(pair.server), group);
    bool noted = false;
    out->begin_frames();
    out->push(make_text_frame(std::string(stalling_bytes, 's')), slot::view);
    while (!out->congested()) REQUIRE(out->push_queued(make_text_frame("receipt")));
    out->when_uncongested([&noted] { noted = true; });
    loop->settle();
    const std::weak_ptr<outbox> watched = out;
    out.reset();
    { const auto closing_first = std::move(pair.client); }
    loop.reset();
    CHECK(watched.expired());
    CHECK_FALSE(noted);
}
