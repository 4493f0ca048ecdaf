#include "catch.hpp"
#include "inquiry/evening.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::done;
using testing::evening;
using code = refusal_code;

namespace {

const ballot_id plain{"plain"};
const ballot_id after{"after"};
const ballot_id timed{"timed"};
const ballot_id counted{"counted"};
const ballot_id quorate{"quorate"};

evening begun() {
    evening e;
    e.begin();
    return e;
}

command::open_ballot open(const ballot_id& id) { return {id, std::nullopt}; }

// One evening for each state that the ballot `counted`, which needs two confirmations, can be in.
evening with_counted(ballot_phase wanted) {
    auto e = begun();
    if (wanted == ballot_phase::draft) return e;
    e.give(open(counted));
    if (wanted == ballot_phase::open) return e;
    if (wanted == ballot_phase::voided) {
        e.give(command::void_ballot{counted, "设备故障"});
        return e;
    }
    e.give(command::close_ballot{counted});
    if (wanted == ballot_phase::closed) return e;
    e.give(command::confirm_count{counted}, "first");
    e.give(command::confirm_count{counted}, "second");
    if (wanted == ballot_phase::confirmed) return e;
    e.give(command::reveal_ballot{counted});
    return e;
}

constexpr ballot_phase all_phases[] = {ballot_phase::draft,     ballot_phase::open,     ballot_phase::closed,
                                       ballot_phase::confirmed, ballot_phase::revealed, ballot_phase::voided};

// What a command comes to in each of the six states, in the order above.
void check_in_every_phase(const any_command& command, const evening::refused (&expected)[6]) {
    for (std::size_t i = 0; i < 6; ++i) {
        CAPTURE(i);
        auto e = with_counted(all_phases[i]);
        REQUIRE(e.ballot("counted").phase == all_phases[i]);
        CHECK((e.give(command, "third") == expected[i]));
    }
}

}  // namespace

TEST_CASE("a ballot goes from draft over open and closed to revealed where nobody confirms") {
    auto e = begun();
    CHECK((e.give(open(plain)) == done));
    CHECK(e.ballot("plain").phase == ballot_phase::open);
    e.press("d1", "satisfied");
    e.press("d2", "dissatisfied");
    CHECK((e.give(command::close_ballot{plain}) == done));
    CHECK(e.ballot("plain").phase == ballot_phase::closed);
    CHECK_FALSE(e.ballot("plain").revealed);
    CHECK((e.give(command::reveal_ballot{plain}) == done));
    const auto& ballot = e.ballot("plain");
    CHECK(ballot.phase == ballot_phase::revealed);
    CHECK(ballot.digest == "digest" + std::to_string(e.now.rev));
    REQUIRE(ballot.result);
    CHECK(ballot.result->cast == 2);
    CHECK(ballot.result->present == 5);
    CHECK(ballot.result->not_voted == 3);
}

TEST_CASE("only a draft opens") {
    check_in_every_phase(open(counted), {done, code::ballot_already_open, code::ballot_not_draft,
                                         code::ballot_not_draft, code::ballot_not_draft, code::ballot_not_draft});
}

TEST_CASE("only an open ballot closes") {
    check_in_every_phase(command::close_ballot{counted},
                         {code::ballot_not_open, done, code::ballot_not_open, code::ballot_not_open,
                          code::ballot_not_open, code::ballot_not_open});
}

TEST_CASE("only a closed count is confirmed") {
    check_in_every_phase(command::confirm_count{counted},
                         {code::ballot_not_closed, code::ballot_not_closed, done, code::ballot_not_closed,
                          code::ballot_not_closed, code::ballot_not_closed});
}

TEST_CASE("a ballot with scrutineers is revealed only once confirmed") {
    check_in_every_phase(command::reveal_ballot{counted},
                         {code::ballot_not_closed, code::ballot_not_closed, code::ballot_not_confirmed, done,
                          code::ballot_not_closed, code::ballot_not_closed});
}

TEST_CASE("a ballot can be voided from the opening on, once") {
    check_in_every_phase(command::void_ballot{counted, "设备故障"},
                         {code::nothing_to_void, done, done, done, done, code::nothing_to_void});
}

TEST_CASE("a re-vote is drafted of what was revealed or voided") {
    check_in_every_phase(
        command::draft_ballot{ballot_id{"again"}, counted},
        {code::ballot_not_ended, code::ballot_not_ended, code::ballot_not_ended, code::ballot_not_ended, done, done});
}

