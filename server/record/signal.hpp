// Something that coroutines of one io_context wait for, with a deadline each.
#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <vector>

namespace wenzheng::record {

class signal {
public:
    using time_point = std::chrono::steady_clock::time_point;

    // Returns when notify_all() is called or the deadline passes; the caller looks at its condition again.
    boost::asio::awaitable<void> wait_until(time_point deadline) {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, deadline);
        waiting_.push_back(&timer);
        boost::system::error_code ignored;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
        std::erase(waiting_, &timer);
    }

    void notify_all() {
        for (auto* timer : waiting_) timer->cancel();
    }

private:
    std::vector<boost::asio::steady_timer*> waiting_;
};

}  // namespace wenzheng::record
