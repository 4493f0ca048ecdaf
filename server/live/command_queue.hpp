// Commands of one inquiry on one worker, one after another into the record: decide, append if nobody was faster,
// follow.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "inquiry/decide.hpp"
#include "live/counters.hpp"
#include "live/ledger.hpp"
#include "record/signal.hpp"
#include "record/store.hpp"

namespace wenzheng::live {

// What came of a command: the rev of its last event, or why not.
using command_outcome = inquiry::result<std::uint64_t>;

struct command_request {
    enum class kind { command, own_checkin, close_by_clock } kind = kind::command;
    inquiry::any_command what;  // kind command
    inquiry::deputy_id deputy;  // kind own_checkin
    inquiry::actor by;
    std::string id;  // unique in the inquiry; the same id and content gets the first outcome
    std::string content;
    std::optional<std::uint64_t> expect;
    std::function<void(const command_outcome&)> answer;  // called once, on the worker's thread
};

// The owner spawns run() once, keeps the queue, the ledger and the store alive until it returned, and calls advanced()
// whenever the ledger has grown.
class command_queue {
public:
    command_queue(record::store& store, const ledger& ledger, counters& counters);

    boost::asio::awaitable<void> run();
    void stop();
    void push(command_request request);
    void advanced() { advanced_.notify_all(); }
    bool idle() const noexcept { return queue_.empty() && !processing_; }

private:
    struct waiting {
        command_request request;
        record::signal::time_point deadline;
    };
    struct prepared {
        std::vector<record::event_to_append> events;
        std::optional<inquiry::instant_ms> not_before;
    };

    boost::asio::awaitable<void> process(std::vector<waiting> batch);
    boost::asio::awaitable<bool> try_once(std::vector<waiting>& batch);
    boost::asio::awaitable<void> finish_durable(std::vector<std::pair<waiting, command_outcome>> done);
    boost::asio::awaitable<bool> catch_up(std::uint64_t rev, record::signal::time_point deadline);
    boost::asio::awaitable<std::optional<command_outcome>> refuse_early(const waiting& one);
    std::vector<waiting> take_batch();
    std::optional<command_outcome> already_done(const command_request& request) const;
    inquiry::result<inquiry::decision> decide(const command_request& request) const;
    void add_events(const command_request& request, const inquiry::decision& decision, prepared& into) const;
    static void finish(waiting& one, const command_outcome& outcome);

    record::store& store_;
    const ledger& ledger_;
    counters& counters_;
    std::deque<waiting> queue_;
    record::signal pushed_;
    record::signal advanced_;
    bool processing_ = false;
    bool stopping_ = false;
};

}  // namespace wenzheng::live
