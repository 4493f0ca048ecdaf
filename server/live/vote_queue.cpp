#include "live/vote_queue.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "inquiry/limits.hpp"
#include "record/chain.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;
using std::chrono::steady_clock;

vote_queue::vote_queue(asio::any_io_executor executor, record::store& store, inquiry::inquiry_id id, counters& counters)
    : executor_(std::move(executor)), store_(store), id_(std::move(id)), counters_(counters) {}

std::string vote_queue::receipt_of(const inquiry::inquiry_id& id, const record::vote_to_cast& vote) {
    std::string text;
    text.reserve(160);
    text.append("receipt ").append(id.value).append(" ").append(vote.deputy.value).append(" ").append(vote.nonce);
    text.append(" ").append(vote.ballot.value).append(" ").append(vote.mark.value).append(" ");
    auto bits = record::sha256_first_64(text.append(std::to_string(vote.attempt)));
    // 64 bits in Crockford's base 32, which has no letters that are misread over the phone.
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string code;
    for (int i = 0; i < 12; ++i, bits >>= 5) code += letters[bits & 31];
    return code;
}

void vote_queue::push(vote_request request) {
    if (stopping_ || waiting_.size() >= limits::votes_waiting) {
        add(counters_.votes_unavailable);
        request.answer(request.vote, wire::problem{"unavailable", "too many votes wait"});
        return;
    }
    request.vote.receipt = receipt_of(id_, request.vote);
    waiting_.push_back({std::move(request), steady_clock::now() + limits::vote_retry_for});
    flush_soon();
}

// Once a turn of the loop: whatever was read in this turn goes out in one call.
void vote_queue::flush_soon() {
    if (std::exchange(flush_posted_, true)) return;
    asio::post(executor_, [self = shared_from_this()] {
        self->flush_posted_ = false;
        self->flush();
    });
}

void vote_queue::flush() {
    while (!waiting_.empty() && in_flight_ < limits::casts_in_flight) {
        const auto n = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits::votes_a_cast));
        std::vector<waiting> batch(std::make_move_iterator(waiting_.begin()),
                                   std::make_move_iterator(waiting_.begin() + n));
        waiting_.erase(waiting_.begin(), waiting_.begin() + n);
        ++in_flight_;
        asio::co_spawn(executor_, cast(shared_from_this(), std::move(batch)), asio::detached);
    }
}

asio::awaitable<void> vote_queue::cast([[maybe_unused]] std::shared_ptr<vote_queue> self, std::vector<waiting> batch) {
    std::vector<record::vote_to_cast> votes;
    votes.reserve(batch.size());
    for (auto& one : batch) votes.push_back(std::move(one.request.vote));
    const auto deadline = batch.front().deadline;
    while (true) {
        add(counters_.casts);
        const auto answers = co_await store_.cast(id_, votes);
        if (answers) {
            for (std::size_t i = 0; i < batch.size(); ++i) answer(batch[i].request, votes[i], (*answers)[i]);
            break;
        }
        // A lost answer is asked for again with the same nonces: whatever the store did, it says so now.
        if (answers.error() == record::store_error::refused) {
            // It is there but can't take them now, for want of memory say: no need to ask as fast as it can say no.
            asio::steady_timer pause(executor_, limits::store_retry_max / 5);
            boost::system::error_code ignored;
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        const bool ready = co_await store_.wait_ready(deadline);
        if (!ready || stopping_ || steady_clock::now() >= deadline) {
            add(counters_.votes_unavailable, batch.size());
            for (std::size_t i = 0; i < batch.size(); ++i)
                batch[i].request.answer(votes[i], wire::problem{"unavailable", "the store is away"});
            break;
        }
    }
    --in_flight_;
    if (!waiting_.empty()) flush_soon();
}

void vote_queue::answer(const vote_request& one, const record::vote_to_cast& vote, const record::cast_answer& answer) {
    using outcome = record::cast_answer::outcome;
    if (answer.what == outcome::confirmed) {
        add(counters_.votes_confirmed);
        one.answer(vote,
                   wire::confirmed_vote{vote.ballot, vote.mark, vote.attempt, answer.receipt, answer.at, vote.staff,
                                        answer.late ? wire::lateness::waiting : wire::lateness::in_time});
        return;
    }
    add(counters_.votes_refused);
    std::string code = answer.code;
    if (answer.what == outcome::nonce_reused) code = "nonce_reused";
    if (answer.what == outcome::too_many) code = "too_many_votes";
    std::string message = code == "bad_message" && !one.bad_message.empty() ? one.bad_message : code;
    one.answer(vote, wire::problem{std::move(code), std::move(message)});
}

}  // namespace wenzheng::live
