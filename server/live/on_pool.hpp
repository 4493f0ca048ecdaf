// Work that takes long, done by a pool's thread while a coroutine waits for it.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace wenzheng::live {

// What `what` gives or throws; it runs on the pool's thread, the coroutine goes on where it was. The answer leaves as
// soon as that work is done. (A coroutine that is spawned on the pool posts itself there once more before it ends: its
// answer comes behind everything that waits for the pool.) The pool is joined before the loop goes.
template <class work>
boost::asio::awaitable<std::invoke_result_t<work&>> on_pool(boost::asio::thread_pool& pool, work what) {
    std::optional<std::invoke_result_t<work&>> given;
    std::exception_ptr thrown;
    // All of these live in the frame, which whoever holds the handler keeps.
    const auto carry_out = [&]() noexcept {
        try {
            given.emplace(what());
        } catch (...) {
            thrown = std::current_exception();
        }
    };
    const auto begin = [&](auto handler) {
        auto loop = boost::asio::make_work_guard(handler);
        boost::asio::post(pool, [&carry_out, loop = std::move(loop), handler = std::move(handler)]() mutable {
            carry_out();
            boost::asio::post(loop.get_executor(), std::move(handler));
        });
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(begin,
                                                                                       boost::asio::use_awaitable);
    if (thrown) std::rethrow_exception(thrown);
    co_return std::move(*given);
}

}  // namespace wenzheng::live
