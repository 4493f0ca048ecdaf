#include "rehearse/guests.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <utility>

#include "rehearse/behaviour.hpp"

namespace wenzheng::rehearse {
namespace {

constexpr std::chrono::hours longest_evening{24};

}  // namespace

std::vector<roll_entry> last_on_roll(const std::vector<roll_entry>& roll, std::size_t count) {
    const auto taken = std::min(count, roll.size());
    return {roll.end() - static_cast<std::ptrdiff_t>(taken), roll.end()};
}

nlohmann::json pick_press(const seen_ballot& ballot, std::mt19937_64& random) {
    auto what = nlohmann::json::object();
    if (ballot.scores) {
        what["score"] = pick_score(ballot.scores->least, ballot.scores->most, random);
    } else if (ballot.questions.empty()) {
        what["choice"] = pick_choice(ballot.choices, random);
    } else {
        for (const auto& question : ballot.questions) what["choices"][question] = pick_choice(ballot.choices, random);
    }
    return what;
}

asio::awaitable<problem> guests::take_part() {
    if (auto failed = co_await everyone_.sign_in()) co_return failed;
    everyone_.attend(chosen_.join);
    if (auto failed = co_await everyone_.open_console()) co_return failed;
    const auto& roll = everyone_.moderator().view()->roll;
    const auto seats = last_on_roll(roll, static_cast<std::size_t>(chosen_.deputies));
    if (seats.empty()) co_return "nobody is on the roll of " + chosen_.join;
    std::vector<std::string> ids;
    for (const auto& seat : seats) ids.push_back(seat.id);
    shared_.tell("playing " + ids.front() + " to " + ids.back() + ", the last " + std::to_string(ids.size()) +
                 " on the roll; their old keys are void");
    if (auto failed = co_await everyone_.seat_deputies(std::move(ids))) co_return failed;
    watch_ballots(seats);
    everyone_.add_viewers();
    if (auto failed = co_await everyone_.arrive()) co_return failed;
    shared_.tell("following " + chosen_.join + " until it finishes");
    const auto over = [this] {
        const auto& deputies = everyone_.deputies();
        auto& moderator = everyone_.moderator();
        return moderator.view()->state == "finished" || moderator.gone() ||
               std::all_of(deputies.begin(), deputies.end(), [](const auto& each) { return each->gone(); });
    };
    co_await shared_.until(over, longest_evening);
    shared_.tell(shared_.interrupted() ? "interrupted" : "the inquiry is over");
    co_return std::nullopt;
}

void guests::watch_ballots(const std::vector<roll_entry>& seats) {
    const auto& deputies = everyone_.deputies();
    for (std::size_t n = 0; n < deputies.size(); ++n) {
        deputies[n]->on_open = [this, electorates = seats[n].electorates](deputy& who, const seen_ballot& ballot) {
            const auto entitled = std::find_first_of(electorates.begin(), electorates.end(), ballot.electorates.begin(),
                                                     ballot.electorates.end()) != electorates.end();
            if (!entitled || (ballot.choices.empty() && !ballot.scores)) return;
            auto what = pick_press(ballot, shared_.random);
            asio::co_spawn(shared_.io, press_in_a_while(who.shared_from_this(), ballot.id, std::move(what)),
                           asio::detached);
        };
    }
}

asio::awaitable<void> guests::press_in_a_while(std::shared_ptr<deputy> who, std::string ballot, nlohmann::json what) {
    co_await shared_.pause(human_delay(shared_.random));
    if (shared_.interrupted() || !who->checked_in() || !who->still_open(ballot)) co_return;
    who->press_with(ballot, what);
}

}  // namespace wenzheng::rehearse
