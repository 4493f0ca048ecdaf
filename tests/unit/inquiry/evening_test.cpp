#include "inquiry/evening.hpp"

#include <stdexcept>

#include "catch.hpp"
#include "inquiry/calendar.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::done;
using testing::evening;
using code = refusal_code;

namespace {

const deputy_id d1{"d1"};

evening begun() {
    evening e;
    e.begin();
    return e;
}

}  // namespace

TEST_CASE("an evening goes from draft over check-in and running to finished") {
    evening e;
    CHECK(e.now.phase == phase::draft);
    CHECK((e.give(command::finish{}) == code::inquiry_not_running));
    CHECK((e.give(command::open_checkin{}) == done));
    CHECK(e.now.phase == phase::checkin);
    CHECK((e.give(command::open_checkin{}) == code::already_started));
    CHECK((e.give(command::finish{}) == code::inquiry_not_running));
    CHECK((e.give(command::start{}) == done));
    CHECK(e.now.phase == phase::running);
    CHECK((e.give(command::start{}) == code::already_started));
    CHECK((e.give(command::open_checkin{}) == code::already_started));
    CHECK((e.give(command::finish{}) == done));
    CHECK(e.now.phase == phase::finished);
}

TEST_CASE("an evening may start without a check-in before") {
    evening e;
    CHECK((e.give(command::start{}) == done));
}

