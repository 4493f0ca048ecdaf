#include "rehearse/evening.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace wenzheng::rehearse {
namespace {

using nlohmann::json;

// A ballot must not end by itself while a slow network is rehearsed.
constexpr int ballot_duration_ms = 30 * 60 * 1'000;
constexpr int deputies_a_group = 50;
constexpr std::chrono::seconds memory_timeout{5};
constexpr std::chrono::seconds reveal_timeout{15};
constexpr std::chrono::seconds page_timeout{5};
constexpr std::chrono::milliseconds page_interval{200};
constexpr int longest_race_ms = 5;

std::string numbered(const char* format, int number) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, number);
    return text.data();
}

// Readable in the list of inquiries, and never one that exists.
std::string new_inquiry_id() {
    const auto now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> time{};
    std::strftime(time.data(), time.size(), "%Y%m%d-%H%M%S", &parts);
    return std::string{"rehearsal-"} + time.data() + "-" + random_id().substr(0, 8);
}

// A function, because g++ 12 can't keep a braced list in a coroutine that awaits in the same expression.
json only(const char* name, const std::string& value) { return {{name, value}}; }

json rule() {
    const json half{1, 2};
    return {{"denominator", "valid"},
            {"quorum", {{"of", "entitled"}, {"more_than", half}}},
            {"verdicts",
             json::array({{{"name", "满意"}, {"choices", {"satisfied"}}, {"of", "entitled"}, {"at_least", half}},
                          {{"name", "基本满意"},
                           {"choices", {"satisfied", "basically_satisfied"}},
                           {"of", "entitled"},
                           {"more_than", half}},
                          {{"name", "不满意"}}})}};
}

}  // namespace

json rehearsal_definition(const std::string& id, int deputies, int rounds) {
    json definition{{"id", id},
                    {"title", "彩排"},
                    {"language", "zh-CN"},
                    {"deputies", json::array()},
                    {"items", json::array()},
                    {"ballots", json::array()}};
    for (int n = 1; n <= deputies; ++n) {
        definition["deputies"].push_back({{"id", numbered("d%04d", n)},
                                          {"name", numbered("代表%04d", n)},
                                          {"group", numbered("第%d组", (n - 1) / deputies_a_group + 1)},
                                          {"electorates", {"deputies"}}});
    }
    for (int n = 1; n <= rounds; ++n) {
        definition["items"].push_back({{"id", numbered("i%d", n)},
                                       {"department", numbered("彩排部门%d", n)},
                                       {"respondent", "负责人"},
                                       {"title", numbered("彩排议题%d", n)},
                                       {"question", "彩排"}});
        definition["ballots"].push_back({{"id", numbered("b%d", n)},
                                         {"item", numbered("i%d", n)},
                                         {"title", numbered("彩排测评%d", n)},
                                         {"electorate", "deputies"},
                                         {"secrecy", "named"},
                                         {"scale", "satisfaction3"},
                                         {"press", "last"},
                                         {"display", "delayed"},
                                         {"duration_ms", ballot_duration_ms},
                                         {"rule", rule()}});
    }
    return definition;
}

asio::awaitable<problem> evening::play() {
    if (auto failed = co_await prepare()) co_return failed;
    if (auto failed = co_await check_in()) co_return failed;
    for (int number = 1; number <= chosen_.rounds; ++number) {
        if (auto failed = co_await round(number)) co_return failed;
    }
    co_return co_await everyone_.moderator().command("finish", json::object());
}

asio::awaitable<problem> evening::prepare() {
    if (auto failed = co_await everyone_.sign_in()) co_return failed;
    const auto id = new_inquiry_id();
    const auto created = co_await everyone_.office().post("/api/v1/inquiries",
                                                          rehearsal_definition(id, chosen_.deputies, chosen_.rounds));
    if (!created.ok()) co_return created.trouble;
    everyone_.attend(id);
    shared_.tell("inquiry " + id + " is there");
    if (auto failed = co_await everyone_.open_console()) co_return failed;
    if (auto failed = co_await everyone_.seat_deputies({})) co_return failed;
    if (auto failed = co_await everyone_.add_screen()) co_return failed;
    everyone_.add_viewers();
    shared_.log.facts.attends({surface_kind::page, 0});
    co_return co_await everyone_.arrive();
}

