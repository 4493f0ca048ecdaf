#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rehearse/behaviour.hpp"
#include "rehearse/link.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// A simulated phone. Checks in as soon as it may; keeps each vote until it is answered and sends the same bytes again,
// on this connection or the next. When to press is its director's business.
// Held by shared_ptr until the stage's io_context has run out.
class deputy final : public std::enable_shared_from_this<deputy>, private link::owner {
public:
    deputy(stage& shared, int number, std::string inquiry, std::string cookie);

    void arrive() { link_->start(); }
    void leave() { link_->stop(); }
    // Once for each ballot when its opening is first seen; never for one that the deputy has voted on before.
    std::function<void(deputy&, const seen_ballot&)> on_open;

    // A vote with the next attempt. `after_close`: the deputy knows that the ballot is closed.
    void press(const std::string& ballot, const std::string& choice, bool after_close = false);
    // The same with whatever a vote may carry: `choice`, `score` or `choices`.
    void press_with(const std::string& ballot, const nlohmann::json& what, bool after_close = false);
    // The bytes of the first vote on this ballot once more.
    void repeat(const std::string& ballot);
    // Loses the connection; on the next one the last vote goes out again, answered or not.
    void lose_connection(const std::string& ballot);

    bool welcomed() const { return link_->ready(); }
    bool checked_in() const { return checked_in_; }
    bool sees_open(const std::string& ballot) const { return seen_open_.contains(ballot); }
    bool sees_result(const std::string& ballot) const { return results_.contains(ballot); }
    bool still_open(const std::string& ballot) const;
    bool waits_for_answers() const { return unanswered_ > 0; }
    // The phone shows the newest vote that was confirmed.
    bool remembers(const std::string& ballot) const;
    bool gone() const { return link_->over(); }
    const std::string& trouble() const { return link_->trouble(); }

private:
    struct vote {
        std::string nonce;
        std::string choice;
        std::string text;
        int attempt = 1;
        steady_clock::time_point first_sent;
        steady_clock::time_point last_sent;
        bool answered = false;
        bool confirmed = false;
        // Lost its connection on purpose, so how long it took says nothing about the network.
        bool disturbed = false;
    };
    struct memory {
        int attempt = 0;
        std::string choice;
    };

    void received(const std::shared_ptr<message const>& what) override;
    void ended(int close_code) override;
    void greet();
    void recall(const message& you);
    void look_for_open_ballots();
    bool shows_delayed(const std::string& ballot) const;
    void take_receipt(const message& what);
    void take_refusal(const message& what);
    void check_in_if_possible();
    void send(vote& cast);
    void answer(vote& cast, bool confirmed);
    vote* find(const std::string& nonce);
    asio::awaitable<void> insist();

    stage& shared_;
    surface me_;
    std::shared_ptr<link> link_;
    std::map<std::string, std::vector<vote>> votes_;  // by ballot, by attempt
    std::map<std::string, memory> memories_;          // by ballot, as the server last told
    std::map<std::string, shown_result> results_;
    std::set<std::string> seen_open_;
    std::shared_ptr<const message> latest_;  // the newest view
    std::string repeat_on_return_;           // a ballot
    std::string checkin_id_;
    std::string refused_in_state_;  // of the inquiry, when a check-in was refused
    int unanswered_ = 0;
    bool checked_in_ = false;
    bool was_checked_in_ = false;
    bool insisting_ = false;
    bool recalled_ = false;
};

}  // namespace wenzheng::rehearse