TEST_CASE("nothing is done any more in a finished evening") {
    auto e = begun();
    e.give(command::check_out{deputy_id{"d2"}});
    e.give(command::finish{});
    const any_command all[] = {command::open_checkin{},
                               command::start{},
                               command::select_item{item_id{"i1"}},
                               command::open_ballot{ballot_id{"plain"}, std::nullopt},
                               command::draft_ballot{ballot_id{"new"}, ballot_id{"plain"}},
                               command::start_timer{timer_kind::answer, 60'000},
                               command::check_in{deputy_id{"d2"}},
                               command::check_out{d1},
                               command::finish{}};
    for (const auto& command : all) {
        CAPTURE(command.index());
        CHECK((e.give(command) == code::inquiry_finished));
    }
    CHECK((e.check_in_oneself("d2") == code::inquiry_finished));
}

TEST_CASE("an evening does not finish while a ballot is open") {
    auto e = begun();
    e.give(command::open_ballot{ballot_id{"plain"}, std::nullopt});
    CHECK((e.give(command::finish{}) == code::ballot_open));
    e.give(command::close_ballot{ballot_id{"plain"}});
    CHECK((e.give(command::finish{}) == done));
}

TEST_CASE("deputies check in once it is open, and again without effect") {
    evening e;
    CHECK((e.check_in_oneself("d1") == code::checkin_not_open));
    e.give(command::open_checkin{});
    CHECK((e.check_in_oneself("d1") == done));
    CHECK(e.now.present == 1);
    const auto rev = e.now.rev;
    CHECK((e.check_in_oneself("d1") == done));
    CHECK((e.give(command::check_in{d1}) == done));
    CHECK(e.now.rev == rev);
    CHECK((e.check_in_oneself("nobody") == code::no_such_deputy));
    CHECK((e.give(command::check_in{deputy_id{"nobody"}}) == code::no_such_deputy));
}

TEST_CASE("a deputy is checked out by an operator, and again without effect") {
    auto e = begun();
    CHECK(e.now.present == 6);
    CHECK((e.give(command::check_out{d1}) == done));
    CHECK(e.now.present == 5);
    const auto rev = e.now.rev;
    CHECK((e.give(command::check_out{d1}) == done));
    CHECK(e.now.rev == rev);
    CHECK((e.give(command::check_out{deputy_id{"nobody"}}) == code::no_such_deputy));
}

TEST_CASE("only an item of the agenda is selected") {
    evening e;
    CHECK((e.give(command::select_item{item_id{"i2"}}) == done));
    CHECK(e.now.item == item_id{"i2"});
    CHECK((e.give(command::select_item{item_id{"nothing"}}) == code::no_such_item));
}

TEST_CASE("a timer runs, pauses with what was left, goes on and stops") {
    auto e = begun();
    CHECK((e.give(command::pause_timer{}) == code::timer_not_running));
    CHECK((e.give(command::stop_timer{}) == code::timer_not_running));
    CHECK((e.give(command::start_timer{timer_kind::answer, 120'000}) == done));
    CHECK(e.now.timer->ends_at == e.clock + 120'000);
    e.clock += 50'000;
    CHECK((e.give(command::pause_timer{}) == done));
    CHECK(e.now.timer->remaining_ms == 70'000);
    CHECK_FALSE(e.now.timer->ends_at.has_value());
    e.clock += 1'000'000;
    CHECK((e.give(command::pause_timer{}) == done));
    CHECK(e.now.timer->ends_at == e.clock + 70'000);
    CHECK_FALSE(e.now.timer->remaining_ms.has_value());
    e.clock += 100'000;
    e.give(command::pause_timer{});
    CHECK(e.now.timer->remaining_ms == 0);
    CHECK((e.give(command::start_timer{timer_kind::question, 60'000}) == done));
    CHECK(e.now.timer->kind == timer_kind::question);
    CHECK((e.give(command::stop_timer{}) == done));
    CHECK_FALSE(e.now.timer.has_value());
}

TEST_CASE("a timer needs a running evening and a sound duration, and ends with the evening") {
    evening e;
    CHECK((e.give(command::start_timer{timer_kind::answer, 60'000}) == code::inquiry_not_running));
    e.give(command::start{});
    CHECK((e.give(command::start_timer{timer_kind::answer, 999}) == code::bad_duration));
    CHECK((e.give(command::start_timer{timer_kind::answer, 86'400'001}) == code::bad_duration));
    e.give(command::start_timer{timer_kind::answer, 60'000});
    e.give(command::finish{});
    CHECK_FALSE(e.now.timer.has_value());
}

TEST_CASE("a screen shows what it is told, and the holding card in a panic") {
    auto e = begun();
    const screen_id hall{"hall"};
    CHECK((e.give(command::show{hall, layout::result}) == code::no_such_screen));
    CHECK((e.give(command::panic{hall}) == code::no_such_screen));
    CHECK((e.give(command::add_screen{hall, "会场", layout::hall, "hash"}) == done));
    CHECK((e.give(command::add_screen{screen_id{"other"}, " ", layout::hall, "hash"}) == code::bad_text));
    e.give(command::panic{hall});
    CHECK(e.now.find(hall)->panic);
    e.give(command::show{hall, layout::result});
    CHECK_FALSE(e.now.find(hall)->panic);
    CHECK(e.now.find(hall)->on_air.layout == layout::result);
}

TEST_CASE("there are no more screens and commitments than the limits say") {
    auto e = begun();
    for (std::size_t i = 0; i < limits::screens; ++i)
        e.give(command::add_screen{screen_id{"s" + std::to_string(i)}, "屏", layout::hall, "hash"});
    CHECK((e.give(command::add_screen{screen_id{"more"}, "屏", layout::hall, "hash"}) == code::limit_reached));
    const command::record_commitment promise{item_id{"i1"}, "年底前完成", "2026-12-31"};
    for (std::size_t i = 0; i < limits::commitments; ++i) e.give(promise);
    CHECK((e.give(promise) == code::limit_reached));
}

TEST_CASE("a commitment names an item, says something and is due on a day") {
    auto e = begun();
    const item_id item{"i1"};
    CHECK((e.give(command::record_commitment{item_id{"nothing"}, "完成", "2026-12-31"}) == code::no_such_item));
    CHECK((e.give(command::record_commitment{item, "　", "2026-12-31"}) == code::bad_text));
    CHECK((e.give(command::record_commitment{item, "完成", "2026-02-30"}) == code::bad_date));
    CHECK((e.give(command::record_commitment{item, "完成", "2026-12-31"}) == done));
    REQUIRE(e.now.commitments.size() == 1);
    CHECK(e.now.commitments[0].id.value == "c1");
    CHECK(e.now.commitments[0].at == e.clock);
}

TEST_CASE("a day is one of the calendar") {
    CHECK(is_date("2026-12-31"));
    CHECK(is_date("2028-02-29"));
    for (const auto* wrong : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20261231", "2026/12/31",
                              "2026-12-3a", "", "2026-12-311"})
        CHECK_FALSE(is_date(wrong));
}

TEST_CASE("characters are counted, not bytes, and ideographic spaces are blank") {
    CHECK(characters("满意abc") == 5);
    CHECK(is_blank("　 \t\r\n"));
    CHECK_FALSE(is_blank("　满"));
}

TEST_CASE("ids are small letters, digits, lines, at most 40") {
    CHECK(is_id("shiquan-2026_b"));
    CHECK(is_id(std::string(40, 'a')));
    CHECK_FALSE(is_id(std::string(41, 'a')));
    for (const auto* wrong : {"", "B1", "b 1", "b/1", "满", "b\n", "b."}) CHECK_FALSE(is_id(wrong));
}

TEST_CASE("a new key revokes the one before") {
    auto e = begun();
    CHECK((e.give(command::issue_keys{{{deputy_id{"nobody"}, "hash"}}}) == code::no_such_deputy));
    const auto rev = e.now.rev;
    CHECK((e.give(command::issue_keys{}) == done));
    CHECK(e.now.rev == rev);
    e.give(command::issue_keys{{{d1, "first"}}});
    e.give(command::issue_keys{{{d1, "second"}}});
    CHECK(e.now.find(d1)->key_hash == "second");
    CHECK(e.now.find(d1)->key_rev == e.now.rev);
}

TEST_CASE("check-ins, keys and screens don't make what an operator saw stale; his colleague's commands do") {
    evening e;
    e.give(command::start{});
    const auto seen = e.now.rev;
    e.check_in_oneself("d1");
    e.give(command::check_out{d1});
    e.give(command::issue_keys{{{d1, "hash"}}});
    e.give(command::add_screen{screen_id{"hall"}, "会场", layout::hall, "hash"});
    CHECK_FALSE(is_stale(e.now, seen));
    e.give(command::select_item{item_id{"i1"}});
    CHECK(is_stale(e.now, seen));
    CHECK_FALSE(is_stale(e.now, e.now.rev));
}

TEST_CASE("each role may give its own commands and no other") {
    const any_command opens = command::open_ballot{ballot_id{"plain"}, std::nullopt};
    const any_command shows = command::show{screen_id{"hall"}, layout::hall};
    const any_command confirms = command::confirm_count{ballot_id{"plain"}};
    const any_command changes = command::change_definition{};
    const auto allowed = [&](account_role role) {
        return std::vector<bool>{may(role, opens), may(role, shows), may(role, confirms), may(role, changes)};
    };
    CHECK(allowed(account_role::admin) == std::vector<bool>{true, true, true, true});
    CHECK(allowed(account_role::moderator) == std::vector<bool>{true, false, false, false});
    CHECK(allowed(account_role::director) == std::vector<bool>{false, true, false, false});
    CHECK(allowed(account_role::scrutineer) == std::vector<bool>{false, false, true, false});
}

TEST_CASE("a record with a gap, or one that names what does not exist, is not applied") {
    evening e;
    recorded_event next{e.now.rev + 2, 0, {}, event::inquiry_started{}, "digest"};
    CHECK_THROWS_AS(evolve(e.now, next), std::logic_error);
    next.rev = e.now.rev;
    CHECK_THROWS_AS(evolve(e.now, next), std::logic_error);
    next.rev = e.now.rev + 1;
    next.what = event::deputy_checked_in{deputy_id{"nobody"}};
    CHECK_THROWS_AS(evolve(e.now, next), std::logic_error);
}
