// The rooms of one worker.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <unordered_map>

#include "live/counters.hpp"
#include "live/room.hpp"
#include "record/signal.hpp"
#include "record/store.hpp"

namespace wenzheng::live {

// Used on its worker's thread only. A room, once opened, stays until stop().
class hub {
public:
    // `worker` is unique among all workers of the store.
    hub(record::store& store, std::string worker, counters& counters);

    // The inquiry's room, opened where it isn't yet. Null where there is no such inquiry.
    boost::asio::awaitable<wire::result<std::shared_ptr<room>>> find(inquiry::inquiry_id id);

    // Records a new inquiry. Problems: exists, unavailable.
    boost::asio::awaitable<wire::result<std::uint64_t>> create(inquiry::definition what, inquiry::actor by);

    // Ids of all inquiries, sorted.
    boost::asio::awaitable<wire::result<std::vector<inquiry::inquiry_id>>> list();

    // Opens every inquiry's room, so that ballots close by the clock with nobody connected. Ends at stop().
    boost::asio::awaitable<void> watch_all();

    bool idle() const noexcept;
    void stop();

private:
    record::store& store_;
    std::string worker_;
    counters& counters_;
    std::unordered_map<inquiry::inquiry_id, std::shared_ptr<room>> rooms_;
    std::unordered_map<inquiry::inquiry_id, bool> opening_;
    record::signal opened_;
    bool stopping_ = false;
};

}  // namespace wenzheng::live
