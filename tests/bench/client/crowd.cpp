#include "client/crowd.hpp"

#include <algorithm>

#include "client/ballot_day.hpp"

namespace wenzheng::bench {
using nlohmann::json;

namespace {

constexpr std::size_t handshakes_at_once = 256;
constexpr std::int64_t open_timeout_ms = 110'000;
constexpr int longest_poll_ms = 50;
// Of one address: where most of its ports are taken, the system looks long for one that is free.
constexpr std::size_t clients_an_address = 8'000;

}  // namespace

crowd::crowd() : all_(*this, handshakes_at_once), random_(std::random_device{}()) {}

crowd::~crowd() = default;

json crowd::perform(const json& what) {
    const auto op = what.at("op").get<std::string>();
    if (op == "open") return open(what);
    if (op == "arm") return arm(what);
    if (op == "await") return await(what);
    if (op == "stall") return read(what, true);
    if (op == "resume") return read(what, false);
    if (op == "votes") return votes(what);
    if (op == "burst") return burst(what);
    if (op == "watch_result") return watch_result(what);
    if (op == "await_result") return await_result(what);
    if (op == "close") return close(what);
    return {{"error", "unknown op " + op}};
}

crowd::group& crowd::group_named(const json& what) {
    auto& found = groups_[what.at("group").get<std::string>()];
    if (!found) found = std::make_unique<group>();
    return *found;
}

bool crowd::until(const std::function<bool()>& holds, std::int64_t timeout_ms) {
    const auto deadline = now_ns() + timeout_ms * 1'000'000;
    while (!holds()) {
        if (now_ns() >= deadline) return false;
        all_.poll(longest_poll_ms);
    }
    return true;
}

json crowd::open(const json& what) {
    auto& into = group_named(what);
    const auto count = what.at("count").get<std::size_t>();
    rehearse::flock_place at;
    at.port = what.at("port").get<std::uint16_t>();
    at.host = "127.0.0.1:" + std::to_string(at.port);
    at.path = what.value("path", "/");
    at.origin = what.value("origin", "");
    at.receive_bytes = what.value("rcvbuf", 0);
    at.reset_when_dropped = true;
    client like;
    like.of = &into;
    like.socket_io = what.value("dialect", "ws") == "socket.io";
    like.ready_after = what.value("ready_after", 0);
    const auto began = now_ns();
    reasons_.clear();
    opening_ = count;
    failed_ = 0;
    const auto& paths = what.contains("paths") ? what["paths"] : json::array();
    const auto& cookies = what.contains("cookies") ? what["cookies"] : json::array();
    for (std::size_t i = 0; i < count; ++i) {
        at.from = "127.0.0." + std::to_string(1 + i / clients_an_address);
        if (i < paths.size()) at.path = paths[i].get<std::string>();
        if (i < cookies.size()) at.cookie = cookies[i].get<std::string>();
        clients_.push_back(like);
        into.members.push_back(all_.add(at));
    }
    until([&] { return opening_ == 0; }, open_timeout_ms);
    return {{"opened", count - failed_ - opening_},
            {"failed", failed_ + opening_},
            {"ms", static_cast<double>(now_ns() - began) / 1e6},
            {"reasons", reasons_}};
}

void crowd::make_ready(client& one) {
    if (one.ready) return;
    one.ready = true;
    --opening_;
}

void crowd::opened(std::size_t who) {
    auto& one = clients_[who];
    if (!one.socket_io && one.ready_after == 0) make_ready(one);
}

void crowd::ended(std::size_t who, int code, std::string_view why) {
    auto& one = clients_[who];
    one.alive = false;
    ++reasons_[std::to_string(code) + " " + std::string(why)];
    if (one.ready) return;
    one.ready = true;
    --opening_;
    ++failed_;
}

// Engine.IO 4 under Socket.IO 5: `0` opens, `40` joins, `2` asks whether we live, `42[…]` is a message.
std::string_view crowd::out_of_socket_io(std::size_t who, std::string_view packet) {
    if (packet.starts_with("42")) return packet.substr(2);
    if (packet.starts_with("40") && clients_[who].ready_after == 0) make_ready(clients_[who]);
    if (packet.starts_with("0")) all_.send(who, "40");
    if (packet == "2") all_.send(who, "3");
    return {};
}

void crowd::text(std::size_t who, std::string_view message) {
    auto& one = clients_[who];
    if (one.socket_io) message = out_of_socket_io(who, message);
    if (message.empty()) return;
    if (!one.ready && ++one.texts >= one.ready_after) make_ready(one);
    auto& of = *one.of;
    of.counts.message(message.size());
    if (one.cast.waits) look_for_answer(one, who, message);
    if (!of.result_word.empty() && !one.has_result) look_for_result(one, message);
    const auto rev = rev_in(message);
    if (!rev) return;
    of.counts.update(*rev, now_ns());
    if (one.newest_rev < of.awaited_rev && *rev >= of.awaited_rev) --of.behind;
    one.newest_rev = std::max(one.newest_rev, *rev);
}

json crowd::arm(const json& what) {
    auto& of = group_named(what);
    of.counts.arm();
    for (const auto who : of.members) clients_[who].bytes_before = all_.bytes_of(who);
    return {{"armed", of.members.size()}};
}

json crowd::await(const json& what) {
    auto& of = group_named(what);
    of.awaited_rev = what.at("rev").get<std::uint64_t>();
    of.behind = static_cast<std::size_t>(std::count_if(of.members.begin(), of.members.end(), [&](std::size_t who) {
        return clients_[who].newest_rev < of.awaited_rev;
    }));
    const bool complete = until([&] { return of.behind == 0; }, what.value("timeout_ms", 30'000));
    std::uint64_t most_bytes = 0;
    for (const auto who : of.members)
        most_bytes = std::max(most_bytes, all_.bytes_of(who) - clients_[who].bytes_before);
    auto report = of.counts.report(most_bytes);
    report["complete"] = complete;
    report["behind"] = of.behind;
    of.awaited_rev = 0;
    return report;
}

json crowd::read(const json& what, bool paused) {
    auto& of = group_named(what);
    for (const auto who : of.members) all_.pause(who, paused);
    return {{"members", of.members.size()}};
}

json crowd::watch_result(const json& what) {
    auto& of = group_named(what);
    of.result_word = "\"id\":\"" + what.at("ballot").get<std::string>() + "\"";
    of.without_result = of.members.size();
    of.result_first_ns = of.result_last_ns = 0;
    for (const auto who : of.members) clients_[who].has_result = false;
    return {{"watching", of.members.size()}};
}

// Keys of a view are sorted, and each ballot begins with `closes_at`.
void crowd::look_for_result(client& one, std::string_view message) {
    const auto at = message.find(one.of->result_word);
    if (at == std::string_view::npos) return;
    const auto ballot = message.substr(at, message.find("\"closes_at\"", at) - at);
    if (ballot.find("\"state\":\"revealed\"") == std::string_view::npos) return;
    one.has_result = true;
    auto& of = *one.of;
    of.result_last_ns = now_ns();
    if (of.result_first_ns == 0) of.result_first_ns = of.result_last_ns;
    --of.without_result;
}

json crowd::await_result(const json& what) {
    auto& of = group_named(what);
    const bool complete = until([&] { return of.without_result == 0; }, what.value("timeout_ms", 30'000));
    of.result_word.clear();
    return {{"complete", complete},
            {"without", of.without_result},
            {"first_ns", of.result_first_ns},
            {"last_ns", of.result_last_ns}};
}

json crowd::close(const json& what) {
    auto& of = group_named(what);
    const auto closed = of.members.size();
    for (const auto who : of.members) {
        all_.drop(who);
        clients_[who].alive = false;
    }
    of.members.clear();
    return {{"closed", closed}};
}

}  // namespace wenzheng::bench
