#include "live/presence_board.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "inquiry/limits.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;
using wire::json;

namespace {

constexpr auto lifetime_ms = std::chrono::milliseconds(limits::presence_lifetime).count();

json write_part(const presence_report& own) {
    json part{{"deputies", json::array()}, {"screens", json::object()}, {"viewers", own.viewers}};
    for (const auto& deputy : own.deputies) part["deputies"].push_back(deputy.value);
    for (const auto& screen : own.screens) part["screens"][screen.id.value] = screen.painted;
    return part;
}

struct merged {
    std::set<std::string> deputies;
    std::map<std::string, std::uint64_t> screens;
    std::size_t viewers = 0;

    void add(const json& part) {
        for (const auto& deputy : part.at("deputies")) deputies.insert(deputy.get<std::string>());
        for (const auto& [screen, painted] : part.at("screens").items())
            screens[screen] = std::max(screens[screen], painted.get<std::uint64_t>());
        viewers += part.at("viewers").get<std::size_t>();
    }
};

}  // namespace

presence_board::presence_board(record::store& store, const inquiry::inquiry_id& id, std::string worker)
    : store_(store), key_("wz:presence:{" + id.value + "}"), worker_(std::move(worker)) {}

asio::awaitable<void> presence_board::write(const presence_report& own) {
    auto part = write_part(own);
    const auto text = wire::canonical(part);
    const auto now = store_.now();
    if (text == written_ && now - written_at_ < lifetime_ms / 2) co_return;
    part["at"] = now;
    const auto stored = co_await store_.call(record::command_words("HSET", key_, worker_, wire::canonical(part)));
    if (!stored) co_return;
    written_ = text;
    written_at_ = now;
}

asio::awaitable<wire::presence> presence_board::read(const presence_report& own) {
    merged all;
    all.add(write_part(own));
    const auto stored = co_await store_.call(record::command_words("HGETALL", key_));
    if (stored) {
        others_.clear();
        const auto now = store_.now();
        for (std::size_t i = 0; i + 1 < stored->view().size(); i += 2) {
            if ((*stored)[i].text() == worker_) continue;
            auto part = json::parse((*stored)[i + 1].text(), nullptr, false);
            if (part.is_discarded()) continue;
            if (now - part.value("at", inquiry::instant_ms{0}) <= lifetime_ms)
                others_.push_back(std::move(part));
            else
                co_await store_.call(record::command_words("HDEL", key_, (*stored)[i].text()));
        }
    }
    for (const auto& part : others_) all.add(part);
    wire::presence out;
    for (const auto& deputy : all.deputies) out.deputies.emplace_back(deputy);
    for (const auto& [screen, painted] : all.screens) out.screens.push_back({inquiry::screen_id{screen}, painted});
    out.viewers = all.viewers;
    out.reasons = store_.reasons();
    out.store = !store_.is_ready() ? "away" : out.reasons.empty() ? "ready" : "not_durable";
    co_return out;
}

}  // namespace wenzheng::live
