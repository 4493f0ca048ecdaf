#include "rehearse/behaviour.hpp"

#include <algorithm>
#include <map>

#include "catch.hpp"

using namespace wenzheng::rehearse;

namespace {

const std::vector<std::string> satisfaction3{"satisfied", "basically_satisfied", "dissatisfied"};

}  // namespace

TEST_CASE("choices are picked from the scale, most of them satisfied") {
    std::mt19937_64 random{1};
    std::map<std::string, int> counts;
    for (int n = 0; n < 10'000; ++n) ++counts[pick_choice(satisfaction3, random)];
    CHECK(counts.size() == 3);
    CHECK(counts["satisfied"] > 5'500);
    CHECK(counts["satisfied"] < 7'000);
    CHECK(counts["basically_satisfied"] > counts["dissatisfied"]);
    CHECK(counts["dissatisfied"] > 500);
}

TEST_CASE("an unknown scale is used as well, its first choice most often") {
    std::mt19937_64 random{1};
    const std::vector<std::string> scale{"excellent", "competent", "incompetent"};
    std::map<std::string, int> counts;
    for (int n = 0; n < 3'000; ++n) ++counts[pick_choice(scale, random)];
    CHECK(counts.size() == 3);
    CHECK(counts["excellent"] > counts["competent"]);
    CHECK(counts["competent"] > counts["incompetent"]);
}

TEST_CASE("a scale of one choice leaves no choice") {
    std::mt19937_64 random{1};
    CHECK(pick_choice({"only"}, random) == "only");
}

TEST_CASE("people take between 0.3 and 6 seconds") {
    std::mt19937_64 random{1};
    auto shortest = human_delay(random);
    auto longest = shortest;
    for (int n = 0; n < 10'000; ++n) {
        const auto delay = human_delay(random);
        shortest = std::min(shortest, delay);
        longest = std::max(longest, delay);
    }
    CHECK(shortest.count() >= 300);
    CHECK(longest.count() <= 6'000);
    CHECK(shortest.count() < 400);
    CHECK(longest.count() > 5'500);
}

TEST_CASE("the same seed plans the same presses") {
    std::mt19937_64 first{7};
    std::mt19937_64 second{7};
    for (int n = 0; n < 200; ++n) {
        const auto a = plan_press(satisfaction3, first);
        const auto b = plan_press(satisfaction3, second);
        CHECK(a.choice == b.choice);
        CHECK(a.second_choice == b.second_choice);
        CHECK(a.breaks_after == b.breaks_after);
        CHECK(a.late_choice == b.late_choice);
    }
}

TEST_CASE("a hall of 150 holds every kind of trouble") {
    std::mt19937_64 random{7};
    press_plan any;
    int plain = 0;
    for (int n = 0; n < 150; ++n) {
        const auto plan = plan_press(satisfaction3, random);
        if (plan.second_choice) any.second_choice = plan.second_choice;
        if (plan.breaks_after) any.breaks_after = plan.breaks_after;
        if (plan.racing_choice) any.racing_choice = plan.racing_choice;
        if (plan.late_choice) any.late_choice = plan.late_choice;
        any.resends |= plan.resends;
        any.resends_after_close |= plan.resends_after_close;
        plain += plan.second_choice || plan.breaks_after || plan.resends ? 0 : 1;
    }
    CHECK(any.second_choice);
    CHECK(any.breaks_after);
    CHECK(any.racing_choice);
    CHECK(any.late_choice);
    CHECK(any.resends);
    CHECK(any.resends_after_close);
    CHECK(plain > 75);
}

TEST_CASE("scores stay in their range, most of them good") {
    std::mt19937_64 random{1};
    std::int64_t lowest = 100;
    int good = 0;
    for (int n = 0; n < 1'000; ++n) {
        const auto score = pick_score(0, 100, random);
        CHECK(score <= 100);
        lowest = std::min(lowest, score);
        good += score >= 80 ? 1 : 0;
    }
    CHECK(lowest >= 50);
    CHECK(lowest < 60);
    CHECK(good > 500);
    CHECK(pick_score(7, 7, random) == 7);
}