asio::awaitable<problem> evening::check_in() {
    if (auto failed = co_await everyone_.moderator().command("open_checkin", json::object())) co_return failed;
    shared_.tell("check-in is open");
    const auto& deputies = everyone_.deputies();
    const auto count = [&deputies] {
        return static_cast<std::size_t>(
            std::count_if(deputies.begin(), deputies.end(), [](const auto& each) { return each->checked_in(); }));
    };
    const bool complete = co_await shared_.gather("checked in", count, deputies.size(), everyone_.patience());
    if (!complete) {
        co_return std::to_string(deputies.size() - count()) + " deputies could not check in";
    }
    shared_.tell("all have checked in");
    co_return co_await everyone_.moderator().command("start", json::object());
}

asio::awaitable<problem> evening::round(int number) {
    const auto ballot = numbered("b%d", number);
    if (auto failed = co_await open(numbered("i%d", number), ballot)) co_return failed;
    if (auto failed = co_await vote(ballot)) co_return failed;
    if (auto failed = co_await close(ballot)) co_return failed;
    if (auto failed = co_await reveal(ballot)) co_return failed;
    const auto now = shared_.log.facts.judge();
    shared_.tell("round " + std::to_string(number) + ": so far " + std::to_string(now.receipts) + " receipts, " +
                 std::to_string(now.lost) + " lost, " + std::to_string(now.doubled) + " counted twice");
    co_return std::nullopt;
}

asio::awaitable<problem> evening::open(std::string item, std::string ballot) {
    auto& moderator = everyone_.moderator();
    if (auto failed = co_await moderator.command("select_item", only("item", item))) co_return failed;
    if (auto failed = co_await moderator.command("open_ballot", only("ballot", ballot))) co_return failed;
    const auto& deputies = everyone_.deputies();
    const auto count = [&deputies, &ballot] {
        return static_cast<std::size_t>(
            std::count_if(deputies.begin(), deputies.end(), [&](const auto& each) { return each->sees_open(ballot); }));
    };
    const bool complete = co_await shared_.gather("see ballot " + ballot, count, deputies.size(), everyone_.patience());
    if (!complete) {
        co_return std::to_string(deputies.size() - count()) + " deputies never saw ballot " + ballot + " open";
    }
    co_return std::nullopt;
}

asio::awaitable<problem> evening::vote(std::string ballot) {
    const auto* seen = everyone_.moderator().view()->find(ballot);
    // The console's own view may come a moment after the deputies'; the scale is known from the draft all the same.
    if (seen == nullptr || seen->choices.empty()) co_return "the console's view has no scale for " + ballot;
    const auto choices = seen->choices;
    plans_.clear();
    for (std::size_t n = 0; n < everyone_.deputies().size(); ++n) plans_.push_back(plan_press(choices, shared_.random));

    // The burst: nothing is awaited in here, so everyone presses in the same moment.
    for (std::size_t n = 0; n < plans_.size(); ++n) {
        const auto& who = everyone_.deputies()[n];
        const auto& plan = plans_[n];
        who->press(ballot, plan.choice);
        if (plan.resends) who->repeat(ballot);
        const auto at_once = plan.second_choice && plan.second_after.count() == 0;
        if (at_once) who->press(ballot, *plan.second_choice);
        if ((plan.second_choice && !at_once) || plan.breaks_after) {
            ++under_way_;
            asio::co_spawn(shared_.io, follow_up(who, plan, ballot), asio::detached);
        }
    }
    const bool answered = co_await all_answered();
    if (answered) co_return std::nullopt;
    co_return std::to_string(everyone_.unanswered()) + " deputies got no answer to a vote";
}

asio::awaitable<void> evening::follow_up(std::shared_ptr<deputy> who, press_plan plan, std::string ballot) {
    if (plan.breaks_after) {
        co_await shared_.pause(*plan.breaks_after);
        who->lose_connection(ballot);
    }
    if (plan.second_choice && plan.second_after.count() > 0) {
        co_await shared_.pause(plan.second_after);
        who->press(ballot, *plan.second_choice);
    }
    --under_way_;
    shared_.ring();
}

