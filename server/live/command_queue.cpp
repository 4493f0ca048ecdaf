#include "live/command_queue.hpp"

#include <set>

#include "inquiry/limits.hpp"
#include "record/chain.hpp"
#include "record/operations.hpp"
#include "wire/event_json.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;
using inquiry::refusal_code;
using std::chrono::steady_clock;

namespace {

// The rule is locked when its ballot opens: from then on its digest stands in the record.
inquiry::any_event with_rule_digest(const inquiry::state& before, inquiry::any_event e) {
    if (auto* opened = std::get_if<inquiry::event::ballot_opened>(&e))
        opened->rule_digest = record::rule_digest_of(before.find(opened->ballot)->what);
    return e;
}

// Why the store found nothing to do it to.
refusal_code nothing_left(const inquiry::any_command& what) {
    const bool admits = std::holds_alternative<inquiry::command::admit_late_votes>(what);
    return admits ? refusal_code::no_late_votes : refusal_code::ballot_not_open;
}

}  // namespace

command_queue::command_queue(record::store& store, const ledger& ledger, counters& counters)
    : store_(store), ledger_(ledger), counters_(counters) {}

void command_queue::push(command_request request) {
    if (stopping_ || queue_.size() >= limits::commands_waiting) {
        request.answer(inquiry::refuse(refusal_code::unavailable, "too many commands wait"));
        return;
    }
    queue_.push_back({std::move(request), steady_clock::now() + limits::command_timeout});
    pushed_.notify_all();
}

void command_queue::stop() {
    stopping_ = true;
    pushed_.notify_all();
    advanced_.notify_all();
}

asio::awaitable<void> command_queue::run() {
    while (!stopping_) {
        if (queue_.empty()) {
            co_await pushed_.wait_until(steady_clock::now() + std::chrono::hours(1));
            continue;
        }
        processing_ = true;
        co_await process(take_batch());
        processing_ = false;
    }
    for (auto& one : std::exchange(queue_, {})) finish(one, inquiry::refuse(refusal_code::unavailable, "stopping"));
}

// Deputies' own check-ins that wait side by side go into the record in one append; everything else goes alone.
std::vector<command_queue::waiting> command_queue::take_batch() {
    std::vector<waiting> batch;
    std::set<inquiry::deputy_id> deputies;
    while (!queue_.empty() && batch.size() < limits::events_an_append) {
        auto& next = queue_.front();
        const bool own = next.request.kind == command_request::kind::own_checkin;
        if (!batch.empty() && (!own || deputies.contains(next.request.deputy))) break;
        if (own) deputies.insert(next.request.deputy);
        batch.push_back(std::move(next));
        queue_.pop_front();
        if (!own) break;
    }
    return batch;
}

void command_queue::finish(waiting& one, const command_outcome& outcome) {
    if (one.request.answer) std::exchange(one.request.answer, nullptr)(outcome);
}

asio::awaitable<void> command_queue::process(std::vector<waiting> batch) {
    for (int tries = 0; tries < limits::append_tries && !stopping_ && !batch.empty(); ++tries) {
        if (steady_clock::now() >= batch.front().deadline) break;
        const bool answered = co_await try_once(batch);
        if (answered) co_return;
    }
    for (auto& one : batch) finish(one, inquiry::refuse(refusal_code::unavailable));
}

std::optional<command_outcome> command_queue::already_done(const command_request& request) const {
    if (request.id.empty()) return std::nullopt;
    const auto* done = ledger_.find_command(request.id);
    if (done == nullptr) return std::nullopt;
    if (done->content != request.content) return command_outcome(inquiry::refuse(refusal_code::id_reused));
    return command_outcome(done->rev);
}

inquiry::result<inquiry::decision> command_queue::decide(const command_request& request) const {
    const auto& state = ledger_.now();
    switch (request.kind) {
        case command_request::kind::own_checkin: return inquiry::decide_own_checkin(state, request.deputy);
        case command_request::kind::close_by_clock: return inquiry::decide_close_by_clock(state);
        case command_request::kind::command: break;
    }
    return inquiry::decide(state, request.what, request.by);
}

