#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "rehearse/company.hpp"
#include "rehearse/options.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// The last `count` of the roll, so that the personal links of the first deputies stay good for people.
std::vector<roll_entry> last_on_roll(const std::vector<roll_entry>& roll, std::size_t count);

// What a vote on this ballot carries: a choice, a score, or an answer to every question.
nlohmann::json pick_press(const seen_ballot& ballot, std::mt19937_64& random);

// Simulated deputies and viewers in an inquiry that a person moderates: they check in and vote by themselves, each in
// its own time, until the inquiry finishes or the rehearsal is interrupted.
class guests {
public:
    guests(stage& shared, const options& chosen, company& everyone)
        : shared_(shared), chosen_(chosen), everyone_(everyone) {}

    asio::awaitable<problem> take_part();

private:
    void watch_ballots(const std::vector<roll_entry>& seats);
    asio::awaitable<void> press_in_a_while(std::shared_ptr<deputy> who, std::string ballot, nlohmann::json what);

    stage& shared_;
    const options& chosen_;
    company& everyone_;
};

}  // namespace wenzheng::rehearse
