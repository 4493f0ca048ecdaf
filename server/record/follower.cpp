#include "record/follower.hpp"

#include "inquiry/limits.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;

follower::follower(redis_endpoint at, inquiry::inquiry_id id, std::uint64_t after, delivery deliver)
    : at_(std::move(at)), stream_(store::prefix(id) + "events"), after_(after), deliver_(std::move(deliver)) {}

asio::awaitable<void> follower::run() {
    auto pause = limits::store_retry_min;
    while (!stopping_) {
        if (auto connected = co_await redis_connection::connect(at_, limits::store_connect_timeout);
            connected && !stopping_) {
            connection_ = *connected;
            pause = limits::store_retry_min;
            co_await read_while_connected();
            connection_->close();
        }
        if (stopping_) break;
        asio::steady_timer timer(co_await asio::this_coro::executor, pause);
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        pause = std::min<std::chrono::milliseconds>(pause * 2, limits::store_retry_max);
    }
}

asio::awaitable<void> follower::read_while_connected() {
    const auto block = std::to_string(std::chrono::milliseconds(limits::follow_block).count());
    while (!stopping_) {
        const auto reply =
            co_await connection_->call(command_words("XREAD", "COUNT", std::to_string(limits::events_a_read), "BLOCK",
                                                     block, "STREAMS", stream_, std::to_string(after_) + "-0"),
                                       limits::follow_block + limits::store_call_timeout);
        if (!reply) co_return;
        if (stopping_ || reply->view().is_nil()) continue;
        const auto events = read_entries((*reply)[0][1]);
        if (events.empty()) continue;
        after_ = events.back().rev;
        deliver_(events);
    }
}

void follower::stop() {
    stopping_ = true;
    if (connection_) connection_->close();
}

}  // namespace wenzheng::record
