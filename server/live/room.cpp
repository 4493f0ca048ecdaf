#include "live/room.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "inquiry/limits.hpp"
#include "wire/enum_words.hpp"
#include "wire/server_messages.hpp"
#include "wire/views.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;
using wire::client_role;

room::room(asio::any_io_executor executor, record::store& store, inquiry::inquiry_id id, std::string worker,
           counters& counters)
    : executor_(std::move(executor)),
      store_(store),
      id_(std::move(id)),
      counters_(counters),
      public_(ledger_),
      follower_(store, id_, 0, [this](const auto& events) { follow(events); }),
      commands_(store, ledger_, counters),
      votes_(std::make_shared<vote_queue>(executor_, store, id_, counters)),
      presence_(store, id_, std::move(worker)),
      views_timer_(executor_) {}

asio::awaitable<wire::result<std::shared_ptr<room>>> room::open(record::store& store, inquiry::inquiry_id id,
                                                                std::string worker, counters& counters) {
    auto made =
        std::make_shared<room>(co_await asio::this_coro::executor, store, std::move(id), std::move(worker), counters);
    while (true) {
        const auto events = co_await store.read(made->id_, made->ledger_.now().rev);
        if (!events) co_return wire::problem{"unavailable", "the store is away"};
        if (auto taken = made->ledger_.take(*events); !taken) co_return taken.error();
        if (events->size() < limits::events_a_read) break;
    }
    if (made->ledger_.now().rev == 0) co_return std::shared_ptr<room>{};
    std::uint64_t replayed = 0;
    while (made->public_.delay_ms() > 0 && replayed < made->ledger_.now().rev) {
        auto events = co_await store.read(made->id_, replayed);
        if (!events || events->empty()) co_return wire::problem{"unavailable", "the store is away"};
        replayed = events->back().rev;
        made->public_.replay(*events);
        made->public_.let_out(store.now());
        std::erase_if(*events, [&](const auto& one) { return one.rev <= made->ledger_.now().rev; });
        if (auto taken = made->ledger_.take(*events); !taken) co_return taken.error();
    }
    made->start();
    co_return made;
}

void room::start() {
    follower_.go_on_after(ledger_.now().rev);
    const auto self = shared_from_this();
    asio::co_spawn(executor_, run_follower(self), asio::detached);
    asio::co_spawn(executor_, run_commands(self), asio::detached);
    asio::co_spawn(executor_, run_clock(self), asio::detached);
    asio::co_spawn(executor_, run_public(self), asio::detached);
    asio::co_spawn(executor_, run_progress(self), asio::detached);
    asio::co_spawn(executor_, run_presence(self), asio::detached);
}

void room::stop() {
    stopping_ = true;
    follower_.stop();
    commands_.stop();
    votes_->stop();
    views_timer_.cancel();
    changed_.notify_all();
}

void room::send_away() {
    for (auto& some : clients_)
        for (auto* one : some) one->start_close(close_code::restart);
    stop();
}

std::size_t room::client_count() const noexcept {
    std::size_t all = 0;
    for (const auto& some : clients_) all += some.size();
    return all;
}

wire::json room::you_of(const client& who) const {
    const auto& id = who.who();
    switch (id.role) {
        case client_role::deputy: {
            const auto* deputy = now().find(id.deputy);
            if (deputy == nullptr) return nullptr;
            return {{"id", id.deputy.value},
                    {"name", deputy->who.name},
                    {"group", deputy->who.group},
                    {"checked_in", deputy->checked_in}};
        }
        case client_role::console:
            return {{"account", id.account}, {"role", wire::enum_words::text(wire::enum_words::role, id.account_role)}};
        case client_role::screen: {
            const auto* screen = now().find(id.screen);
            return {{"id", id.screen.value}, {"name", screen == nullptr ? "" : screen->name}};
        }
        case client_role::live: break;
    }
    return nullptr;
}

void room::join(client& who) {
    const auto role = who.who().role;
    const bool first = !has_clients();
    clients_of(role).add(who);
    counters_.clients.fetch_add(1, std::memory_order_relaxed);
    const auto instant = role == client_role::live ? public_clock() : store_.now();
    who.out().push_queued(role == client_role::live
                              ? public_face_.welcome(store_.epoch(), instant)
                              : make_text_frame(wire::write_welcome(role, store_.epoch(), instant, you_of(who))));
    who.out().push(view_frame(role), slot::view);
    tell_progress(who);
    if (role == client_role::deputy) {
        auto& desk = desks_[who.who().deputy];
        who.share_messages(deputy_messages_[who.who().deputy]);
        desk.clients.push_back(&who);
        if (desk.clients.size() > limits::sockets_a_deputy) {
            desk.clients.front()->start_close(close_code::replaced);
            desk.clients.erase(desk.clients.begin());
        }
        asio::co_spawn(executor_, load_own_votes(shared_from_this(), who.who().deputy), asio::detached);
    }
    if (role == client_role::console) {
        ++console_arrivals_;
        send_counts();
    }
    // Only these two change what the loops wait for: thousands may come in a second.
    if (first || role == client_role::console) changed_.notify_all();
}

