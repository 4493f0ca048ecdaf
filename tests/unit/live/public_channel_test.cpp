// What the public may know, and when.
#include "live/public_channel.hpp"

#include "catch.hpp"
#include "inquiry/commands.hpp"
#include "wire/event_json.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using live::public_channel;

namespace {

constexpr instant_ms began = 1'770'000'000'000;

definition delayed_by(std::int64_t delay_ms) {
    definition what;
    what.id = inquiry_id{"evening"};
    what.title = "专题问政";
    what.deputies = {{deputy_id{"d1"}, "代表001", "", {electorate_id{"deputies"}}}};
    what.items = {{item_id{"i1"}, "单位", "", "题目", ""}};
    what.public_delay_ms = delay_ms;
    return what;
}

// A record in memory; what the newest ledger and the public have of it.
struct channel {
    explicit channel(std::int64_t delay_ms) { add(event::inquiry_created{delayed_by(delay_ms)}, began); }

    void add(const any_event& what, instant_ms at) {
        record::stored_event stored;
        stored.rev = newest.now().rev + 1;
        stored.at = at;
        stored.event = wire::write_event(what, {actor_kind::account, "moderator"}, {newest.now().digest, {}, {}});
        REQUIRE(newest.take({stored}).has_value());
        open.follow({stored});
        all.push_back(stored);
    }

    live::ledger newest;
    public_channel open{newest};
    std::vector<record::stored_event> all;
};

const live::frame said = live::make_text_frame("{}");

}  // namespace

TEST_CASE("without a delay the public knows what is known, and nothing is kept twice") {
    channel c(0);
    c.add(event::inquiry_started{}, began + 10);
    CHECK(&c.open.now() == &c.newest.now());
    CHECK_FALSE(c.open.holds_back());
    CHECK_FALSE(c.open.due().has_value());
}

TEST_CASE("an event comes out when its delay is over, not before") {
    channel c(8'000);
    c.add(event::inquiry_started{}, began + 1'000);
    c.add(event::item_selected{item_id{"i1"}}, began + 2'000);
    CHECK(c.newest.now().rev == 3);
    CHECK(c.open.now().rev == 1);
    CHECK(c.open.due() == began + 9'000);
    CHECK_FALSE(c.open.let_out(began + 8'999).record);
    CHECK(c.open.now().rev == 1);
    CHECK(c.open.let_out(began + 9'000).record);
    CHECK(c.open.now().rev == 2);
    CHECK(c.open.let_out(began + 60'000).record);
    CHECK(c.open.now().rev == 3);
    CHECK_FALSE(c.open.due().has_value());
}

TEST_CASE("progress waits as long as the record does, and only the newest of what is due is told") {
    channel c(5'000);
    const auto newer = live::make_text_frame("[]");
    c.open.hold_progress(said, began + 1'000);
    c.open.hold_progress(newer, began + 1'200);
    c.open.hold_progress(said, began + 9'000);
    CHECK(c.open.let_out(began + 5'999).progress == nullptr);
    CHECK(c.open.let_out(began + 6'500).progress == newer);
    CHECK(c.open.due() == began + 14'000);
}

TEST_CASE("after a restart nothing that was held back is out before its time") {
    channel before(8'000);
    before.add(event::inquiry_started{}, began + 60'000);
    live::ledger newest;
    REQUIRE(newest.take(before.all).has_value());
    public_channel after(newest);
    after.replay(before.all);
    after.let_out(began);
    CHECK(after.now().rev == 1);
    after.let_out(began + 61'000);
    CHECK(after.now().phase == phase::draft);
    CHECK(after.now().rev == 1);
    after.let_out(began + 68'000);
    CHECK(after.now().phase == phase::running);
}

TEST_CASE("a delay that is set later holds back what comes from there; one that is taken away lets all out") {
    channel c(0);
    c.add(event::definition_changed{delayed_by(10'000)}, began + 1'000);
    c.add(event::inquiry_started{}, began + 2'000);
    CHECK(c.open.now().phase == phase::draft);
    c.add(event::definition_changed{delayed_by(0)}, began + 3'000);
    CHECK(c.open.let_out(began + 3'000).record);
    CHECK(c.open.now().phase == phase::running);
    CHECK_FALSE(c.open.holds_back());
}
