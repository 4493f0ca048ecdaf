#include "rehearse/company.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

namespace wenzheng::rehearse {
namespace {

using nlohmann::json;

// A request body that names deputies stays small.
constexpr std::size_t keys_at_once = 80;
constexpr std::size_t joins_at_once = 16;
constexpr std::chrono::seconds shortest_patience{30};
constexpr std::chrono::milliseconds patience_a_client{10};
constexpr std::chrono::milliseconds last_look{500};
constexpr std::chrono::seconds settle_timeout{5};
constexpr std::chrono::milliseconds settle_look{50};
constexpr std::chrono::milliseconds goodbye_timeout{3'000};
constexpr std::chrono::milliseconds goodbye_look{20};

}  // namespace

asio::awaitable<problem> company::sign_in() {
    const auto by_cookie = !chosen_.cookie_env.empty();
    const auto& variable = by_cookie ? chosen_.cookie_env : chosen_.password_env;
    const auto* secret = std::getenv(variable.c_str());
    if (secret == nullptr || *secret == '\0')
        co_return (by_cookie ? "no cookie is in $" : "the password of " + chosen_.account + " is not in $") + variable;
    if (auto failed = co_await shared_.resolve()) co_return failed;
    if (by_cookie) {
        office_.keep_cookie("wz_operator", secret);
        co_return std::nullopt;
    }
    const json credentials{{"account", chosen_.account}, {"password", secret}};
    const auto answer = co_await office_.post("/api/v1/login", credentials);
    if (!answer.ok()) co_return answer.trouble;
    if (office_.cookie("wz_operator").empty()) co_return "the login set no cookie wz_operator";
    co_return std::nullopt;
}

asio::awaitable<problem> company::open_console() {
    console_ = std::make_unique<console>(shared_, inquiry_, office_.cookie("wz_operator"));
    shared_.log.facts.attends({surface_kind::console, 0});
    console_->arrive();
    const auto seen =
        co_await shared_.until([this] { return console_->view() != nullptr || console_->gone(); }, shortest_patience);
    if (seen && !console_->gone()) co_return std::nullopt;
    if (shared_.interrupted()) co_return "interrupted";
    co_return "the console got no view of " + inquiry_ + ": " + console_->trouble();
}

asio::awaitable<problem> company::make_keys(std::vector<std::string> ids, std::vector<key>& keys) {
    const auto path = "/api/v1/inquiries/" + inquiry_ + "/keys";
    auto begin = ids.begin();
    do {
        const auto end =
            begin + static_cast<std::ptrdiff_t>(std::min(keys_at_once, static_cast<std::size_t>(ids.end() - begin)));
        auto body = json::object();
        if (!ids.empty()) body["deputies"] = std::vector<std::string>(begin, end);
        const auto answer = co_await office_.post(path, body);
        if (!answer.ok()) co_return answer.trouble;
        for (const auto& made : array_of(answer.body, "keys"))
            keys.push_back({text_of(made, "id"), text_of(made, "key")});
        begin = end;
    } while (begin != ids.end());
    co_return std::nullopt;
}

// Who is still to join, shared by the clients that join one after the other.
struct company::seating {
    std::vector<key> keys;
    std::vector<std::string> cookies;  // by place in `keys`
    std::size_t next = 0;
    std::size_t joined = 0;
    std::size_t working = 0;
    problem failed;
};

asio::awaitable<void> company::seat_some(std::shared_ptr<seating> all) {
    http_client phone{shared_};
    while (all->next < all->keys.size() && !all->failed && !shared_.interrupted()) {
        const auto place = all->next++;
        phone.forget_cookies();
        const json body{{"key", all->keys[place].text}};
        const auto answer = co_await phone.post("/api/v1/inquiries/" + inquiry_ + "/join", body);
        all->cookies[place] = phone.cookie("wz_deputy");
        if (!answer.ok()) {
            all->failed = answer.trouble;
        } else if (all->cookies[place].empty()) {
            all->failed = "joining set no cookie wz_deputy";
        } else {
            ++all->joined;
        }
        shared_.ring();
    }
    --all->working;
    shared_.ring();
}

asio::awaitable<problem> company::seat_deputies(std::vector<std::string> ids) {
    const auto all = std::make_shared<seating>();
    if (auto failed = co_await make_keys(std::move(ids), all->keys)) co_return failed;
    all->cookies.resize(all->keys.size());
    for (; all->working < std::min(joins_at_once, all->keys.size()); ++all->working) {
        asio::co_spawn(shared_.io, seat_some(all), asio::detached);
    }
    const auto count = [all] { return all->working == 0 ? all->keys.size() : all->joined; };
    const auto complete = co_await shared_.gather("joined", count, all->keys.size(), patience());
    if (all->failed) co_return all->failed;
    if (shared_.interrupted()) co_return "interrupted";
    if (!complete || all->joined < all->keys.size()) co_return "not all deputies could join in time";
    for (std::size_t place = 0; place < all->keys.size(); ++place) {
        const auto number = static_cast<int>(deputies_.size());
        deputies_.push_back(std::make_shared<deputy>(shared_, number, inquiry_, all->cookies[place]));
        shared_.log.facts.attends({surface_kind::deputy, number});
    }
    shared_.tell(std::to_string(deputies_.size()) + " deputies have their keys");
    co_return std::nullopt;
}

asio::awaitable<problem> company::add_screen() {
    const auto path = "/api/v1/inquiries/" + inquiry_ + "/screens";
    const json wanted{{"name", "rehearsal"}, {"layout", "hall"}};
    const auto made = co_await office_.post(path, wanted);
    if (!made.ok()) co_return made.trouble;
    http_client browser{shared_};
    const json key_body{{"key", text_of(made.body, "key")}};
    const auto joined = co_await browser.post(path + "/join", key_body);
    if (!joined.ok()) co_return joined.trouble;
    auto cookie = browser.cookie("wz_screen");
    if (cookie.empty()) co_return "the screen's key set no cookie wz_screen";
    const surface who{surface_kind::screen, 0};
    spectators_.push_back(std::make_shared<spectator>(shared_, who, inquiry_, std::move(cookie)));
    shared_.log.facts.attends(who);
    co_return std::nullopt;
}

void company::add_viewers() {
    for (int number = 0; number < chosen_.viewers; ++number) {
        const surface who{surface_kind::viewer, number};
        spectators_.push_back(std::make_shared<spectator>(shared_, who, inquiry_, std::string{}));
        shared_.log.facts.attends(who);
    }
}

asio::awaitable<problem> company::arrive() {
    for (const auto& each : deputies_) each->arrive();
    for (const auto& each : spectators_) each->arrive();
    std::string trouble;
    const auto counted = [&trouble](const auto& all) {
        std::size_t count = 0;
        for (const auto& each : all) {
            if (each->gone()) trouble = each->trouble();
            count += each->welcomed() || each->gone() ? 1 : 0;
        }
        return count;
    };
    const auto count = [this, &counted] { return counted(deputies_) + counted(spectators_); };
    const auto total = deputies_.size() + spectators_.size();
    const auto complete = co_await shared_.gather("connected", count, total, patience());
    if (shared_.interrupted()) co_return "interrupted";
    if (!trouble.empty()) co_return "a client was sent away: " + trouble;
    if (!complete) co_return "not all clients could connect in time";
    shared_.tell(std::to_string(total) + " clients are connected");
    co_return std::nullopt;
}

// By plain pauses: an interrupted rehearsal has to settle too.
asio::awaitable<void> company::settle() {
    if (deputies_.empty()) co_return;
    const auto deadline = steady_clock::now() + settle_timeout;
    co_await shared_.pause(last_look);
    while (unanswered() > 0 && steady_clock::now() < deadline) co_await shared_.pause(settle_look);
}

asio::awaitable<void> company::leave() {
    for (const auto& each : deputies_) each->leave();
    for (const auto& each : spectators_) each->leave();
    if (console_) console_->leave();
    const auto gone = [](const auto& each) { return each->gone(); };
    const auto deadline = steady_clock::now() + goodbye_timeout;
    while (steady_clock::now() < deadline) {
        if (std::all_of(deputies_.begin(), deputies_.end(), gone) &&
            std::all_of(spectators_.begin(), spectators_.end(), gone)) {
            co_return;
        }
        co_await shared_.pause(goodbye_look);
    }
}

std::size_t company::unanswered() const {
    const auto waits = [](const auto& each) { return each->waits_for_answers(); };
    return static_cast<std::size_t>(std::count_if(deputies_.begin(), deputies_.end(), waits));
}

std::chrono::milliseconds company::patience() const {
    return shortest_patience + patience_a_client * (chosen_.deputies + chosen_.viewers);
}

}  // namespace wenzheng::rehearse
