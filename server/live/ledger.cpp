#include "live/ledger.hpp"

#include "inquiry/evolve.hpp"
#include "record/chain.hpp"
#include "wire/event_json.hpp"

namespace wenzheng::live {

wire::result<void> ledger::take(const std::vector<record::stored_event>& events) {
    for (const auto& stored : events) {
        auto read = wire::read_event(stored.event, stored.seal);
        if (!read) return read.error();
        if (!read->about.previous.empty() && read->about.previous != state_.digest)
            return wire::problem{"damaged_record",
                                 "event " + std::to_string(stored.rev) + " isn't chained to the one before"};
        inquiry::recorded_event next;
        next.rev = stored.rev;
        next.at = stored.at;
        next.by = std::move(read->by);
        next.what = std::move(read->what);
        next.digest = record::chain_digest(state_.digest, stored.rev, stored.at, stored.event, stored.seal);
        try {
            inquiry::evolve(state_, next);
        } catch (const std::logic_error& e) {
            return wire::problem{"damaged_record", e.what()};
        }
        if (&stored == &events.back()) newest_entry_ = record::entry_digest(stored);
        if (!read->about.command.empty()) commands_[read->about.command] = {stored.rev, read->about.content};
    }
    return {};
}

const done_command* ledger::find_command(const std::string& id) const noexcept {
    const auto found = commands_.find(id);
    return found == commands_.end() ? nullptr : &found->second;
}

}  // namespace wenzheng::live