// Answers what needs no append: done already, stale, or a ballot that can't open because the store isn't durable.
asio::awaitable<std::optional<command_outcome>> command_queue::refuse_early(const waiting& one) {
    const auto& request = one.request;
    if (request.expect && *request.expect > ledger_.now().rev)
        co_await catch_up(*request.expect, std::min(one.deadline, steady_clock::now() + std::chrono::seconds(1)));
    if (auto done = already_done(request)) co_return done;
    std::vector<std::string> not_durable;
    if (request.kind == command_request::kind::command &&
        std::holds_alternative<inquiry::command::open_ballot>(request.what))
        not_durable = co_await store_.check_durable();
    // Only now, with nothing awaited before the decision: the record may have moved on while the store was asked.
    if (auto done = already_done(request)) co_return done;
    const bool stale = request.expect && inquiry::needs_newest(request.what) &&
                       (*request.expect > ledger_.now().rev || inquiry::is_stale(ledger_.now(), *request.expect));
    if (stale) co_return command_outcome(inquiry::refuse(refusal_code::stale_revision));
    if (!not_durable.empty() && not_durable.front() != "store_away")
        co_return command_outcome(inquiry::refuse(refusal_code::store_not_durable, not_durable.front()));
    co_return std::nullopt;
}

void command_queue::add_events(const command_request& request, const inquiry::decision& decision,
                               prepared& into) const {
    into.not_before = decision.not_before;
    for (std::size_t i = 0; i < decision.events.size(); ++i) {
        const bool last = i + 1 == decision.events.size();
        wire::event_text about;
        if (into.events.empty()) about.previous = ledger_.now().digest;
        if (last) {
            about.command = request.id;
            about.content = request.content;
        }
        record::event_to_append e;
        e.event = wire::write_event(with_rule_digest(ledger_.now(), decision.events[i]), request.by, about);
        e.operation = record::operation_of(decision.events[i], ledger_.now());
        e.command = about.command;
        e.content = about.content;
        into.events.push_back(std::move(e));
    }
}

// What is in the record need not be on every replica yet, and `done` means that it is.
asio::awaitable<void> command_queue::finish_durable(std::vector<std::pair<waiting, command_outcome>> done) {
    const auto durable = co_await store_.settled();
    for (auto& [one, outcome] : done)
        finish(one, durable ? outcome : command_outcome(inquiry::refuse(refusal_code::unavailable)));
}

// True when every command of the batch has its answer.
asio::awaitable<bool> command_queue::try_once(std::vector<waiting>& batch) {
    prepared ready;
    std::vector<std::pair<waiting, command_outcome>> done;  // without an append
    std::vector<std::size_t> last_event;                    // of each command left in the batch, counted from 1
    for (auto one = batch.begin(); one != batch.end();) {
        std::optional<command_outcome> outcome = co_await refuse_early(*one);
        if (!outcome) {
            const auto decision = decide(one->request);
            if (!decision)
                outcome = command_outcome(decision.error());
            else if (decision->events.empty())
                outcome = command_outcome(ledger_.now().rev);
            else
                add_events(one->request, *decision, ready);
        }
        if (outcome) {
            if (*outcome) {
                done.emplace_back(std::move(*one), *outcome);
            } else {
                add(counters_.commands_refused);
                finish(*one, *outcome);
            }
            one = batch.erase(one);
            continue;
        }
        last_event.push_back(ready.events.size());
        ++one;
    }
    const auto expect = ledger_.now().rev;
    if (!done.empty()) co_await finish_durable(std::move(done));
    if (batch.empty()) co_return true;
    const auto deadline = batch.front().deadline;
    const auto answer = co_await store_.append(ledger_.now().what.id, expect, ready.not_before, ready.events);
    if (!answer) {
        // Unknown is not failed: whatever happened is in the stream when the store is back, and the id tells.
        co_await store_.wait_ready(deadline);
        co_return false;
    }
    using outcome = record::append_answer::outcome;
    switch (answer->what) {
        case outcome::appended:
            add(counters_.events_appended, ready.events.size());
            co_await catch_up(answer->rev, deadline);
            for (std::size_t i = 0; i < batch.size(); ++i) finish(batch[i], command_outcome(expect + last_event[i]));
            co_return true;
        case outcome::ended:
            for (auto& one : batch) finish(one, inquiry::refuse(nothing_left(one.request.what)));
            co_return true;
        case outcome::early: {
            const auto wait = std::chrono::milliseconds(*ready.not_before - answer->now);
            co_await advanced_.wait_until(steady_clock::now() + wait);
            co_return false;
        }
        case outcome::stale:
        case outcome::repeated: co_await catch_up(answer->rev, deadline); co_return false;
    }
    co_return false;
}

// Waits until the ledger holds `rev`; whether it does.
asio::awaitable<bool> command_queue::catch_up(std::uint64_t rev, record::signal::time_point deadline) {
    while (ledger_.now().rev < rev && !stopping_ && steady_clock::now() < deadline)
        co_await advanced_.wait_until(deadline);
    co_return ledger_.now().rev >= rev;
}

}  // namespace wenzheng::live
