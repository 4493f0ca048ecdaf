#include "net/card_cabinet.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include "inquiry/limits.hpp"
#include "live/on_pool.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;

namespace {

// On Linux a thread has a niceness of its own.
void yield_to_others() {
    constexpr int niceness = 10;
    thread_local const bool done = ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness) == 0;
    static_cast<void>(done);
}

}  // namespace

card_cabinet::picture card_cabinet::find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    drawers_.splice(drawers_.begin(), drawers_, found->second);
    return found->second->png;
}

card_cabinet::picture card_cabinet::draw(const std::string& key, const card::content& what, card::shape as) {
    if (auto known = find(key)) return known;
    yield_to_others();
    auto png = std::make_shared<const std::string>(card::draw(what, as).png);
    const std::lock_guard lock(mutex_);
    drawers_.push_front({key, png});
    places_[key] = drawers_.begin();
    bytes_ += png->size();
    while (bytes_ > limits::cards_bytes && drawers_.size() > 1) {
        bytes_ -= drawers_.back().png->size();
        places_.erase(drawers_.back().key);
        drawers_.pop_back();
    }
    return png;
}

asio::awaitable<wire::result<card_cabinet::picture>> card_cabinet::get(std::string key, card::content what,
                                                                       card::shape as) {
    if (auto known = find(key)) co_return known;
    if (waiting_.fetch_add(1) >= limits::cards_waiting) {
        waiting_.fetch_sub(1);
        co_return wire::problem{"unavailable", "too many cards wait to be drawn"};
    }
    const auto work = [this, key = std::move(key), what = std::move(what), as] { return draw(key, what, as); };
    auto drawn = co_await live::on_pool(pool_, work);
    waiting_.fetch_sub(1);
    co_return drawn;
}

}  // namespace wenzheng::net
