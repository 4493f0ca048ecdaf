#include "record/sentinels.hpp"

#include "inquiry/limits.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;

sentinels::sentinels(redis_endpoint at) : at_(std::move(at)) {
    for (const auto& address : at_.sentinels) {
        auto& next = all_.emplace_back();
        next.at.host = address.host;
        next.at.port = address.port;
        next.at.password = at_.sentinel_password;
    }
}

asio::awaitable<std::optional<redis_endpoint>> sentinels::master() {
    opinion newest;
    for (auto& each : all_) {
        const auto said = co_await ask(each);
        if (said && said->failover > newest.failover) newest = *said;
    }
    if (newest.failover < 0) co_return std::nullopt;
    auto found = at_;
    found.sentinels.clear();
    found.host = newest.host;
    found.port = newest.port;
    co_return found;
}

asio::awaitable<std::optional<sentinels::opinion>> sentinels::ask(one& of) const {
    if (!of.connection || !of.connection->is_open()) {
        const auto connected = co_await redis_connection::connect(of.at, limits::sentinel_timeout);
        if (!connected) co_return std::nullopt;
        of.connection = *connected;
    }
    auto words = command_words("SENTINEL", "MASTER", at_.service);
    const auto reply = co_await of.connection->call(std::move(words), limits::sentinel_timeout);
    if (!reply) {
        if (reply.error() != store_error::refused) of.connection->close();
        co_return std::nullopt;
    }
    opinion said;
    for (std::size_t i = 0; i + 1 < reply->view().size(); i += 2) {
        const auto name = (*reply)[i].text();
        if (name == "ip") said.host = std::string((*reply)[i + 1].text());
        if (name == "port") said.port = static_cast<std::uint16_t>((*reply)[i + 1].integer());
        if (name == "config-epoch") said.failover = (*reply)[i + 1].integer();
    }
    if (said.host.empty() || said.port == 0) co_return std::nullopt;
    co_return said;
}

void sentinels::close() {
    for (auto& each : all_)
        if (each.connection) each.connection->close();
}

}  // namespace wenzheng::record
