#include "rehearse/deputy.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>
#include <utility>

namespace wenzheng::rehearse {
namespace {

using nlohmann::json;

// How often a waiting phone looks at what it waits for, and after how long it sends the same bytes again.
constexpr std::chrono::milliseconds look_interval{500};
constexpr std::chrono::milliseconds resend_after{4'000};

}  // namespace

deputy::deputy(stage& shared, int number, std::string inquiry, std::string cookie)
    : shared_(shared),
      me_{surface_kind::deputy, number},
      link_(std::make_shared<link>(shared, "/ws/" + inquiry + "/deputy", std::move(cookie),
                                   static_cast<link::owner&>(*this))) {}

void deputy::press(const std::string& ballot, const std::string& choice, bool after_close) {
    press_with(ballot, json{{"choice", choice}}, after_close);
}

void deputy::press_with(const std::string& ballot, const json& what, bool after_close) {
    const auto choice = press_of(what);
    auto& mine = votes_[ballot];
    const auto remembered = memories_.find(ballot);
    auto attempt = remembered == memories_.end() ? 1 : remembered->second.attempt + 1;
    if (!mine.empty()) attempt = std::max(attempt, mine.back().attempt + 1);
    vote cast{
        .nonce = random_id(), .choice = choice, .text = {}, .attempt = attempt, .first_sent = {}, .last_sent = {}};
    json said{{"type", "vote"}, {"nonce", cast.nonce}, {"ballot", ballot}, {"attempt", attempt}};
    said.update(what);
    cast.text = said.dump();
    cast.first_sent = steady_clock::now();
    shared_.log.facts.sent({me_.number, ballot, cast.nonce, attempt, choice, after_close});
    ++unanswered_;
    mine.push_back(std::move(cast));
    send(mine.back());
    if (insisting_) return;
    insisting_ = true;
    asio::co_spawn(shared_.io, insist(), asio::detached);
}

void deputy::repeat(const std::string& ballot) {
    const auto mine = votes_.find(ballot);
    if (mine == votes_.end() || mine->second.empty()) return;
    ++shared_.log.resends;
    send(mine->second.front());
}

void deputy::lose_connection(const std::string& ballot) {
    for (auto& cast : votes_[ballot]) cast.disturbed = true;
    repeat_on_return_ = ballot;
    link_->drop();
}

bool deputy::still_open(const std::string& ballot) const {
    const auto* found = latest_ ? latest_->view->find(ballot) : nullptr;
    return found != nullptr && found->state == "open";
}

bool deputy::shows_delayed(const std::string& ballot) const {
    const auto* found = latest_ ? latest_->view->find(ballot) : nullptr;
    return found != nullptr && found->display != "immediate";
}

bool deputy::remembers(const std::string& ballot) const {
    const auto mine = votes_.find(ballot);
    if (mine == votes_.end()) return true;
    const auto newest =
        std::find_if(mine->second.rbegin(), mine->second.rend(), [](const auto& v) { return v.confirmed; });
    if (newest == mine->second.rend()) return true;
    const auto known = memories_.find(ballot);
    return known != memories_.end() && known->second.attempt == newest->attempt &&
           known->second.choice == newest->choice;
}

void deputy::received(const std::shared_ptr<message const>& what) {
    if (what->view) {
        latest_ = what;
        shared_.log.look(me_, *what->view, results_);
        check_in_if_possible();
        return look_for_open_ballots();
    }
    if (what->type == "welcome") return greet();
    if (what->type == "you") return recall(*what);
    if (what->type == "receipt") return take_receipt(*what);
    if (what->type == "refused") return take_refusal(*what);
    if (what->type == "done" && text_of(what->body, "id") == checkin_id_) {
        checkin_id_.clear();
        checked_in_ = was_checked_in_ = true;
    }
    if (what->type == "progress" || what->type == "count") {
        shared_.log.look(me_, *what, shows_delayed(text_of(what->body, "ballot")));
    }
}

void deputy::ended(int) {}

// Whatever was under way on the last connection is unknown, and unknown is not failed: the same bytes again.
void deputy::greet() {
    recalled_ = false;
    if (!checkin_id_.empty()) link_->send(json{{"type", "checkin"}, {"id", checkin_id_}}.dump());
    for (auto& [ballot, mine] : votes_) {
        for (auto& cast : mine) {
            const auto repeat_this = ballot == repeat_on_return_ && &cast == &mine.back();
            if (cast.answered && !repeat_this) continue;
            ++shared_.log.resends;
            send(cast);
        }
    }
    repeat_on_return_.clear();
}

void deputy::recall(const message& you) {
    recalled_ = true;
    checked_in_ = you.body.value("checked_in", json(false)) == json(true);
    if (checked_in_) {
        was_checked_in_ = true;
        checkin_id_.clear();
    }
    for (const auto& [ballot, told] : object_of(you.body, "votes").items()) {
        const memory now{static_cast<int>(number_of(told, "attempt").value_or(0)), press_of(told)};
        memories_[ballot] = now;
        shared_.log.facts.remembered(me_.number, ballot, now.attempt, now.choice);
    }
    check_in_if_possible();
    look_for_open_ballots();
}

// Once only: whom the moderator checks out stays out.
void deputy::check_in_if_possible() {
    if (!latest_ || !recalled_ || was_checked_in_ || !checkin_id_.empty()) return;
    const auto& state = latest_->view->state;
    if ((state != "checkin" && state != "running") || state == refused_in_state_) return;
    checkin_id_ = random_id();
    link_->send(json{{"type", "checkin"}, {"id", checkin_id_}}.dump());
    if (insisting_) return;
    insisting_ = true;
    asio::co_spawn(shared_.io, insist(), asio::detached);
}

void deputy::look_for_open_ballots() {
    if (!latest_ || !recalled_) return;
    for (const auto& ballot : latest_->view->ballots) {
        if (ballot.state != "open" || !seen_open_.insert(ballot.id).second) continue;
        if (on_open && !memories_.contains(ballot.id)) on_open(*this, ballot);
    }
}

void deputy::take_receipt(const message& what) {
    const receipt_seen seen{text_of(what.body, "nonce"),
                            text_of(what.body, "ballot"),
                            static_cast<int>(number_of(what.body, "attempt").value_or(0)),
                            press_of(what.body),
                            text_of(what.body, "receipt"),
                            number_of(what.body, "at").value_or(0)};
    auto* cast = find(seen.nonce);
    if (cast == nullptr) return;
    const auto late = what.body.find("late");
    if (late != what.body.end() && *late == true) {
        shared_.log.facts.confirmed_late(seen.nonce);
        return answer(*cast, true);
    }
    shared_.log.facts.confirmed(seen);
    if (!cast->confirmed && !cast->disturbed) {
        const std::chrono::duration<double, std::milli> took = steady_clock::now() - cast->first_sent;
        shared_.log.receipt_ms.push_back(took.count());
    }
    answer(*cast, true);
}

void deputy::take_refusal(const message& what) {
    const auto code = text_of(what.body, "code");
    ++shared_.log.refusals[code];
    const auto final = code != "unavailable";
    if (const auto id = text_of(what.body, "id"); !id.empty() && id == checkin_id_) {
        if (!final) return;
        refused_in_state_ = latest_->view->state;
        checkin_id_.clear();
        return;
    }
    auto* cast = find(text_of(what.body, "nonce"));
    if (cast == nullptr) return;
    if (!final) {
        // The next look sends it again.
        cast->last_sent -= resend_after;
        return;
    }
    shared_.log.facts.refused(cast->nonce);
    answer(*cast, false);
}

void deputy::answer(vote& cast, bool confirmed) {
    cast.confirmed |= confirmed;
    if (!std::exchange(cast.answered, true)) --unanswered_;
}

void deputy::send(vote& cast) {
    cast.last_sent = steady_clock::now();
    link_->send(cast.text);
}

deputy::vote* deputy::find(const std::string& nonce) {
    for (auto& [ballot, mine] : votes_) {
        for (auto& cast : mine) {
            if (cast.nonce == nonce) return &cast;
        }
    }
    return nullptr;
}

asio::awaitable<void> deputy::insist() {
    const auto self = shared_from_this();
    while ((unanswered_ > 0 || !checkin_id_.empty()) && !link_->over()) {
        co_await shared_.pause(look_interval);
        for (auto& [ballot, mine] : votes_) {
            for (auto& cast : mine) {
                if (cast.answered || steady_clock::now() - cast.last_sent < resend_after) continue;
                ++shared_.log.resends;
                send(cast);
            }
        }
    }
    insisting_ = false;
}

}  // namespace wenzheng::rehearse
