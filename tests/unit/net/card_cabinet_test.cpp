// Cards are drawn once, however many ask.
#include "net/card_cabinet.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <vector>

#include "catch.hpp"
#include "inquiry/limits.hpp"

using namespace wenzheng;
namespace asio = boost::asio;

namespace {

using drawn = wire::result<net::card_cabinet::picture>;

card::content plain(const std::string& title) {
    card::content what;
    what.inquiry = title;
    what.answers = {{"满意", "green", "3", "75.00%", 0.75}, {"不满意", "red", "1", "25.00%", 0.25}};
    return what;
}

asio::awaitable<void> put(asio::awaitable<drawn> from, std::optional<drawn>& into) {
    into.emplace(co_await std::move(from));
}

// All asked for in the same moment.
std::vector<std::optional<drawn>> get(net::card_cabinet& from, const std::vector<std::string>& keys) {
    asio::io_context context{1};
    std::vector<std::optional<drawn>> all(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        asio::co_spawn(context, put(from.get(keys[i], plain(keys[i]), card::shape::wide), all[i]), asio::detached);
    context.run();
    return all;
}

}  // namespace

TEST_CASE("those who ask for one card at the same moment get the same bytes") {
    net::card_cabinet cabinet;
    const auto first = get(cabinet, {"a", "a", "b", "a"});
    for (const auto& one : first) REQUIRE(one->has_value());
    CHECK(**first[0] == **first[1]);
    CHECK(**first[0] == **first[3]);
    CHECK(**first[0] != **first[2]);
    CHECK((**first[0])->starts_with("\x89PNG"));
    const auto again = get(cabinet, {"b", "a"});
    CHECK(**again[0] == **first[2]);
    CHECK(**again[1] == **first[0]);
}

TEST_CASE("more than a few new cards at once are not waited for") {
    net::card_cabinet cabinet;
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < limits::cards_waiting + 3; ++i) keys.push_back(std::to_string(i));
    std::size_t refused = 0;
    for (const auto& one : get(cabinet, keys)) {
        if (one->has_value()) continue;
        CHECK(one->error().code == "unavailable");
        ++refused;
    }
    // One may have been drawn before the last had asked.
    CHECK(refused > 0);
    CHECK(refused <= 3);
    CHECK(get(cabinet, {"0"})[0]->has_value());
}
