// Requests to speak, the floor, and an agenda that changes while it runs.
#include "catch.hpp"
#include "inquiry/evening.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::done;
using testing::evening;
using code = refusal_code;

namespace {

const deputy_id d1{"d1"};
const deputy_id d2{"d2"};
const request_id r1{"r1"};
const request_id r2{"r2"};

evening begun() {
    evening e;
    e.begin();
    e.give(command::select_item{item_id{"i1"}});
    return e;
}

}  // namespace

TEST_CASE("a deputy may wait with one request of each kind") {
    auto e = begun();
    CHECK((e.give(command::own_request{d1, request_kind::speak, {}}) == done));
    CHECK((e.give(command::own_request{d1, request_kind::speak, {}}) == code::already_requested));
    CHECK((e.give(command::own_request{d1, request_kind::follow_up, "时限"}) == done));
    CHECK(e.now.find(r1)->item == item_id{"i1"});
    CHECK((e.give(command::own_withdraw{d2, r1}) == code::no_such_request));
    CHECK((e.give(command::own_withdraw{d1, r1}) == done));
    CHECK((e.give(command::own_request{d1, request_kind::speak, {}}) == done));
}

TEST_CASE("who wants to speak has checked in and the evening is on, but a phone may fail before") {
    evening e;
    CHECK((e.give(command::own_request{d1, request_kind::speak, {}}) == code::inquiry_not_running));
    CHECK((e.give(command::own_request{d1, request_kind::phone_failed, {}}) == done));
    e.give(command::start{});
    CHECK((e.give(command::own_request{d1, request_kind::speak, {}}) == code::not_checked_in));
    e.check_in_oneself("d1");
    CHECK((e.give(command::own_request{d1, request_kind::speak, {}}) == done));
    e.give(command::finish{});
    CHECK((e.give(command::own_request{d2, request_kind::phone_failed, {}}) == code::inquiry_finished));
}