TEST_CASE("a void needs a reason that can be seen") {
    auto e = with_counted(ballot_phase::open);
    CHECK((e.give(command::void_ballot{counted, ""}) == code::bad_text));
    CHECK((e.give(command::void_ballot{counted, " \n　"}) == code::bad_text));
    CHECK((e.give(command::void_ballot{counted, "重投"}) == done));
    CHECK(e.ballot("counted").void_reason == "重投");
}

TEST_CASE("an open ballot that is voided keeps its count in the record") {
    auto e = with_counted(ballot_phase::open);
    e.press("d1", "satisfied");
    e.give(command::void_ballot{counted, "重投"});
    const auto& ballot = e.ballot("counted");
    CHECK_FALSE(ballot.revealed);
    REQUIRE(ballot.result);
    CHECK(ballot.result->cast == 1);
}

TEST_CASE("a ballot voided after its reveal stays revealed, with its first digest") {
    auto e = with_counted(ballot_phase::revealed);
    const auto digest = e.ballot("counted").digest;
    e.give(command::void_ballot{counted, "重投"});
    CHECK(e.ballot("counted").phase == ballot_phase::voided);
    CHECK(e.ballot("counted").revealed);
    CHECK(e.ballot("counted").digest == digest);
}

TEST_CASE("two scrutineers confirm, each once") {
    auto e = with_counted(ballot_phase::closed);
    CHECK((e.give(command::confirm_count{counted}, "first") == done));
    CHECK(e.ballot("counted").phase == ballot_phase::closed);
    CHECK((e.give(command::confirm_count{counted}, "first") == code::already_confirmed));
    CHECK((e.give(command::reveal_ballot{counted}) == code::ballot_not_confirmed));
    CHECK((e.give(command::confirm_count{counted}, "second") == done));
    CHECK(e.ballot("counted").phase == ballot_phase::confirmed);
}

TEST_CASE("nothing is to be confirmed where the definition asks for no scrutineer") {
    auto e = begun();
    e.play_until_closed("plain");
    CHECK((e.give(command::confirm_count{plain}, "first") == code::nothing_to_confirm));
}

TEST_CASE("one ballot is open at a time") {
    auto e = begun();
    e.give(open(plain));
    CHECK((e.give(open(timed)) == code::ballot_already_open));
    e.give(command::close_ballot{plain});
    CHECK((e.give(open(timed)) == done));
}

TEST_CASE("opening a ballot of another item selects that item as well") {
    auto e = begun();
    const auto before = e.now.rev;
    e.give(open(plain));
    CHECK(e.now.rev == before + 2);
    CHECK(e.now.item == item_id{"i1"});
    e.give(command::close_ballot{plain});
    e.give(command::reveal_ballot{plain});
    const auto again = e.now.rev;
    e.give(open(after));
    CHECK(e.now.rev == again + 1);
}

TEST_CASE("a ballot that repeats another opens only when that one has ended") {
    auto e = begun();
    CHECK((e.give(open(after)) == code::ballot_not_ended));
    e.play_until_closed("plain");
    CHECK((e.give(open(after)) == code::ballot_not_ended));
    e.give(command::reveal_ballot{plain});
    CHECK((e.give(open(after)) == done));
    CHECK(e.ballot("after").round == 2);
}

TEST_CASE("re-votes have the same item and rule, and rounds that go on") {
    auto e = begun();
    e.play_until_closed("plain");
    e.give(command::void_ballot{plain, "重投"});
    const ballot_id second{"plain-2"};
    const ballot_id third{"plain-3"};
    CHECK((e.give(command::draft_ballot{second, plain}) == done));
    CHECK(e.ballot("plain-2").round == 2);
    CHECK(e.ballot("plain-2").what.item == e.ballot("plain").what.item);
    CHECK(e.ballot("plain-2").what.rule == e.ballot("plain").what.rule);
    CHECK(e.ballot("plain-2").what.follows == plain);
    CHECK((e.give(command::draft_ballot{second, plain}) == code::ballot_exists));
    CHECK((e.give(command::draft_ballot{third, ballot_id{"nothing"}}) == code::no_such_ballot));
    e.play_until_closed("plain-2");
    e.give(command::reveal_ballot{second});
    CHECK((e.give(command::draft_ballot{third, second}) == done));
    CHECK(e.ballot("plain-3").round == 3);
}

