// How votes are cast and answered. A vote and its receipt are those of the wire contract.
#include <algorithm>

#include "client/ballot_day.hpp"
#include "client/crowd.hpp"

namespace wenzheng::bench {
using nlohmann::json;

namespace {

constexpr std::int64_t last_answers_ms = 20'000;
constexpr int longest_poll_ms = 20;
constexpr std::int64_t ns_a_ms = 1'000'000;

std::string hex(std::uint64_t number) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (int i = 15; i >= 0; --i, number >>= 4) text[static_cast<std::size_t>(i)] = digits[number & 15];
    return text;
}

}  // namespace

void crowd::cast(std::size_t who) {
    auto& one = clients_[who];
    auto& mine = one.cast;
    mine.nonce = hex(random_()) + hex(random_());
    ++mine.attempt;
    const auto& choice = day_->choices[random_() % day_->choices.size()];
    const std::string text = R"({"type":"vote","nonce":")" + mine.nonce + R"(","ballot":")" + day_->ballot +
                             R"(","choice":")" + choice + R"(","attempt":)" + std::to_string(mine.attempt) + "}";
    mine.waits = true;
    ++day_->in_flight;
    mine.sent_ns = now_ns();
    all_.send(who, one.socket_io ? "42[\"vote\"," + text + "]" : text);
}

void crowd::look_for_answer(client& one, std::size_t who, std::string_view message) {
    if (!day_ || message.find(one.cast.nonce) == std::string_view::npos) return;
    const auto at = now_ns();
    one.cast.waits = false;
    --day_->in_flight;
    day_->last_ns = at;
    if (message.find("\"receipt\"") == std::string_view::npos) {
        ++day_->refused;
        if (day_->first_refusal.empty()) day_->first_refusal = message;
        return;
    }
    ++day_->confirmed;
    day_->waits_ms.push_back(static_cast<double>(at - one.cast.sent_ns) / 1e6);
    if (at < day_->again_until_ns) cast(who);
}

json crowd::report_of_votes(const group& voters, std::int64_t began_ns) {
    std::uint32_t last_attempt = 0;
    for (const auto who : voters.members) {
        auto& mine = clients_[who].cast;
        last_attempt = std::max(last_attempt, mine.attempt);
        mine.waits = false;
    }
    auto& waits = day_->waits_ms;
    json out{{"confirmed", day_->confirmed},        {"refused", day_->refused},
             {"unanswered", day_->in_flight},       {"seconds", static_cast<double>(day_->last_ns - began_ns) / 1e9},
             {"p50_ms", percentile_of(waits, 0.5)}, {"p99_ms", percentile_of(waits, 0.99)},
             {"max_ms", percentile_of(waits, 1)},   {"last_attempt", last_attempt}};
    if (!day_->first_refusal.empty()) out["refusal"] = day_->first_refusal;
    day_.reset();
    return out;
}

json crowd::votes(const json& what) {
    auto& voters = group_named(what);
    day_ = std::make_unique<ballot_day>();
    day_->ballot = what.at("ballot").get<std::string>();
    day_->choices = what.at("choices").get<std::vector<std::string>>();
    const auto began = now_ns();
    const auto lasts_ms = static_cast<std::int64_t>(what.at("seconds").get<double>() * 1'000);
    day_->again_until_ns = began + lasts_ms * ns_a_ms;
    const auto first = what.value("first_attempt", std::uint32_t{1});
    for (const auto who : voters.members) {
        if (!clients_[who].alive) continue;
        clients_[who].cast.attempt = first - 1;
        cast(who);
    }
    until([&] { return day_->in_flight == 0 && now_ns() >= day_->again_until_ns; }, lasts_ms + last_answers_ms);
    return report_of_votes(voters, began);
}

json crowd::burst(const json& what) {
    auto& voters = group_named(what);
    day_ = std::make_unique<ballot_day>();
    day_->ballot = what.at("ballot").get<std::string>();
    day_->choices = what.at("choices").get<std::vector<std::string>>();
    const auto within_ns = what.at("within_ms").get<std::int64_t>() * ns_a_ms;
    const auto attempt = what.value("attempt", std::uint32_t{1});
    std::vector<std::pair<std::int64_t, std::size_t>> presses;  // when, and who
    for (const auto who : voters.members) {
        if (!clients_[who].alive) continue;
        clients_[who].cast.attempt = attempt - 1;
        presses.emplace_back(static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(within_ns + 1)), who);
    }
    std::sort(presses.begin(), presses.end());
    const auto began = now_ns();
    for (std::size_t next = 0; next < presses.size();) {
        const auto due = presses[next].first - (now_ns() - began);
        if (due <= 0)
            cast(presses[next++].second);
        else
            all_.poll(static_cast<int>(std::min<std::int64_t>(due / ns_a_ms, longest_poll_ms)));
    }
    until([&] { return day_->in_flight == 0; }, last_answers_ms);
    return report_of_votes(voters, began);
}

}  // namespace wenzheng::bench
