#include "wire/event_json.hpp"

#include <set>

#include "catch.hpp"
#include "inquiry/evening.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using namespace wenzheng::wire;

namespace {

const ballot_id b1{"b1"};

std::vector<any_event> one_of_each() {
    return {event::inquiry_created{testing::a_definition()},
            event::definition_changed{testing::a_definition()},
            event::keys_issued{{{deputy_id{"d1"}, "aa"}, {deputy_id{"d2"}, "bb"}}},
            event::screen_added{screen_id{"s1"}, "大屏", layout::caption, "cc"},
            event::checkin_opened{},
            event::inquiry_started{},
            event::item_selected{item_id{"i1"}},
            event::deputy_checked_in{deputy_id{"d1"}},
            event::deputy_checked_out{deputy_id{"d1"}},
            event::ballot_drafted{ballot_id{"b2"}, b1},
            event::ballot_added{ballot_id{"b3"}, item_id{"i2"}, "加测", b1},
            event::ballot_opened{b1, 60'000, "ab12"},
            event::ballot_extended{b1, 30'000},
            event::ballot_closed{b1, close_cause::clock, {}},
            event::count_confirmed{b1, "scrutineer"},
            event::paper_count_entered{b1, "scrutineer", {{{mark{"satisfied"}, 3}, {mark{"#87"}, 1}}, 5, 1}},
            event::staff_vote_recorded{b1, deputy_id{"d1"}},
            event::late_votes_admitted{b1, {}},
            event::ballot_revealed{b1},
            event::erratum_published{b1, "录入有误", mark_counts{{mark{"satisfied"}, 4}}},
            event::ballot_voided{b1, "设备故障 \"重投\"", std::nullopt},
            event::timer_started{timer_kind::follow_up, 60'000},
            event::timer_extended{30'000},
            event::timer_paused{},
            event::timer_resumed{},
            event::timer_stopped{},
            event::screen_shown{screen_id{"s1"}, layout::rostrum},
            event::screen_panicked{screen_id{"s1"}},
            event::screen_previewed{screen_id{"s1"}, {layout::hall, pinned_scene::result, {}, b1, {}}},
            event::screen_previewed{screen_id{"s1"}, {layout::card, {}, {}, {}, card_kind::wait}},
            event::screens_taken{{screen_id{"s1"}, screen_id{"s2"}}},
            event::screens_released{{screen_id{"s1"}}},
            event::evidence_added{evidence_id{"e1"}, item_id{"i1"}, "楼道", "aa.mp4", media::mp4, 1'073'741'824},
            event::evidence_removed{evidence_id{"e1"}},
            event::evidence_ordered{item_id{"i1"}, {evidence_id{"e2"}, evidence_id{"e1"}}},
            event::evidence_shown{evidence_id{"e1"}, true},
            event::evidence_hidden{},
            event::evidence_played{},
            event::evidence_paused{},
            event::evidence_sought{90'500},
            event::commitment_recorded{commitment_id{"c1"}, item_id{"i1"}, "年底前完成", "2026-12-31", deputy_id{"d1"}},
            event::items_reordered{{item_id{"i2"}, item_id{"i1"}}},
            event::item_skipped{item_id{"i2"}, false},
            event::item_added{{item_id{"i3"}, "交通运输局", "局长", "公交线路", ""}, item_id{"i1"}},
            event::request_made{request_id{"r1"}, deputy_id{"d1"}, request_kind::follow_up, "请说明时限"},
            event::request_withdrawn{request_id{"r1"}},
            event::request_called{request_id{"r1"}},
            event::request_closed{request_id{"r1"}, "已更换手机"},
            event::floor_given{deputy_id{"d1"}, request_kind::speak},
            event::speech_ended{},
            event::inquiry_finished{}};
}

const std::string empty_seal = R"({"counts":{},"votes":{}})";
const std::string a_seal =
    R"({"counts":{"satisfied":1,"abstain":1},"votes":{"d1":"satisfied 2 7KQ2-M9XA 1770000000001","d2":"abstain 1 AAAA-BBBB 1770000000002"}})";

// What the store adds to an event of that kind.
std::string seal_for(const any_event& what) {
    const bool counted =
        std::holds_alternative<event::ballot_closed>(what) || std::holds_alternative<event::late_votes_admitted>(what);
    return counted ? empty_seal : std::string();
}

void check_seal(const seal& sealed) {
    CHECK(sealed.counts == mark_counts{{mark{"satisfied"}, 1}, {mark{"abstain"}, 1}});
    REQUIRE(sealed.votes.size() == 2);
    CHECK(sealed.votes[0].deputy.value == "d1");
    CHECK(sealed.votes[0].mark.value == "satisfied");
    CHECK(sealed.votes[0].attempt == 2);
    CHECK(sealed.votes[0].receipt == "7KQ2-M9XA");
    CHECK(sealed.votes[0].at == 1770000000001);
    CHECK(sealed.votes[1].mark.value == "abstain");
}

}  // namespace

TEST_CASE("every kind of event is written, read and written again the same") {
    const actor by{actor_kind::account, "moderator"};
    const event_text about{"digest", "c-1", "content"};
    std::set<std::size_t> kinds;
    for (const auto& what : one_of_each()) {
        CAPTURE(what.index());
        kinds.insert(what.index());
        const auto text = write_event(what, by, about);
        const auto read = read_event(text, seal_for(what));
        if (!read) FAIL(read.error().message);
        CHECK(read->what.index() == what.index());
        CHECK(read->by.name == "moderator");
        CHECK(write_event(read->what, read->by, read->about) == text);
    }
    CHECK(kinds.size() == std::variant_size_v<any_event>);
}

TEST_CASE("events of a deputy and of the clock say so") {
    const auto deputy =
        read_event(write_event(event::deputy_checked_in{deputy_id{"d1"}}, {actor_kind::deputy, "d1"}, {}), "");
    REQUIRE(deputy.has_value());
    CHECK((deputy->by.kind == actor_kind::deputy));
    CHECK(deputy->by.name == "d1");
    CHECK(deputy->about.command.empty());
    const auto clock = read_event(write_event(event::timer_stopped{}, {}, {}), "");
    REQUIRE(clock.has_value());
    CHECK((clock->by.kind == actor_kind::clock));
    CHECK(clock->by.name.empty());
}

TEST_CASE("a close is read with the seal of the store") {
    const auto read = read_event(write_event(event::ballot_closed{b1, close_cause::moderator, {}}, {}, {}), a_seal);
    REQUIRE(read.has_value());
    const auto& closed = std::get<event::ballot_closed>(read->what);
    CHECK((closed.cause == close_cause::moderator));
    check_seal(closed.seal);
}

TEST_CASE("a void has a seal only where the ballot was still open") {
    const auto text = write_event(event::ballot_voided{b1, "重投", std::nullopt}, {}, {});
    const auto open = read_event(text, a_seal);
    REQUIRE(open.has_value());
    REQUIRE(std::get<event::ballot_voided>(open->what).seal.has_value());
    check_seal(*std::get<event::ballot_voided>(open->what).seal);
    const auto closed = read_event(text, "");
    REQUIRE(closed.has_value());
    CHECK_FALSE(std::get<event::ballot_voided>(closed->what).seal.has_value());
}

TEST_CASE("an announcement and a void name the late votes that nobody admitted") {
    const auto late = R"({"late":{"d3":"satisfied 1 CCCC 7"}})";
    const auto revealed = read_event(write_event(event::ballot_revealed{b1}, {}, {}), late);
    REQUIRE(revealed.has_value());
    REQUIRE(std::get<event::ballot_revealed>(revealed->what).not_admitted.size() == 1);
    CHECK(std::get<event::ballot_revealed>(revealed->what).not_admitted[0].deputy.value == "d3");
    const auto voided = read_event(write_event(event::ballot_voided{b1, "重投", std::nullopt}, {}, {}), late);
    REQUIRE(voided.has_value());
    CHECK_FALSE(std::get<event::ballot_voided>(voided->what).seal.has_value());
    CHECK(std::get<event::ballot_voided>(voided->what).not_admitted.size() == 1);
}

TEST_CASE("a vote pressed on a staff tablet names the account, any other names none") {
    const auto text = write_event(event::ballot_closed{b1, close_cause::moderator, {}}, {}, {});
    const auto read = read_event(
        text, R"({"counts":{"#87":1,"q1=a&q2=b":1},"votes":{"d1":"#87 1 AAAA 5 staff","d2":"q1=a&q2=b 1 BBBB 6"}})");
    REQUIRE(read.has_value());
    const auto& votes = std::get<event::ballot_closed>(read->what).seal.votes;
    CHECK(votes.at(0).staff == "staff");
    CHECK(votes.at(0).mark.value == "#87");
    CHECK(votes.at(1).staff.empty());
}

TEST_CASE("a ballot opened without a duration is read without one") {
    const auto read = read_event(write_event(event::ballot_opened{b1, std::nullopt}, {}, {}), "");
    REQUIRE(read.has_value());
    CHECK_FALSE(std::get<event::ballot_opened>(read->what).duration_ms.has_value());
}

TEST_CASE("a damaged event is a problem, never another event") {
    const std::string by = R"(,"by":{"kind":"clock"}})";
    const std::string damaged[] = {"",
                                   "{}",
                                   "[]",
                                   R"({"type":"inquiry_started"})",
                                   R"({"type":"flown")" + by,
                                   R"({"type":"ballot_revealed")" + by,
                                   R"({"type":"ballot_revealed","ballot":1)" + by,
                                   R"({"type":"screen_shown","screen":"s1","layout":"sky")" + by,
                                   R"({"type":"inquiry_created","definition":{})" + by,
                                   R"({"type":"timer_stopped","by":{"kind":"nobody"}})"};
    for (const auto& text : damaged) {
        CAPTURE(text);
        const auto read = read_event(text, "");
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == "damaged_record");
    }
}

TEST_CASE("a close without its seal, or with a damaged one, is a problem") {
    const auto text = write_event(event::ballot_closed{b1, close_cause::moderator, {}}, {}, {});
    for (const auto* seal :
         {"", "{}", R"({"counts":{"satisfied":"x"},"votes":{}})", R"({"counts":{},"votes":{"d1":"satisfied"}})"})
        CHECK_FALSE(read_event(text, seal).has_value());
}
