// What holds of every rule and every vote, tried on many that were drawn by lot with a fixed seed.
#include <cstdint>

#include "catch.hpp"
#include "inquiry/evening.hpp"
#include "inquiry/presets.hpp"
#include "inquiry/tally.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;

namespace {

// A small generator of its own, so that a failure comes again on every machine.
struct lots {
    std::uint64_t seed;
    std::uint64_t below(std::uint64_t n) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        return (seed >> 33) % n;
    }
};

ballot_definition ballot_of(const rule_preset& preset) {
    ballot_definition ballot;
    ballot.electorate = electorate_id{"deputies"};
    ballot.scale = *preset_scale(preset.scale);
    ballot.rule = preset.rule;
    return ballot;
}

box draw(lots& lot, const ballot_definition& ballot, count most) {
    box in;
    count cast = 0;
    for (std::uint64_t i = lot.below(static_cast<std::uint64_t>(most)); i > 0; --i, ++cast) {
        if (ballot.scale.kind == scale_kind::score)
            ++in.pressed[mark_of(static_cast<std::int64_t>(lot.below(101)))];
        else
            ++in.pressed[mark_of(ballot.scale.choices[lot.below(ballot.scale.choices.size())].id)];
    }
    in.who.present = cast + static_cast<count>(lot.below(10));
    in.who.entitled = in.who.present + static_cast<count>(lot.below(20));
    return in;
}

// The place of the verdict in the rule: 0 is the best. Only for rules whose verdicts go from good to bad.
std::size_t rank_of(const ballot_definition& ballot, const box& in) {
    const auto name = tally(ballot, in, {}, "zh-CN").verdict.name;
    for (std::size_t i = 0; i < ballot.rule.verdicts.size(); ++i)
        if (ballot.rule.verdicts[i].name == name) return i;
    return ballot.rule.verdicts.size();
}

bool goes_from_good_to_bad(const rule_preset& preset) {
    return preset.id != "appraisal" && !preset.rule.verdicts.empty();
}

}  // namespace

TEST_CASE("one more of the worst never improves a verdict, and one vote moved to the worst does neither") {
    lots lot{20261};
    for (const auto& preset : rule_presets()) {
        if (!goes_from_good_to_bad(preset)) continue;
        auto ballot = ballot_of(preset);
        // Leaving out the lowest may make room for one more low score; that is what the option is for.
        ballot.rule.drop.reset();
        const auto worst = ballot.scale.kind == scale_kind::score ? mark_of(std::int64_t{0}) : mark_of([&] {
            for (const auto& choice : ballot.scale.choices)
                if (choice.tone == tone::bad) return choice.id;
            return choice_id{};
        }());
        for (int i = 0; i < 400; ++i) {
            CAPTURE(preset.id, i);
            const auto before = draw(lot, ballot, 60);
            auto more = before;
            ++more.pressed[worst];
            ++more.who.present;
            ++more.who.entitled;
            CHECK(rank_of(ballot, more) >= rank_of(ballot, before));
            if (before.pressed.empty()) continue;
            auto moved = before;
            --moved.pressed.begin()->second;
            ++moved.pressed[worst];
            CHECK(rank_of(ballot, moved) >= rank_of(ballot, before));
        }
    }
}

TEST_CASE("one vote moved to the best never makes a verdict worse") {
    lots lot{20262};
    for (const auto& preset : rule_presets()) {
        if (!goes_from_good_to_bad(preset)) continue;
        auto ballot = ballot_of(preset);
        const auto best = ballot.scale.kind == scale_kind::score ? mark_of(std::int64_t{100})
                                                                 : mark_of(ballot.scale.choices.front().id);
        for (int i = 0; i < 400; ++i) {
            CAPTURE(preset.id, i);
            const auto before = draw(lot, ballot, 60);
            if (before.pressed.empty()) continue;
            auto moved = before;
            --moved.pressed.rbegin()->second;
            ++moved.pressed[best];
            CHECK(rank_of(ballot, moved) <= rank_of(ballot, before));
        }
    }
}

TEST_CASE("counts add up to what was cast, and cast and not voted to those present") {
    lots lot{20263};
    for (const auto& preset : rule_presets()) {
        const auto ballot = ballot_of(preset);
        for (int i = 0; i < 200; ++i) {
            const auto in = draw(lot, ballot, 80);
            const auto result = tally(ballot, in, {}, "zh-CN");
            count sum = 0;
            for (const auto& [choice, n] : result.counts) sum += n;
            CHECK(sum == result.cast);
            CHECK(result.cast + result.not_voted == in.who.present);
            CHECK(result.valid <= result.cast);
        }
    }
}

TEST_CASE("a verdict with votes to spare changes when just one more than these are taken away") {
    lots lot{20264};
    const auto ballot = ballot_of(*find_rule_preset("shiquan"));
    for (int i = 0; i < 300; ++i) {
        auto in = draw(lot, ballot, 90);
        const auto result = tally(ballot, in, {}, "zh-CN");
        auto& good = in.pressed[mark{"satisfied"}];
        auto& bad = in.pressed[mark{"dissatisfied"}];
        if (result.verdict.margin >= 0) {
            good -= result.verdict.margin;
            bad += result.verdict.margin;
            CHECK(tally(ballot, in, {}, "zh-CN").verdict.name == "通过");
            --good;
            ++bad;
            CHECK(tally(ballot, in, {}, "zh-CN").verdict.name == "未通过");
        } else if (bad >= -result.verdict.margin) {
            good -= result.verdict.margin;
            bad += result.verdict.margin;
            CHECK(tally(ballot, in, {}, "zh-CN").verdict.name == "通过");
        }
    }
}

TEST_CASE("a result never changes when the voters change their names or the order in which they press") {
    lots lot{20265};
    for (int round = 0; round < 40; ++round) {
        testing::evening one;
        testing::evening other;
        const std::vector<std::string> names{"d1", "d2", "d3", "d4", "d5"};
        const auto shift = lot.below(names.size());
        for (auto* e : {&one, &other}) {
            e->begin();
            e->give(command::open_ballot{ballot_id{"plain"}, std::nullopt});
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto choice =
                std::vector<std::string>{"satisfied", "basically_satisfied", "dissatisfied"}[lot.below(3)];
            one.press(names[i], choice);
            other.press(names[(i + shift) % names.size()], choice);
        }
        for (auto* e : {&one, &other}) e->give(command::close_ballot{ballot_id{"plain"}});
        const auto& a = *one.ballot("plain").result;
        const auto& b = *other.ballot("plain").result;
        CHECK(a.counts == b.counts);
        CHECK(a.verdict.name == b.verdict.name);
        CHECK(a.verdict.margin == b.verdict.margin);
        CHECK(a.percent == b.percent);
    }
}