asio::awaitable<void> evening::race(std::shared_ptr<deputy> who, std::string choice, std::string ballot) {
    const auto wait = std::uniform_int_distribution<>{0, longest_race_ms}(shared_.random);
    co_await shared_.pause(std::chrono::milliseconds{wait});
    who->press(ballot, choice);
    --under_way_;
    shared_.ring();
}

// And all who lost their connection are back.
asio::awaitable<bool> evening::all_answered() {
    const auto& deputies = everyone_.deputies();
    const auto count = [this, &deputies] {
        const auto settled = [](const auto& each) { return each->welcomed() && !each->waits_for_answers(); };
        if (under_way_ > 0) return std::size_t{0};
        return static_cast<std::size_t>(std::count_if(deputies.begin(), deputies.end(), settled));
    };
    co_return co_await shared_.gather("answered", count, deputies.size(), everyone_.patience());
}

asio::awaitable<problem> evening::close(std::string ballot) {
    const auto& deputies = everyone_.deputies();
    for (std::size_t n = 0; n < plans_.size(); ++n) {
        if (!plans_[n].racing_choice) continue;
        ++under_way_;
        asio::co_spawn(shared_.io, race(deputies[n], *plans_[n].racing_choice, ballot), asio::detached);
    }
    if (auto failed = co_await everyone_.moderator().command("close_ballot", only("ballot", ballot))) co_return failed;
    // The close is done: what is pressed from here on is late, but what was sent before keeps its receipt.
    for (std::size_t n = 0; n < plans_.size(); ++n) {
        if (plans_[n].late_choice) deputies[n]->press(ballot, *plans_[n].late_choice, true);
        if (plans_[n].resends_after_close) deputies[n]->repeat(ballot);
    }
    const bool answered = co_await all_answered();
    if (!answered) co_return "votes around the close of " + ballot + " were not answered";
    const auto all_remember = [&deputies, &ballot] {
        return std::all_of(deputies.begin(), deputies.end(), [&](const auto& each) { return each->remembers(ballot); });
    };
    // Not in time is a finding of the oracle, and no reason to stop.
    co_await shared_.until(all_remember, memory_timeout);
    co_return std::nullopt;
}

asio::awaitable<problem> evening::reveal(std::string ballot) {
    if (shared_.interrupted()) co_return "interrupted";
    shared_.log.revealing(ballot);
    if (auto failed = co_await everyone_.moderator().command("reveal_ballot", only("ballot", ballot))) co_return failed;
    const auto count = [this, &ballot] {
        const auto sees = [&ballot](const auto& each) { return each->sees_result(ballot); };
        const auto& deputies = everyone_.deputies();
        const auto& spectators = everyone_.spectators();
        return static_cast<std::size_t>(std::count_if(deputies.begin(), deputies.end(), sees) +
                                        std::count_if(spectators.begin(), spectators.end(), sees) +
                                        (everyone_.moderator().sees_result(ballot) ? 1 : 0));
    };
    const auto total = everyone_.deputies().size() + everyone_.spectators().size() + 1;
    // Again: who never sees it is for the oracle to tell.
    co_await shared_.gather("see the result of " + ballot, count, total, reveal_timeout);
    co_await look_at_page(ballot);
    co_return shared_.interrupted() ? problem{"interrupted"} : std::nullopt;
}

asio::awaitable<void> evening::look_at_page(std::string ballot) {
    const auto deadline = steady_clock::now() + page_timeout;
    http_client reader{shared_};
    std::map<std::string, shown_result> seen;
    // Once at least, and again while the answer is an old one.
    while (true) {
        const auto answer = co_await reader.get("/api/v1/inquiries/" + everyone_.inquiry() + "/live");
        if (answer.ok()) shared_.log.look({surface_kind::page, 0}, read_view(answer.body), seen);
        if (seen.contains(ballot) || steady_clock::now() >= deadline || shared_.interrupted()) break;
        co_await shared_.pause(page_interval);
    }
}

}  // namespace wenzheng::rehearse
