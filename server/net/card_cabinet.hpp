// Result cards that were drawn, and the thread that draws the others.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "card/card.hpp"
#include "wire/problem.hpp"

namespace wenzheng::net {

// Shared by all workers. One thread draws, one card after the other, so that however many ask for the same new card it
// is drawn once, and votes keep the processors.
class card_cabinet {
public:
    using picture = std::shared_ptr<const std::string>;

    ~card_cabinet() { stop(); }

    // PNG bytes of the content in that shape; `key` stands for both. Problem: unavailable, where too many wait.
    boost::asio::awaitable<wire::result<picture>> get(std::string key, card::content what, card::shape as);

    // Waits for what is being drawn. Before the loops go whose coroutines wait here.
    void stop() { pool_.join(); }

private:
    struct drawer {
        std::string key;
        picture png;
    };

    picture find(const std::string& key);
    picture draw(const std::string& key, const card::content& what, card::shape as);

    std::mutex mutex_;
    std::list<drawer> drawers_;  // the one asked for last comes first
    std::unordered_map<std::string, std::list<drawer>::iterator> places_;
    std::size_t bytes_ = 0;
    std::atomic<std::size_t> waiting_{0};
    boost::asio::thread_pool pool_{1};
};

}  // namespace wenzheng::net
