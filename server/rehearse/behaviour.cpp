#include "rehearse/behaviour.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace wenzheng::rehearse {
namespace {

// Shares of the deputies who do something out of the ordinary, in percent.
constexpr int change_mind_percent = 15;
constexpr int resend_percent = 10;
constexpr int break_percent = 10;
constexpr int race_percent = 5;
constexpr int late_percent = 5;
constexpr int resend_late_percent = 5;

constexpr int longest_second_ms = 200;
constexpr int longest_break_ms = 30;

constexpr double satisfied_weight = 60;
constexpr double basically_weight = 28;
constexpr double dissatisfied_weight = 9;
constexpr double abstain_weight = 3;

// Choices of scales that are not listed: each has this share of the one before.
constexpr double falling_share = 0.4;

double weight_of(std::string_view choice, std::size_t place) {
    using entry = std::pair<std::string_view, double>;
    constexpr std::array known{
        entry{"satisfied", satisfied_weight},
        entry{"basically_satisfied", basically_weight},
        entry{"dissatisfied", dissatisfied_weight},
        entry{"abstain", abstain_weight},
    };
    for (const auto& [name, weight] : known) {
        if (name == choice) return weight;
    }
    auto weight = satisfied_weight;
    for (std::size_t i = 0; i < place; ++i) weight *= falling_share;
    return weight;
}

bool happens(int percent, std::mt19937_64& random) {
    return std::uniform_int_distribution<>{1, 100}(random) <= percent;
}

std::chrono::milliseconds within(int longest_ms, std::mt19937_64& random) {
    return std::chrono::milliseconds{std::uniform_int_distribution<>{0, longest_ms}(random)};
}

}  // namespace

std::string pick_choice(const std::vector<std::string>& choices, std::mt19937_64& random) {
    std::vector<double> weights;
    weights.reserve(choices.size());
    for (std::size_t i = 0; i < choices.size(); ++i) weights.push_back(weight_of(choices[i], i));
    std::discrete_distribution<std::size_t> distribution(weights.begin(), weights.end());
    return choices[distribution(random)];
}

std::int64_t pick_score(std::int64_t least, std::int64_t most, std::mt19937_64& random) {
    constexpr double worst_share = 0.5;
    const auto luck = std::uniform_real_distribution<>{0, 1}(random);
    const auto missing = (1 - worst_share) * luck * luck * static_cast<double>(most - least);
    return most - static_cast<std::int64_t>(missing);
}

std::chrono::milliseconds human_delay(std::mt19937_64& random) {
    constexpr double shortest_ms = 300;
    constexpr double spread_ms = 5'700;
    const auto share = std::uniform_real_distribution<>{0, 1}(random);
    // The square leans towards the quick ones and leaves a tail of the thoughtful.
    return std::chrono::milliseconds{static_cast<int>(shortest_ms + spread_ms * share * share)};
}

press_plan plan_press(const std::vector<std::string>& choices, std::mt19937_64& random) {
    press_plan plan;
    plan.choice = pick_choice(choices, random);
    if (happens(change_mind_percent, random)) {
        plan.second_choice = pick_choice(choices, random);
        if (happens(50, random)) plan.second_after = within(longest_second_ms, random);
    }
    plan.resends = happens(resend_percent, random);
    if (happens(break_percent, random)) plan.breaks_after = within(longest_break_ms, random);
    if (happens(race_percent, random)) plan.racing_choice = pick_choice(choices, random);
    if (happens(late_percent, random)) plan.late_choice = pick_choice(choices, random);
    plan.resends_after_close = happens(resend_late_percent, random);
    return plan;
}

}  // namespace wenzheng::rehearse
