#include "live/hub.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"
#include "record/chain.hpp"
#include "record/operations.hpp"
#include "wire/event_json.hpp"

namespace wenzheng::live {
namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

const char* const list_key = "wz:inquiries";

}  // namespace

hub::hub(record::store& store, std::string worker, counters& counters)
    : store_(store), worker_(std::move(worker)), counters_(counters) {
    store_.on_break([this] { return known_records(); }, [this] { begin_new_epoch(); });
}

std::vector<record::known_record> hub::known_records() const {
    std::vector<record::known_record> known;
    for (const auto& [id, room] : rooms_)
        if (!room->stopped()) known.push_back(room->newest());
    return known;
}

// History was lost: what any room has followed may never have been. Everybody comes back and is told anew.
void hub::begin_new_epoch() {
    for (auto& [id, room] : std::exchange(rooms_, {})) room->send_away();
}

asio::awaitable<wire::result<std::shared_ptr<room>>> hub::find(inquiry::inquiry_id id) {
    while (!stopping_) {
        if (const auto found = rooms_.find(id); found != rooms_.end()) {
            if (!found->second->stopped()) co_return found->second;
            rooms_.erase(found);  // its record was damaged: perhaps it has been mended
        }
        if (!opening_.contains(id)) break;
        co_await opened_.wait_until(steady_clock::now() + limits::store_call_timeout);
    }
    if (stopping_) co_return wire::problem{"unavailable", "stopping"};
    const bool ready = co_await store_.wait_ready(steady_clock::now() + limits::store_call_timeout);
    if (!ready) co_return wire::problem{"unavailable", "the store is away"};
    if (const auto found = rooms_.find(id); found != rooms_.end()) co_return found->second;
    opening_.emplace(id, true);
    const auto epoch = store_.epoch();
    auto opened = co_await room::open(store_, id, worker_, counters_);
    opening_.erase(id);
    if (opened && *opened && store_.epoch() != epoch) {
        (*opened)->stop();
        opened_.notify_all();
        co_return wire::problem{"unavailable", "the store's history has changed"};
    }
    if (opened && *opened) {
        // Two may have opened it at once after a wait; the first stays.
        const auto [at, fresh] = rooms_.emplace(id, *opened);
        if (!fresh) (*opened)->stop();
        opened = at->second;
        if (stopping_) at->second->stop();
    }
    opened_.notify_all();
    co_return opened;
}

asio::awaitable<wire::result<std::uint64_t>> hub::create(inquiry::definition what, inquiry::actor by,
                                                         std::vector<inquiry::evidence_state> evidence) {
    const bool ready = co_await store_.wait_ready(steady_clock::now() + limits::store_call_timeout);
    if (!ready) co_return wire::problem{"unavailable", "the store is away"};
    const auto id = what.id;
    // Listed first: an id that is listed without a record is passed over, a record that isn't listed would be lost.
    const auto listed = co_await store_.call(record::command_words("SADD", list_key, id.value));
    if (!listed) co_return wire::problem{"unavailable", "the store is away"};
    const inquiry::state nothing;
    std::vector<record::event_to_append> events;
    const auto append = [&](const inquiry::any_event& next) {
        record::event_to_append event;
        event.event = wire::write_event(next, by, {});
        event.operation = record::operation_of(next, nothing);
        events.push_back(std::move(event));
    };
    append(inquiry::event::inquiry_created{std::move(what)});
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        auto& one = evidence[i];
        const inquiry::evidence_id number{"e" + std::to_string(i + 1)};
        append(inquiry::event::evidence_added{number, one.item, std::move(one.name), std::move(one.file), one.kind,
                                              one.bytes});
    }
    const auto answer = co_await store_.append(id, 0, std::nullopt, events);
    if (!answer) co_return wire::problem{"unavailable", "the store is away"};
    if (answer->what != record::append_answer::outcome::appended)
        co_return wire::problem{"exists", "there is an inquiry " + id.value};
    add(counters_.events_appended, events.size());
    co_return answer->rev;
}

asio::awaitable<wire::result<std::vector<inquiry::inquiry_id>>> hub::list() {
    const auto members = co_await store_.call(record::command_words("SMEMBERS", list_key));
    if (!members) co_return wire::problem{"unavailable", "the store is away"};
    std::vector<inquiry::inquiry_id> ids;
    for (std::size_t i = 0; i < members->view().size(); ++i) ids.emplace_back(std::string((*members)[i].text()));
    std::sort(ids.begin(), ids.end());
    co_return ids;
}

asio::awaitable<wire::result<std::string>> hub::export_record(inquiry::inquiry_id id) {
    std::string lines = wire::canonical(
        {{"format", "wenzheng-record"}, {"version", 1}, {"inquiry", id.value}, {"epoch", store_.epoch()}});
    lines += "\n";
    ledger folded;
    std::uint64_t rev = 0;
    std::string digest;
    while (true) {
        const auto events = co_await store_.read(id, rev);
        if (!events) co_return wire::problem{"unavailable", "the store is away"};
        if (events->empty()) break;
        const auto taken = folded.take(*events);
        if (!taken) co_return taken.error();
        for (const auto& e : *events) {
            digest = record::chain_digest(digest, e.rev, e.at, e.event, e.seal);
            wire::json line{{"rev", e.rev}, {"at", e.at}, {"event", e.event}, {"digest", digest}};
            if (!e.seal.empty()) line["seal"] = e.seal;
            lines += wire::canonical(line) + "\n";
            rev = e.rev;
        }
    }
    if (rev == 0) lines.clear();
    // The record holds every count: it leaves the server only when none of them is still to be revealed.
    using phase = inquiry::ballot_phase;
    for (const auto& ballot : folded.now().ballots)
        if (ballot.phase == phase::open || ballot.phase == phase::closed || ballot.phase == phase::confirmed ||
            ballot.erratum_waiting)
            co_return wire::problem{"ballot_not_ended", "not revealed, void or corrected yet: " + ballot.what.id.value};
    co_return wire::result<std::string>{boost::system::in_place_value, std::move(lines)};
}

asio::awaitable<void> hub::watch_all() {
    while (!stopping_) {
        if (const auto ids = co_await list())
            for (const auto& id : *ids) co_await find(id);
        if (quiet()) co_await store_.rewrite_large_log();
        co_await opened_.wait_until(steady_clock::now() + std::chrono::seconds(5));
    }
}

// No evening is on: between the start of an inquiry and its end the log is left alone.
bool hub::quiet() const noexcept {
    return store_.is_ready() && std::none_of(rooms_.begin(), rooms_.end(), [](const auto& one) {
               return one.second->now().phase == inquiry::phase::running || one.second->now().open_ballot() != nullptr;
           });
}

bool hub::idle() const noexcept {
    return std::all_of(rooms_.begin(), rooms_.end(), [](const auto& one) { return one.second->idle(); });
}

void hub::stop() {
    stopping_ = true;
    for (auto& [id, room] : rooms_) room->stop();
    opened_.notify_all();
}

}  // namespace wenzheng::live
