// Views of announced ballots, for cards: as the server writes them of a state.
#pragma once

#include <string>
#include <vector>

#include "inquiry/state.hpp"
#include "inquiry/tally.hpp"
#include "wire/json_text.hpp"
#include "wire/views.hpp"

namespace card_test {

using namespace wenzheng;
using inquiry::choice_id;

inline constexpr std::int64_t revealed_ms = 1'795'000'000'000;

// Everything about one ballot that a test wants to be different.
struct announced {
    inquiry::ballot_definition ballot;
    std::vector<std::pair<std::string, std::int64_t>> pressed{};  // by mark
    std::vector<std::vector<std::pair<std::string, std::int64_t>>> advisory{};
    std::string title = "优化营商环境专题问政";
    std::string department = "住房和城乡建设局";
    std::string item = "小区物业管理";
    std::string language = "zh-CN";
    bool rehearsal = false;
    int round = 1;
    bool revealed = true;
    std::vector<std::string> errata{};  // reasons
};

inline inquiry::box box_of(const std::vector<std::pair<std::string, std::int64_t>>& pressed) {
    inquiry::box out;
    for (const auto& [mark, n] : pressed) {
        out.pressed[inquiry::mark{mark}] = n;
        out.who.present += n;
    }
    out.who.entitled = out.who.present + 11;
    out.who.present += 4;
    return out;
}

inline inquiry::ballot_definition plain_ballot(const char* scale = "satisfaction3") {
    inquiry::ballot_definition ballot;
    ballot.id = inquiry::ballot_id{"b1"};
    ballot.item = inquiry::item_id{"i1"};
    ballot.title = "对答复的满意度测评";
    ballot.electorate = inquiry::electorate_id{"deputies"};
    ballot.scale = *inquiry::preset_scale(scale);
    using inquiry::comparison;
    ballot.rule.verdicts = {
        {"满意", {choice_id{"satisfied"}}, {}, inquiry::bound{{1, 2}, comparison::at_least}},
        {"基本满意",
         {choice_id{"satisfied"}, choice_id{"basically_satisfied"}},
         {},
         inquiry::bound{{1, 2}, comparison::more_than}},
        {"不满意", {}, {}, {}},
    };
    return ballot;
}

inline wire::json view_of(const announced& what) {
    inquiry::state s;
    s.rev = 12;
    s.what.id = inquiry::inquiry_id{"e1"};
    s.what.title = what.title;
    s.what.language = what.language;
    inquiry::item_definition item;
    item.id = inquiry::item_id{"i1"};
    item.department = what.department;
    item.title = what.item;
    s.what.items = {item};
    if (what.rehearsal) s.what.rehearsal_of = inquiry::inquiry_id{"e0"};
    inquiry::ballot_state ballot;
    ballot.what = what.ballot;
    ballot.phase = what.revealed ? inquiry::ballot_phase::revealed : inquiry::ballot_phase::closed;
    ballot.revealed = what.revealed;
    ballot.round = what.round;
    ballot.closes_at = revealed_ms - 5'000;
    ballot.revealed_at = revealed_ms;
    std::vector<inquiry::box> advisory;
    for (const auto& one : what.advisory) advisory.push_back(box_of(one));
    ballot.result = inquiry::tally(what.ballot, box_of(what.pressed), advisory, what.language);
    for (const auto& reason : what.errata) ballot.errata.push_back({reason, revealed_ms + 60'000, ballot.result, {}});
    s.ballots = {ballot};
    auto view =
        wire::json::parse(wire::write_view(s, wire::client_role::live, {.epoch = "epoch", .server_time = revealed_ms}));
    return view;
}

}  // namespace card_test