void room::leave(client& who) {
    clients_of(who.who().role).remove(who);
    counters_.clients.fetch_sub(1, std::memory_order_relaxed);
    if (who.who().role == client_role::deputy)
        if (const auto desk = desks_.find(who.who().deputy); desk != desks_.end()) {
            std::erase(desk->second.clients, &who);
            if (desk->second.clients.empty()) desks_.erase(desk);
        }
    if (!has_clients() || who.who().role == client_role::console) changed_.notify_all();
}

frame room::view_frame(client_role role) {
    auto& cached = view_frames_[static_cast<std::size_t>(role)];
    if (!cached) {
        cached = role == client_role::live
                     ? make_text_frame(wire::write_view(public_now(), role, {store_.epoch(), public_clock()}))
                     : make_text_frame(wire::write_view(now(), role, {store_.epoch(), store_.now()}));
        add(counters_.frames_encoded);
    }
    return cached;
}

void room::send_views() {
    views_timer_.cancel();
    views_sent_at_ = std::chrono::steady_clock::now();
    for (const auto role : {client_role::screen, client_role::console, client_role::deputy}) send_view(role);
    if (!public_.holds_back()) send_view(client_role::live);
}

// Where thousands check in within a minute, one more present is no news worth a view for each of them. Whoever joins
// meanwhile gets the newest.
void room::send_views_soon() {
    for (auto& held : view_frames_) held.reset();
    const auto due = views_sent_at_ + limits::progress_interval;
    if (client_count() < limits::clients_told_at_once || std::chrono::steady_clock::now() >= due) return send_views();
    if (views_timer_.expiry() == due) return;
    views_timer_.expires_at(due);
    views_timer_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
        if (!cancelled && !self->stopping_) self->send_views();
    });
}

void room::send_view(client_role role) {
    view_frames_[static_cast<std::size_t>(role)].reset();
    if (!clients_of(role).empty()) tell(role, view_frame(role), slot::view);
}

// A large audience is served in pieces, one at each turn of the loop: votes, commands and whoever comes don't wait for
// it.
void room::tell(client_role role, const frame& message, slot kind) {
    if (clients_of(role).send(message, kind) || std::exchange(walking_, true)) return;
    walk_began_ = std::chrono::steady_clock::now();
    asio::post(executor_, [self = shared_from_this()] { self->walk_on(); });
}

void room::walk_on() {
    bool all_served = true;
    for (auto& some : clients_) all_served = some.go_on() && all_served;
    if (!all_served && !stopping_) return asio::post(executor_, [self = shared_from_this()] { self->walk_on(); });
    walking_ = false;
    walk_took_ = std::chrono::steady_clock::now() - walk_began_;
}

void room::follow(const std::vector<record::stored_event>& events) {
    const auto before = now().rev;
    const auto present_before = now().present;
    std::vector<std::pair<inquiry::ballot_id, bool>> were_open;
    if (const auto* open = now().open_ballot()) were_open.emplace_back(open->what.id, true);
    if (const auto taken = ledger_.take(events); !taken) {
        // Nothing behind a damaged event can be trusted: whoever is here is sent away, and nobody is answered any more.
        send_away();
        return;
    }
    add(counters_.events_followed, now().rev - before);
    public_.follow(events);
    for (const auto& [ballot, unused] : were_open) {
        const auto* after = now().find(ballot);
        if (after != nullptr && after->phase != inquiry::ballot_phase::open) send_final_progress(ballot);
    }
    const bool only_checkins = now().present - present_before == now().rev - before;
    if (only_checkins)
        send_views_soon();
    else
        send_views();
    send_counts();
    tell_deputies(before);
    sign_out_revoked();
    commands_.advanced();
    changed_.notify_all();
}

// Whoever is concerned by what happened after `before` gets his own part anew.
void room::tell_deputies(std::uint64_t before) {
    if (now().own_rev <= before) return;
    for (const auto& [deputy, desk] : desks_) {
        const auto* d = now().find(deputy);
        if (d == nullptr || d->own_rev <= before) continue;
        if (d->votes_rev > before)
            asio::co_spawn(executor_, load_own_votes(shared_from_this(), deputy), asio::detached);
        else
            send_you(deputy);
    }
}

// A new key revokes the old one: whoever came with it is signed out.
void room::sign_out_revoked() {
    for (auto& [deputy, desk] : desks_) {
        const auto* d = now().find(deputy);
        for (auto* one : desk.clients)
            if (d == nullptr || d->key_rev != one->who().key_rev) one->start_close(close_code::signed_out);
    }
}