TEST_CASE("a deadline is set by the definition, or by whoever opens") {
    auto e = begun();
    e.give(open(timed));
    CHECK(e.ballot("timed").opens_at == e.clock);
    CHECK(e.ballot("timed").closes_at == e.clock + 60'000);
    auto other = begun();
    CHECK((other.give(command::open_ballot{timed, 999}) == code::bad_duration));
    CHECK((other.give(command::open_ballot{timed, 86'400'001}) == code::bad_duration));
    CHECK((other.give(command::open_ballot{timed, 5'000}) == done));
    CHECK(other.ballot("timed").closes_at == other.clock + 5'000);
}

TEST_CASE("an open ballot with a deadline can be extended, up to a day in all") {
    auto e = begun();
    CHECK((e.give(command::extend_ballot{timed, 30'000}) == code::ballot_not_open));
    e.give(open(timed));
    CHECK((e.give(command::extend_ballot{timed, 30'000}) == done));
    CHECK(e.ballot("timed").closes_at == e.clock + 90'000);
    CHECK((e.give(command::extend_ballot{timed, 0}) == code::bad_duration));
    CHECK((e.give(command::extend_ballot{timed, -30'000}) == code::bad_duration));
    CHECK((e.give(command::extend_ballot{timed, 86'400'000}) == code::bad_duration));
    CHECK((e.give(command::extend_ballot{ballot_id{"nothing"}, 30'000}) == code::no_such_ballot));
}

TEST_CASE("what has no deadline can't be extended, nor closed by the clock") {
    auto e = begun();
    e.give(open(plain));
    CHECK((e.give(command::extend_ballot{plain, 30'000}) == code::no_deadline));
    CHECK((e.close_by_clock() == code::ballot_not_open));
}

TEST_CASE("a close by the clock is asked of the store not before the deadline") {
    auto e = begun();
    CHECK((e.close_by_clock() == code::ballot_not_open));
    e.give(open(timed));
    const auto due = decide_close_by_clock(e.now);
    REQUIRE(due.has_value());
    CHECK(due->not_before == e.ballot("timed").closes_at);
    e.clock += 60'500;
    CHECK((e.close_by_clock() == done));
    CHECK(e.ballot("timed").phase == ballot_phase::closed);
    CHECK(e.ballot("timed").closes_at == e.clock - 500);
}

TEST_CASE("a ballot closed by hand before its deadline has closed then") {
    auto e = begun();
    e.give(open(timed));
    e.clock += 1'000;
    e.give(command::close_ballot{timed});
    CHECK(e.ballot("timed").closes_at == e.clock);
}

TEST_CASE("a ballot does not open below its quorum") {
    evening e;
    e.give(command::start{});
    CHECK((e.give(open(quorate)) == code::quorum_not_met));
    e.check_in_oneself("d1");
    e.check_in_oneself("d2");
    e.check_in_oneself("o1");
    CHECK((e.give(open(quorate)) == code::quorum_not_met));
    e.check_in_oneself("d3");
    CHECK((e.give(open(quorate)) == done));
}

TEST_CASE("who voted was present, also when he was checked out before the close") {
    auto e = begun();
    e.give(open(plain));
    e.press("d1", "satisfied");
    e.give(command::check_out{deputy_id{"d1"}});
    e.give(command::check_out{deputy_id{"d2"}});
    e.give(command::close_ballot{plain});
    CHECK(e.ballot("plain").result->present == 4);
    CHECK(e.ballot("plain").result->not_voted == 3);
}

TEST_CASE("ballots open only while the inquiry runs") {
    evening e;
    CHECK((e.give(open(plain)) == code::inquiry_not_running));
    e.give(command::open_checkin{});
    CHECK((e.give(open(plain)) == code::inquiry_not_running));
    e.give(command::start{});
    e.give(command::finish{});
    CHECK((e.give(open(plain)) == code::inquiry_finished));
}

TEST_CASE("a ballot that does not exist is named") {
    auto e = begun();
    const ballot_id nothing{"nothing"};
    CHECK((e.give(open(nothing)) == code::no_such_ballot));
    CHECK((e.give(command::close_ballot{nothing}) == code::no_such_ballot));
    CHECK((e.give(command::confirm_count{nothing}) == code::no_such_ballot));
    CHECK((e.give(command::reveal_ballot{nothing}) == code::no_such_ballot));
    CHECK((e.give(command::void_ballot{nothing, "重投"}) == code::no_such_ballot));
}
