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

    // The same where it is open already and nothing has to be waited for; else null.
    std::shared_ptr<room> open_room(const inquiry::inquiry_id& id) const {
        const auto found = rooms_.find(id);
        return found == rooms_.end() || found->second->stopped() ? nullptr : found->second;
    }

    // Records a new inquiry, with evidence of another one that has the same items. Problems: exists, unavailable.
    boost::asio::awaitable<wire::result<std::uint64_t>> create(inquiry::definition what, inquiry::actor by,
                                                               std::vector<inquiry::evidence_state> evidence = {});

    // Ids of all inquiries, sorted.
    boost::asio::awaitable<wire::result<std::vector<inquiry::inquiry_id>>> list();

    // The whole record, a line an event, behind a line that says what it is; empty where there is no such inquiry.
    // Problems: ballot_not_ended while a ballot is neither revealed nor void, unavailable, damaged_record.
    boost::asio::awaitable<wire::result<std::string>> export_record(inquiry::inquiry_id id);

    // The store as the network side needs to know it.
    bool is_ready() const noexcept { return store_.is_ready(); }
    // Why no vote could be accepted now, as words of readyz.
    std::vector<std::string> reasons() const { return store_.reasons(); }
    const std::string& epoch() const noexcept { return store_.epoch(); }
    const std::string& secret() const noexcept { return store_.secret(); }
    inquiry::instant_ms now() const noexcept { return store_.now(); }

    // Opens every inquiry's room, so that ballots close by the clock with nobody connected, and has the store's log
    // kept small while no inquiry is running. Ends at stop().
    boost::asio::awaitable<void> watch_all();

    bool idle() const noexcept;
    void stop();

private:
    std::vector<record::known_record> known_records() const;
    void begin_new_epoch();
    bool quiet() const noexcept;

    record::store& store_;
    std::string worker_;
    counters& counters_;
    std::unordered_map<inquiry::inquiry_id, std::shared_ptr<room>> rooms_;
    std::unordered_map<inquiry::inquiry_id, bool> opening_;
    record::signal opened_;
    bool stopping_ = false;
};

}  // namespace wenzheng::live