// Scrutineers see the count of a closed ballot, or of a correction, that waits for them; nobody else does.
void room::send_counts() {
    for (const auto& ballot : now().ballots) {
        if (ballot.what.scrutineers == 0) continue;
        const auto* result = ballot.phase == inquiry::ballot_phase::closed && ballot.result ? &*ballot.result : nullptr;
        if (ballot.erratum_waiting && ballot.erratum_waiting->result) result = &*ballot.erratum_waiting->result;
        if (result == nullptr) continue;
        const auto message = make_text_frame(wire::write_count(ballot.what.id, *result));
        for (auto* console : clients_of(client_role::console))
            if (console->who().account_role == inquiry::account_role::scrutineer)
                console->out().push(message, slot::count);
    }
}

void room::send_you(const inquiry::deputy_id& deputy) {
    const auto desk = desks_.find(deputy);
    const auto* who = now().find(deputy);
    if (desk == desks_.end() || who == nullptr || !desk->second.loaded) return;
    const auto message = make_text_frame(wire::write_you(now(), *who, desk->second.votes));
    for (auto* one : desk->second.clients) one->out().push(message, slot::you);
}

// The newest of a deputy's votes counts as his; of a ballot that is over, the one that was counted.
void room::keep(deputy_desk& desk, const inquiry::ballot_id& id, const record::own_vote& own) const {
    const auto* ballot = now().find(id);
    using phase = inquiry::ballot_phase;
    const bool over = ballot != nullptr && (ballot->phase == phase::revealed || ballot->phase == phase::voided);
    const bool waits = own.late && !(over && own.counted);
    const auto& vote = waits ? *own.late : *own.counted;
    auto& known = desk.votes[id];
    if (!over && !known.receipt.empty() && known.attempt > vote.attempt) return;
    known = {id, vote.mark, vote.attempt, vote.receipt, vote.at, vote.staff};
    if (waits) known.late = wire::lateness::waiting;
    if (vote.late) known.late = wire::lateness::admitted;
}

asio::awaitable<void> room::load_own_votes([[maybe_unused]] std::shared_ptr<room> self, inquiry::deputy_id deputy) {
    while (!stopping_) {
        std::vector<inquiry::ballot_id> ballots;
        for (const auto& ballot : now().ballots)
            if (ballot.phase != inquiry::ballot_phase::draft) ballots.push_back(ballot.what.id);
        const auto votes = co_await store_.own_votes(id_, deputy, ballots);
        const auto desk = desks_.find(deputy);
        if (desk == desks_.end()) co_return;
        if (votes) {
            for (const auto& [ballot, own] : *votes) keep(desk->second, ballot, own);
            desk->second.loaded = true;
            send_you(deputy);
            co_return;
        }
        // The connection waits with what it knows; its own votes come when the store is back.
        co_await store_.wait_ready(std::chrono::steady_clock::now() + limits::command_timeout);
        // A store that is stopped answers at once: without a pause this would be a loop that nothing else gets into.
        co_await changed_.wait_until(std::chrono::steady_clock::now() + limits::store_retry_min);
    }
}

asio::awaitable<void> room::follow_as_far_as(std::uint64_t rev) {
    const auto deadline = std::chrono::steady_clock::now() + limits::store_call_timeout;
    while (now().rev < rev && !stopping_ && std::chrono::steady_clock::now() < deadline)
        co_await changed_.wait_until(deadline);
}

asio::awaitable<void> room::follow_to_newest() {
    const auto newest = co_await store_.call(record::command_words("HGET", record::store::prefix(id_) + "hot", "rev"));
    if (newest) co_await follow_as_far_as(static_cast<std::uint64_t>(newest->view().integer()));
}

asio::awaitable<void> room::run_follower([[maybe_unused]] std::shared_ptr<room> self) { co_await follower_.run(); }
asio::awaitable<void> room::run_commands([[maybe_unused]] std::shared_ptr<room> self) { co_await commands_.run(); }

// Asks for the close when the deadline comes. The store's clock decides; every worker asks, one of them is first.
asio::awaitable<void> room::run_clock([[maybe_unused]] std::shared_ptr<room> self) {
    while (!stopping_) {
        const auto* ballot = now().open_ballot();
        auto wake = std::chrono::steady_clock::now() + std::chrono::hours(1);
        if (ballot != nullptr && ballot->closes_at && !clock_asks_) {
            const auto left = *ballot->closes_at - store_.now();
            if (left > 0)
                wake = std::chrono::steady_clock::now() + std::chrono::milliseconds(left);
            else
                ask_for_close();
        }
        co_await changed_.wait_until(wake);
    }
}

void room::ask_for_close() {
    clock_asks_ = true;
    command_request request;
    request.kind = command_request::kind::close_by_clock;
    request.by = {inquiry::actor_kind::clock, {}};
    request.answer = [this, self = shared_from_this()](const command_outcome&) {
        clock_asks_ = false;
        changed_.notify_all();
    };
    commands_.push(std::move(request));
}

}  // namespace wenzheng::live
