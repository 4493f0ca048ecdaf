// What a room tells by itself, at its own pace: progress of the open ballot, and who is connected.
#include <algorithm>
#include <set>

#include "inquiry/limits.hpp"
#include "live/room.hpp"
#include "wire/server_messages.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;
using std::chrono::steady_clock;
using wire::client_role;

namespace {

asio::awaitable<void> pause_for(steady_clock::duration time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

// Advisory electorates are told apart from the binding one, whose figures `cast` and `eligible` are.
void add_advisory(const inquiry::state& s, const inquiry::ballot_definition& ballot,
                  const std::vector<inquiry::deputy_id>& voters, wire::progress& p) {
    if (ballot.advisory.empty()) return;
    for (const auto& electorate : ballot.advisory)
        p.advisory.push_back({electorate, 0, inquiry::turnout_now(s, ballot, electorate).present});
    for (const auto& voter : voters) {
        const auto* deputy = s.find(voter);
        const auto* own = deputy == nullptr ? nullptr : inquiry::electorate_of(deputy->who, ballot);
        for (auto& one : p.advisory) {
            if (own == nullptr || *own != one.electorate) continue;
            ++one.cast;
            --p.cast;
        }
    }
}

// The last word on a ballot that is no longer open: how many pressed, not what.
wire::progress final_progress(const inquiry::state& s, const inquiry::ballot_state& ballot) {
    wire::progress p;
    p.ballot = ballot.what.id;
    p.cast = ballot.result->cast;
    p.eligible = inquiry::turnout_now(s, ballot.what).present;
    for (const auto& one : ballot.result->advisory) p.advisory.push_back({one.electorate, one.of.cast, one.of.present});
    return p;
}

// What is being counted now.
const inquiry::ballot_state* newest_unannounced(const inquiry::state& s) noexcept {
    const inquiry::ballot_state* newest = nullptr;
    for (const auto& ballot : s.ballots) {
        const bool counting =
            ballot.phase == inquiry::ballot_phase::closed || ballot.phase == inquiry::ballot_phase::confirmed;
        if (counting && ballot.result && (newest == nullptr || *ballot.closes_at > *newest->closes_at))
            newest = &ballot;
    }
    return newest;
}

}  // namespace

// At most five times a second, however many vote, and only while somebody listens.
asio::awaitable<void> room::run_progress([[maybe_unused]] std::shared_ptr<room> self) {
    while (!stopping_) {
        const auto* counting = newest_unannounced(now());
        if (now().open_ballot() != nullptr && has_clients()) {
            if (!walking_) co_await report_progress();
        } else if (counting != nullptr && counting->what.grace_ms > 0 && !clients_of(client_role::console).empty()) {
            progress_frame_.reset();
            co_await report_late_votes(counting->what.id);
        } else {
            last_progress_.clear();
            progress_frame_.reset();
            console_progress_frame_.reset();
            co_await changed_.wait_until(steady_clock::now() + std::chrono::hours(1));
            continue;
        }
        co_await pause_for(progress_pause());
    }
}

// Telling a crowd of ten thousand how many have pressed takes as long as telling it the result: it gets no more than a
// part of the worker's time.
steady_clock::duration room::progress_pause() const noexcept {
    const auto rest = walk_took_ * (limits::progress_rest_parts - 1);
    return std::clamp<steady_clock::duration>(rest, limits::progress_interval, limits::progress_interval_max);
}

// How many votes came within the grace after the close, for whoever decides on them.
asio::awaitable<void> room::report_late_votes(inquiry::ballot_id ballot) {
    const auto answer = co_await store_.progress(id_, ballot, false);
    const auto* counting = newest_unannounced(now());
    if (!answer || now().open_ballot() != nullptr || counting == nullptr || counting->what.id != ballot) co_return;
    auto p = final_progress(now(), *counting);
    p.late = answer->late;
    auto known = wire::write_progress(p, 0);
    if (known == last_progress_) co_return;
    last_progress_ = std::move(known);
    console_progress_frame_ = make_text_frame(wire::write_progress(p, store_.now()));
    tell(client_role::console, console_progress_frame_, slot::progress);
}

asio::awaitable<void> room::report_progress() {
    const auto ballot = now().open_ballot()->what;
    const bool for_consoles = !clients_of(client_role::console).empty();
    const bool name_voters = for_consoles || !ballot.advisory.empty();
    const auto answer = co_await store_.progress(id_, ballot.id, name_voters);
    const auto* open = now().open_ballot();
    if (!answer || open == nullptr || open->what.id != ballot.id) co_return;
    wire::progress p;
    p.ballot = ballot.id;
    p.cast = answer->cast;
    p.eligible = inquiry::turnout_now(now(), ballot).present;
    add_advisory(now(), ballot, answer->voters, p);
    if (ballot.display == inquiry::display::immediate) p.counts = inquiry::shown_counts(ballot, answer->counts);
    std::string known = wire::write_progress(p, 0);
    const auto instant = store_.now();
    progress_frame_ = make_text_frame(wire::write_progress(p, instant));
    if (for_consoles) {
        const std::set<inquiry::deputy_id> voters(answer->voters.begin(), answer->voters.end());
        p.not_voted.emplace();
        for (const auto& deputy : now().deputies)
            if (deputy.checked_in && inquiry::entitled(deputy.who, ballot) && !voters.contains(deputy.who.id))
                p.not_voted->push_back(deputy.who.id);
        known += wire::write_progress(p, 0);
        console_progress_frame_ = make_text_frame(wire::write_progress(p, instant));
    }
    // A frame that says nothing new isn't sent; `known` is what was said but for the instant.
    if (known == last_progress_) co_return;
    last_progress_ = std::move(known);
    for (const auto role : {client_role::screen, client_role::deputy}) tell(role, progress_frame_, slot::progress);
    send_progress_to_public(progress_frame_, instant);
    if (console_progress_frame_) tell(client_role::console, console_progress_frame_, slot::progress);
}

void room::send_final_progress(const inquiry::ballot_id& ballot) {
    const auto* closed = now().find(ballot);
    if (closed == nullptr || !closed->result) return;
    const auto instant = store_.now();
    const auto message = make_text_frame(wire::write_progress(final_progress(now(), *closed), instant));
    for (const auto role : {client_role::screen, client_role::console, client_role::deputy})
        tell(role, message, slot::progress);
    send_progress_to_public(message, instant);
}

void room::send_progress_to_public(const frame& message, inquiry::instant_ms at) {
    if (public_.holds_back()) {
        public_.hold_progress(message, at);
        changed_.notify_all();
        return;
    }
    public_progress_frame_ = message;
    tell(client_role::live, message, slot::progress);
}

// Whoever comes while a ballot is open or counted is told how many have pressed.
void room::tell_progress(client& who) {
    const bool is_public = who.who().role == client_role::live;
    const auto& known = is_public ? public_now() : now();
    const auto instant = is_public ? public_clock() : store_.now();
    if (known.open_ballot() != nullptr) {
        const auto& of_others = is_public ? public_progress_frame_ : progress_frame_;
        const auto& newest = who.who().role == client_role::console ? console_progress_frame_ : of_others;
        if (newest) who.out().push(newest, slot::progress);
    } else if (const auto* counting = newest_unannounced(known)) {
        const bool with_late =
            who.who().role == client_role::console && counting->what.grace_ms > 0 && console_progress_frame_;
        who.out().push(with_late ? console_progress_frame_
                                 : make_text_frame(wire::write_progress(final_progress(known, *counting), instant)),
                       slot::progress);
    }
}

// What was held back comes out when it is due.
asio::awaitable<void> room::run_public([[maybe_unused]] std::shared_ptr<room> self) {
    while (!stopping_) {
        let_public_know();
        auto wake = steady_clock::now() + std::chrono::hours(1);
        if (const auto due = public_.due())
            wake = steady_clock::now() + std::chrono::milliseconds(std::max<std::int64_t>(1, *due - store_.now()));
        co_await changed_.wait_until(wake);
    }
}

void room::let_public_know() {
    const auto out = public_.let_out(store_.now());
    if (out.record) {
        if (public_now().open_ballot() == nullptr) public_progress_frame_.reset();
        send_view(client_role::live);
    }
    if (!out.progress) return;
    if (public_now().open_ballot() != nullptr) public_progress_frame_ = out.progress;
    tell(client_role::live, out.progress, slot::progress);
}

presence_report room::own_presence() const {
    presence_report own;
    for (const auto& [deputy, desk] : desks_) own.deputies.push_back(deputy);
    std::sort(own.deputies.begin(), own.deputies.end());
    for (const auto* screen : clients_[static_cast<std::size_t>(client_role::screen)])
        own.screens.push_back({screen->who().screen, screen->painted_rev});
    own.viewers = clients_[static_cast<std::size_t>(client_role::live)].size();
    return own;
}

asio::awaitable<void> room::run_presence([[maybe_unused]] std::shared_ptr<room> self) {
    bool written = false;
    while (!stopping_) {
        if (!has_clients() && !written) {
            co_await changed_.wait_until(steady_clock::now() + std::chrono::hours(1));
            continue;
        }
        written = has_clients();
        co_await report_presence();
        co_await pause_for(limits::presence_interval);
    }
}

asio::awaitable<void> room::report_presence() {
    const auto own = own_presence();
    co_await presence_.write(own);
    if (clients_of(client_role::console).empty()) {
        last_presence_.clear();
        co_return;
    }
    const auto all = co_await presence_.read(own);
    auto said = wire::write_presence(all, 0) + std::to_string(console_arrivals_);
    if (said == last_presence_) co_return;
    last_presence_ = std::move(said);
    tell(client_role::console, make_text_frame(wire::write_presence(all, store_.now())), slot::presence);
}

}  // namespace wenzheng::live
