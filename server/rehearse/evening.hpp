#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "rehearse/behaviour.hpp"
#include "rehearse/company.hpp"
#include "rehearse/options.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// An inquiry of our own with `deputies` on its roll and `rounds` ballots; as POST /api/v1/inquiries takes it.
nlohmann::json rehearsal_definition(const std::string& id, int deputies, int rounds);

// Plays that inquiry from check-in to finish, with everything that can go wrong on a phone.
class evening {
public:
    evening(stage& shared, const options& chosen, company& everyone)
        : shared_(shared), chosen_(chosen), everyone_(everyone) {}

    // Why it could not be played to the end. Whether votes were lost is the oracle's business.
    asio::awaitable<problem> play();

private:
    asio::awaitable<problem> prepare();
    asio::awaitable<problem> check_in();
    asio::awaitable<problem> round(int number);
    asio::awaitable<problem> open(std::string item, std::string ballot);
    asio::awaitable<problem> vote(std::string ballot);
    asio::awaitable<problem> close(std::string ballot);
    asio::awaitable<problem> reveal(std::string ballot);
    asio::awaitable<void> look_at_page(std::string ballot);
    asio::awaitable<bool> all_answered();
    // The votes of one deputy who does more than press once.
    asio::awaitable<void> follow_up(std::shared_ptr<deputy> who, press_plan plan, std::string ballot);
    asio::awaitable<void> race(std::shared_ptr<deputy> who, std::string choice, std::string ballot);

    stage& shared_;
    const options& chosen_;
    company& everyone_;
    std::vector<press_plan> plans_;  // of the present round, by deputy
    int under_way_ = 0;              // follow-ups and races
};

}  // namespace wenzheng::rehearse
