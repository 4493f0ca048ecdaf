#include <algorithm>

#include "catch.hpp"
#include "inquiry/evening.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::done;
using testing::evening;
using code = refusal_code;

namespace {

evening::refused change(evening& e, const definition& what) {
    return e.give(command::change_definition{what}, "admin");
}

ballot_definition& named(definition& what, const std::string& id) {
    return *std::find_if(what.ballots.begin(), what.ballots.end(), [&](const auto& b) { return b.id.value == id; });
}

}  // namespace

TEST_CASE("a draft can be changed in everything but its id") {
    evening e;
    auto next = e.now.what;
    next.title = "另一个题目";
    next.language = "en";
    next.deputies.pop_back();
    named(next, "plain").title = "另一个测评";
    CHECK((change(e, next) == done));
    CHECK(e.now.what == next);
    CHECK(e.now.deputies.size() == 5);
    next.id = inquiry_id{"other"};
    CHECK((change(e, next) == code::frozen));
}

TEST_CASE("nothing changes while a ballot is open or after the end") {
    evening e;
    e.begin();
    e.give(command::open_ballot{ballot_id{"plain"}, std::nullopt});
    CHECK((change(e, e.now.what) == code::frozen));
    e.give(command::close_ballot{ballot_id{"plain"}});
    CHECK((change(e, e.now.what) == done));
    e.give(command::finish{});
    CHECK((change(e, e.now.what) == code::frozen));
}

TEST_CASE("a ballot that was opened, its rule and its item can't change any more") {
    evening e;
    e.begin();
    e.play_until_closed("plain");
    auto rule = e.now.what;
    named(rule, "plain").rule.of = denominator::cast;
    CHECK((change(e, rule) == code::frozen));
    auto gone = e.now.what;
    gone.ballots.erase(gone.ballots.begin());
    CHECK((change(e, gone) == code::frozen));
    auto item = e.now.what;
    item.items[0].title = "另一个问题";
    CHECK((change(e, item) == code::frozen));
    auto other = e.now.what;
    other.items[1].title = "另一个问题";
    named(other, "timed").duration_ms = 30'000;
    CHECK((change(e, other) == done));
    CHECK(e.ballot("plain").phase == ballot_phase::closed);
    CHECK(e.ballot("timed").what.duration_ms == 30'000);
}

TEST_CASE("the language is fixed from the check-in on, results are written in it") {
    evening e;
    e.give(command::open_checkin{});
    auto next = e.now.what;
    next.language = "en";
    CHECK((change(e, next) == code::frozen));
}

TEST_CASE("who has checked in stays on the roll of his electorates") {
    evening e;
    e.begin();
    auto gone = e.now.what;
    gone.deputies.erase(gone.deputies.begin());
    CHECK((change(e, gone) == code::frozen));
    auto moved = e.now.what;
    moved.deputies[0].electorates = {electorate_id{"observers"}};
    CHECK((change(e, moved) == code::frozen));
    e.give(command::check_out{deputy_id{"d1"}});
    CHECK((change(e, moved) == done));
    CHECK((change(e, gone) == done));
    CHECK(e.now.present == 5);
}

TEST_CASE("a change keeps keys and check-ins of those who stay") {
    evening e;
    e.begin();
    e.give(command::issue_keys{{{deputy_id{"d2"}, "hash"}}}, "admin");
    auto next = e.now.what;
    next.deputies.insert(next.deputies.begin(), {deputy_id{"d0"}, "代表", "", {electorate_id{"deputies"}}});
    CHECK((change(e, next) == done));
    CHECK(e.now.find(deputy_id{"d2"})->key_hash == "hash");
    CHECK(e.now.find(deputy_id{"d2"})->checked_in);
    CHECK_FALSE(e.now.find(deputy_id{"d0"})->checked_in);
    CHECK(e.now.present == 6);
}

TEST_CASE("a re-vote that was drafted during the evening survives a change, and its id is taken") {
    evening e;
    e.begin();
    e.play_until_closed("plain");
    e.give(command::void_ballot{ballot_id{"plain"}, "重投"});
    e.give(command::draft_ballot{ballot_id{"again"}, ballot_id{"plain"}});
    CHECK((change(e, e.now.what) == done));
    CHECK(e.ballot("again").round == 2);
    auto taken = e.now.what;
    taken.ballots.push_back(testing::a_ballot("again", "i1"));
    CHECK((change(e, taken) == code::frozen));
}

TEST_CASE("what is up, or was promised on, stays on the agenda") {
    evening e;
    auto less = e.now.what;
    less.items.pop_back();
    std::erase_if(less.ballots, [](const auto& b) { return b.item.value == "i2"; });
    e.give(command::select_item{item_id{"i2"}});
    CHECK((change(e, less) == code::frozen));
    e.give(command::select_item{item_id{"i1"}});
    e.give(command::record_commitment{item_id{"i2"}, "完成", "2026-12-31"});
    CHECK((change(e, less) == code::frozen));
}
