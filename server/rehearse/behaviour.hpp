#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace wenzheng::rehearse {

// What simulated deputies choose and when. Pure, and the same for the same seed.

// One of `choices` (not empty), as a real hall answers: most are satisfied, few are not, hardly anyone abstains.
std::string pick_choice(const std::vector<std::string>& choices, std::mt19937_64& random);

// A score from `least` to `most`: most give a good one, some a middling one.
std::int64_t pick_score(std::int64_t least, std::int64_t most, std::mt19937_64& random);

// Somebody reads the question, finds the button and presses it: 0.3 to 6 s, most of them early.
std::chrono::milliseconds human_delay(std::mt19937_64& random);

// What one deputy does with one ballot of a rehearsal.
struct press_plan {
    std::string choice;
    // Changes the mind: a further press with a higher attempt, so long after the first (0: in the same burst).
    std::optional<std::string> second_choice;
    std::chrono::milliseconds second_after{0};
    // A nervous client: the same bytes twice on one connection.
    bool resends = false;
    // The connection breaks so long after the press, answered or not; the same bytes go out on the next one.
    std::optional<std::chrono::milliseconds> breaks_after;
    // A further press that races with the close.
    std::optional<std::string> racing_choice;
    // A first press of new bytes when the close is known: must not be counted.
    std::optional<std::string> late_choice;
    // The bytes of the first press once more after the close: must get the same receipt.
    bool resends_after_close = false;
};

press_plan plan_press(const std::vector<std::string>& choices, std::mt19937_64& random);

}  // namespace wenzheng::rehearse
