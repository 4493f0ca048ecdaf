#include "record/follower.hpp"

#include "inquiry/limits.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;

namespace {

asio::awaitable<void> pause_for(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace

follower::follower(store& of, inquiry::inquiry_id id, std::uint64_t after, delivery deliver)
    : store_(of), stream_(store::prefix(id) + "events"), after_(after), deliver_(std::move(deliver)) {}

asio::awaitable<void> follower::run() {
    auto pause = limits::store_retry_min;
    while (!stopping_) {
        const bool there = co_await store_.wait_ready(std::chrono::steady_clock::now() + limits::store_call_timeout);
        if (stopping_) break;
        if (!there) {
            co_await pause_for(limits::store_retry_min);
            continue;
        }
        const auto at = store_.master();
        const auto connected = co_await redis_connection::connect(at, limits::store_connect_timeout);
        const bool still = connected && store_.is_ready() && store_.master() == at;
        if (still && !stopping_) {
            connection_ = *connected;
            store_.attach(connection_);
            pause = limits::store_retry_min;
            co_await read_while_connected();
        }
        if (connected) (*connected)->close();
        if (stopping_) break;
        co_await pause_for(pause);
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
