// Reads the events of one inquiry as they are recorded, without a gap, over a connection of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>

#include "inquiry/ids.hpp"
#include "record/redis_connection.hpp"
#include "record/store.hpp"

namespace wenzheng::record {

// Lives on one io_context. `deliver` gets every batch in order, on that thread, and must not destroy the follower.
// After a break it goes on behind the last event delivered: the stream, not a notification, is what is trusted.
class follower {
public:
    using delivery = std::function<void(const std::vector<stored_event>&)>;

    // It reads where the store is, and leaves when the store does: never from another history than the store's.
    follower(store& of, inquiry::inquiry_id id, std::uint64_t after, delivery deliver);

    // Before run(): what is known already isn't read again.
    void go_on_after(std::uint64_t rev) noexcept { after_ = rev; }

    // Spawned once by the owner, who keeps the follower alive until it returned; stop() makes it return.
    boost::asio::awaitable<void> run();
    void stop();

private:
    boost::asio::awaitable<void> read_while_connected();

    store& store_;
    std::string stream_;
    std::uint64_t after_;
    delivery deliver_;
    std::shared_ptr<redis_connection> connection_;
    bool stopping_ = false;
};

}  // namespace wenzheng::record
