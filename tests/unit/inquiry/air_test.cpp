// Screens under a director, and evidence.
#include "catch.hpp"
#include "inquiry/evening.hpp"
#include "inquiry/limits.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::done;
using testing::evening;
using code = refusal_code;

namespace {

const screen_id hall{"hall"};
const screen_id strip{"strip"};
const ballot_id plain{"plain"};
const item_id i1{"i1"};
const item_id i2{"i2"};

picture of(layout where) {
    picture what;
    what.layout = where;
    return what;
}

picture question_of(const item_id& item) {
    auto what = of(layout::hall);
    what.scene = pinned_scene::question;
    what.item = item;
    return what;
}

picture result_of(const ballot_id& ballot) {
    auto what = of(layout::hall);
    what.scene = pinned_scene::result;
    what.ballot = ballot;
    return what;
}

evening with_screens() {
    evening e;
    e.begin();
    e.give(command::add_screen{hall, "会场", layout::hall, "hash"});
    e.give(command::add_screen{strip, "字幕", layout::caption, "hash"});
    return e;
}

// Two pictures and a film of i1, a picture of i2: e1 to e4.
evening with_evidence() {
    auto e = with_screens();
    const auto add = [&](const item_id& item, media kind) {
        e.give(command::add_evidence{item, "楼道堆物", std::string(64, 'a'), kind, 1'000});
    };
    add(i1, media::jpeg);
    add(i1, media::mp4);
    add(i2, media::png);
    add(i1, media::png);
    return e;
}

std::vector<std::string> order_of(const evening& e) {
    std::vector<std::string> ids;
    for (const auto& one : e.now.evidence) ids.push_back(one.id.value);
    return ids;
}

}  // namespace

TEST_CASE("a preview is not shown until it is taken, and then alone on the screens that have one") {
    auto e = with_screens();
    CHECK((e.give(command::take{}) == code::nothing_to_take));
    CHECK((e.give(command::preview{hall, question_of(i2)}) == done));
    CHECK(e.now.find(hall)->on_air.automatic());
    CHECK((e.give(command::take{}) == done));
    CHECK(e.now.find(hall)->on_air == question_of(i2));
    CHECK_FALSE(e.now.find(hall)->preview.has_value());
    CHECK(e.now.find(strip)->on_air == of(layout::caption));
}

TEST_CASE("all previews are taken by one event, at one instant") {
    auto e = with_screens();
    e.give(command::preview{hall, of(layout::ranking)});
    e.give(command::preview{strip, of(layout::card)});
    const auto before = e.now.rev;
    e.give(command::take{});
    CHECK(e.now.rev == before + 1);
    CHECK(e.now.find(hall)->on_air.layout == layout::ranking);
    CHECK(e.now.find(strip)->on_air.layout == layout::card);
}

TEST_CASE("nothing is pinned that isn't there or not revealed") {
    auto e = with_screens();
    CHECK((e.give(command::preview{screen_id{"none"}, of(layout::qr)}) == code::no_such_screen));
    CHECK((e.give(command::preview{hall, question_of(item_id{"none"})}) == code::no_such_item));
    CHECK((e.give(command::preview{hall, result_of(ballot_id{"none"})}) == code::no_such_ballot));
    CHECK((e.give(command::preview{hall, result_of(plain)}) == code::bad_picture));
    auto odd = question_of(i1);
    odd.layout = layout::qr;
    CHECK((e.give(command::preview{hall, odd}) == code::bad_picture));
    odd = of(layout::hall);
    odd.card = card_kind::wait;
    CHECK((e.give(command::preview{hall, odd}) == code::bad_picture));
    odd = of(layout::hall);
    odd.scene = pinned_scene::question;
    CHECK((e.give(command::preview{hall, odd}) == code::bad_picture));
    e.play_until_closed("plain");
    CHECK((e.give(command::preview{hall, result_of(plain)}) == code::bad_picture));
    e.give(command::reveal_ballot{plain});
    CHECK((e.give(command::preview{hall, result_of(plain)}) == done));
    e.give(command::void_ballot{plain, "设备故障"});
    CHECK((e.give(command::take{hall}) == code::bad_picture));
    CHECK(e.now.find(hall)->on_air.automatic());
}

TEST_CASE("a panic covers every screen, and a take brings back what was on air") {
    auto e = with_screens();
    e.give(command::preview{hall, question_of(i2)});
    e.give(command::take{hall});
    e.give(command::panic{});
    CHECK(e.now.find(hall)->panic);
    CHECK(e.now.find(strip)->panic);
    CHECK((e.give(command::take{hall}) == done));
    CHECK_FALSE(e.now.find(hall)->panic);
    CHECK(e.now.find(hall)->on_air == question_of(i2));
    CHECK(e.now.find(strip)->panic);
}

TEST_CASE("a released screen follows the moderator again") {
    auto e = with_screens();
    e.give(command::preview{hall, question_of(i2)});
    e.give(command::take{hall});
    e.give(command::preview{strip, of(layout::card)});
    e.give(command::take{strip});
    e.give(command::panic{});
    CHECK((e.give(command::release{}) == done));
    CHECK(e.now.find(hall)->on_air == of(layout::hall));
    CHECK(e.now.find(strip)->on_air == of(layout::caption));
    CHECK_FALSE(e.now.find(hall)->panic);
    const auto rev = e.now.rev;
    CHECK((e.give(command::release{}) == done));
    CHECK(e.now.rev == rev);
}

TEST_CASE("a director's pictures and a film's transport make nobody's command stale, and are never too late") {
    auto e = with_evidence();
    e.give(command::show_evidence{evidence_id{"e2"}, false});
    const auto seen = e.now.rev;
    e.give(command::preview{hall, of(layout::ranking)});
    e.give(command::take{});
    e.give(command::panic{});
    e.give(command::release{});
    e.give(command::pause_evidence{});
    CHECK_FALSE(is_stale(e.now, seen));
    for (const any_command& quick :
         {any_command{command::take{}}, any_command{command::panic{}}, any_command{command::pause_evidence{}}})
        CHECK_FALSE(needs_newest(quick));
    CHECK(needs_newest(command::show_evidence{}));
    CHECK(needs_newest(command::reveal_ballot{}));
}

TEST_CASE("a film goes on from where it is, whatever is done to it") {
    auto e = with_evidence();
    const auto& showing = e.now.showing;
    CHECK((e.give(command::play_evidence{}) == code::nothing_showing));
    e.give(command::show_evidence{evidence_id{"e2"}, false});
    REQUIRE(showing.has_value());
    CHECK(showing->playing);
    e.clock += 4'000;
    e.give(command::pause_evidence{});
    CHECK(showing->position_ms == 4'000);
    e.clock += 60'000;
    e.give(command::play_evidence{});
    e.clock += 1'500;
    e.give(command::show_evidence{evidence_id{"e2"}, true});
    CHECK(showing->beside);
    CHECK(showing->playing);
    CHECK(showing->position_ms == 5'500);
    CHECK(showing->at == e.clock);
    e.give(command::seek_evidence{90'000});
    CHECK(showing->position_ms == 90'000);
    CHECK(showing->playing);
    CHECK((e.give(command::seek_evidence{limits::film_max_ms + 1}) == code::bad_duration));
    e.give(command::show_evidence{evidence_id{"e1"}, false});
    CHECK_FALSE(showing->playing);
    CHECK((e.give(command::pause_evidence{}) == code::not_a_video));
    e.give(command::hide_evidence{});
    CHECK_FALSE(showing.has_value());
}

TEST_CASE("a question, an open ballot and the end put evidence away") {
    auto e = with_evidence();
    const auto show = [&] { return e.give(command::show_evidence{evidence_id{"e1"}, false}); };
    show();
    e.give(command::select_item{i2});
    CHECK_FALSE(e.now.showing.has_value());
    show();
    e.give(command::open_ballot{plain, std::nullopt});
    CHECK_FALSE(e.now.showing.has_value());
    CHECK((show() == code::ballot_open));
    e.give(command::close_ballot{plain});
    show();
    e.give(command::finish{});
    CHECK_FALSE(e.now.showing.has_value());
    CHECK((show() == code::inquiry_finished));
}

TEST_CASE("evidence has its order within its item, and its id for ever") {
    auto e = with_evidence();
    CHECK(order_of(e) == std::vector<std::string>{"e1", "e2", "e3", "e4"});
    const auto order = [&](std::vector<evidence_id> ids) {
        return e.give(command::order_evidence{i1, std::move(ids)});
    };
    CHECK((order({evidence_id{"e4"}, evidence_id{"e1"}, evidence_id{"e2"}}) == done));
    CHECK(order_of(e) == std::vector<std::string>{"e4", "e1", "e3", "e2"});
    CHECK((order({evidence_id{"e4"}, evidence_id{"e1"}}) == code::bad_order));
    CHECK((order({evidence_id{"e4"}, evidence_id{"e1"}, evidence_id{"e3"}}) == code::bad_order));
    CHECK((order({evidence_id{"e4"}, evidence_id{"e4"}, evidence_id{"e2"}}) == code::bad_order));
    e.give(command::show_evidence{evidence_id{"e4"}, false});
    CHECK((e.give(command::remove_evidence{evidence_id{"e4"}}) == code::evidence_on_air));
    e.give(command::hide_evidence{});
    CHECK((e.give(command::remove_evidence{evidence_id{"e4"}}) == done));
    CHECK((e.give(command::remove_evidence{evidence_id{"e4"}}) == code::no_such_evidence));
    e.give(command::add_evidence{i1, "整改后", std::string(64, 'b'), media::png, 10});
    CHECK(e.now.evidence.back().id.value == "e5");
    CHECK((e.give(command::add_evidence{item_id{"none"}, "x", "f", media::png, 10}) == code::no_such_item));
    CHECK((e.give(command::add_evidence{i1, " ", "f", media::png, 10}) == code::bad_text));
}

TEST_CASE("no more evidence than the limit says") {
    auto e = with_screens();
    for (std::size_t i = 0; i < limits::evidence; ++i) e.give(command::add_evidence{i1, "图", "f", media::png, 1});
    CHECK((e.give(command::add_evidence{i1, "图", "f", media::png, 1}) == code::limit_reached));
}

TEST_CASE("a result is shown a lead after its reveal, and an item's question begins when it is selected") {
    evening e;
    e.begin();
    CHECK_FALSE(e.now.item_at.has_value());
    e.give(command::select_item{i1});
    CHECK(e.now.item_at == e.clock);
    e.play_until_closed("plain");
    e.clock += 5'000;
    e.give(command::reveal_ballot{plain});
    CHECK(e.ballot("plain").revealed_at == e.clock + limits::reveal_lead_ms);
    e.clock += 60'000;
    CHECK((e.give(command::select_item{i1}) == done));
    CHECK(e.now.item_at == e.clock);
    CHECK(e.now.item_at > e.ballot("plain").revealed_at);
}

TEST_CASE("directors have screens and evidence, moderators what is shown, others neither") {
    const any_command takes = command::take{};
    const any_command shows = command::show_evidence{};
    const any_command removes = command::remove_evidence{};
    const auto allowed = [&](account_role role) {
        return std::vector<bool>{may(role, takes), may(role, shows), may(role, removes)};
    };
    CHECK(allowed(account_role::admin) == std::vector<bool>{true, true, true});
    CHECK(allowed(account_role::director) == std::vector<bool>{true, true, true});
    CHECK(allowed(account_role::moderator) == std::vector<bool>{false, true, false});
    CHECK(allowed(account_role::scrutineer) == std::vector<bool>{false, false, false});
}