TEST_CASE("a call gives the floor and takes it from the one before") {
    auto e = begun();
    e.give(command::own_request{d1, request_kind::speak, {}});
    e.give(command::own_request{d2, request_kind::follow_up, {}});
    CHECK((e.give(command::call_request{r1}, "moderator") == done));
    REQUIRE(e.now.speaker() != nullptr);
    CHECK(e.now.speaker()->deputy == d1);
    e.clock += 60'000;
    CHECK((e.give(command::call_request{r2}) == done));
    CHECK(e.now.speaker()->deputy == d2);
    CHECK((e.now.find(r1)->phase == request_phase::done));
    CHECK(*e.now.speeches[0].to - e.now.speeches[0].from == 60'000);
    CHECK((e.give(command::end_speech{}) == done));
    CHECK((e.give(command::end_speech{}) == code::no_speaker));
    CHECK((e.now.find(r2)->phase == request_phase::done));
    CHECK((e.give(command::call_request{r2}) == code::no_such_request));
}

TEST_CASE("the floor can be given to one who did not ask, if he is there") {
    auto e = begun();
    CHECK((e.give(command::give_floor{d1, request_kind::speak}) == done));
    CHECK(e.now.speaker()->deputy == d1);
    e.give(command::check_out{d2});
    CHECK((e.give(command::give_floor{d2, request_kind::speak}) == code::not_checked_in));
    CHECK((e.give(command::give_floor{deputy_id{"d9"}, request_kind::speak}) == code::no_such_deputy));
}

TEST_CASE("a failed phone is taken on and answered, and nobody gets the floor by it") {
    auto e = begun();
    e.give(command::add_request{d1, request_kind::phone_failed, "黑屏"}, "moderator");
    CHECK(e.now.find(r1)->by == "moderator");
    CHECK((e.give(command::call_request{r1}, "second") == done));
    CHECK(e.now.speaker() == nullptr);
    CHECK((e.give(command::close_request{r1, "已换手机"}, "second") == done));
    CHECK(e.now.find(r1)->answer == "已换手机");
    CHECK(e.now.find(r1)->by == "second");
    CHECK(e.now.find(d1)->own_rev == e.now.rev);
}

TEST_CASE("the end of the evening takes the floor back") {
    auto e = begun();
    e.give(command::give_floor{d1, request_kind::speak});
    e.give(command::finish{});
    CHECK(e.now.speaker() == nullptr);
}

TEST_CASE("a commitment is that of the deputy who asked") {
    auto e = begun();
    const command::record_commitment promise{item_id{"i1"}, "年底前完成", "2026-12-31"};
    e.give(promise);
    CHECK_FALSE(e.now.commitments.back().deputy.has_value());
    e.give(command::give_floor{d2, request_kind::speak});
    e.give(command::end_speech{});
    e.give(promise);
    CHECK(e.now.commitments.back().deputy == d2);
    e.give(command::record_commitment{item_id{"i2"}, "年底前完成", "2026-12-31"});
    CHECK_FALSE(e.now.commitments.back().deputy.has_value());
    e.give(command::record_commitment{item_id{"i2"}, "年底前完成", "2026-12-31", d1});
    CHECK(e.now.commitments.back().deputy == d1);
    CHECK((e.give(command::record_commitment{item_id{"i2"}, "完成", "2026-12-31", deputy_id{"d9"}}) ==
           code::no_such_deputy));
}

TEST_CASE("the agenda is reordered, items are passed over and added while the evening runs") {
    auto e = begun();
    const item_id i1{"i1"};
    const item_id i2{"i2"};
    const item_id i3{"i3"};
    CHECK((e.give(command::reorder_items{{i2}}) == code::bad_order));
    CHECK((e.give(command::reorder_items{{i2, i2}}) == code::bad_order));
    CHECK((e.give(command::reorder_items{{i2, i3}}) == code::bad_order));
    CHECK((e.give(command::reorder_items{{i2, i1}}) == done));
    CHECK(e.now.what.items[0].id == i2);
    CHECK((e.give(command::skip_item{i2, true}) == done));
    CHECK(e.now.skipped.contains(i2));
    CHECK((e.give(command::skip_item{i2, false}) == done));
    CHECK(e.now.skipped.empty());
    const item_definition extra{i3, "交通运输局", "局长", "公交线路", ""};
    CHECK((e.give(command::add_item{extra, i2}) == done));
    CHECK(e.now.what.items[1].id == i3);
    CHECK((e.give(command::add_item{extra, std::nullopt}) == code::item_exists));
    CHECK((e.give(command::add_item{{item_id{"i4"}, " ", "", "题", ""}, std::nullopt}) == code::bad_text));
    CHECK((e.give(command::add_item{{item_id{"i4"}, "局", "", "题", ""}, item_id{"i9"}}) == code::no_such_item));
}

TEST_CASE("an item whose ballot is open is not passed over") {
    auto e = begun();
    e.give(command::open_ballot{ballot_id{"plain"}, std::nullopt});
    CHECK((e.give(command::skip_item{item_id{"i1"}, true}) == code::item_in_use));
    CHECK((e.give(command::skip_item{item_id{"i2"}, true}) == done));
}

TEST_CASE("a ballot added live has the rules of the one it is like, and can be voted on") {
    auto e = begun();
    const ballot_id extra{"extra"};
    CHECK((e.give(command::add_ballot{extra, item_id{"i1"}, "加测", ballot_id{"nothing"}}) == code::no_such_ballot));
    CHECK((e.give(command::add_ballot{ballot_id{"plain"}, item_id{"i1"}, "加测", ballot_id{"plain"}}) ==
           code::ballot_exists));
    CHECK((e.give(command::add_ballot{extra, item_id{"i1"}, "加测", ballot_id{"counted"}}) == done));
    CHECK(e.ballot("extra").what.scrutineers == 2);
    CHECK(e.ballot("extra").what.item == item_id{"i1"});
    CHECK(e.ballot("extra").round == 1);
    CHECK((e.give(command::open_ballot{extra, std::nullopt}) == done));
}

TEST_CASE("time is added to a timer that runs, is paused, or has run out") {
    auto e = begun();
    CHECK((e.give(command::extend_timer{30'000}) == code::timer_not_running));
    e.give(command::start_timer{timer_kind::answer, 60'000});
    const auto ends = *e.now.timer->ends_at;
    CHECK((e.give(command::extend_timer{500}) == code::bad_duration));
    CHECK((e.give(command::extend_timer{30'000}) == done));
    CHECK(*e.now.timer->ends_at == ends + 30'000);
    e.give(command::pause_timer{});
    const auto left = *e.now.timer->remaining_ms;
    e.give(command::extend_timer{30'000});
    CHECK(*e.now.timer->remaining_ms == left + 30'000);
    e.give(command::pause_timer{});
    e.clock += 600'000;
    e.give(command::extend_timer{30'000});
    CHECK(*e.now.timer->ends_at == e.clock + 30'000);
}
