// Votes of one inquiry on one worker, many in one call to the store.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "live/counters.hpp"
#include "record/signal.hpp"
#include "record/store.hpp"
#include "wire/problem.hpp"
#include "wire/server_messages.hpp"

namespace wenzheng::live {

// A confirmed vote, or why it isn't counted. `unavailable` is the only refusal that isn't final.
using vote_outcome = wire::result<wire::confirmed_vote>;

struct vote_request {
    record::vote_to_cast vote;
    std::string bad_message;  // of a burnt nonce: what was wrong with the message
    // Called once, on the worker's thread, with the vote as it was given.
    std::function<void(const record::vote_to_cast&, const vote_outcome&)> answer;
};

// Made by make_shared; calls in flight keep it alive, and the store must outlive them.
class vote_queue : public std::enable_shared_from_this<vote_queue> {
public:
    vote_queue(boost::asio::any_io_executor executor, record::store& store, inquiry::inquiry_id id, counters& counters);

    void push(vote_request request);
    void stop() { stopping_ = true; }
    bool idle() const noexcept { return waiting_.empty() && in_flight_ == 0; }

    // The code of a receipt: the same for the same vote on every node, and nothing that a stranger could reckon.
    static std::string receipt_of(const inquiry::inquiry_id& id, const record::vote_to_cast& vote);

private:
    struct waiting {
        vote_request request;
        record::signal::time_point deadline;
    };

    void flush_soon();
    void flush();
    boost::asio::awaitable<void> cast(std::shared_ptr<vote_queue> self, std::vector<waiting> batch);
    void answer(const vote_request& one, const record::vote_to_cast& vote, const record::cast_answer& answer);

    boost::asio::any_io_executor executor_;
    record::store& store_;
    inquiry::inquiry_id id_;
    counters& counters_;
    std::deque<waiting> waiting_;
    std::size_t in_flight_ = 0;
    bool flush_posted_ = false;
    bool stopping_ = false;
};

}  // namespace wenzheng::live
