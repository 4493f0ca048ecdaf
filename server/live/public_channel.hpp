// What the public may know: the record and the progress of ballots as they were `public_delay_ms` ago, so that a phone
// at home never tells a result before television does. Without a delay it is what everybody knows.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "live/frame.hpp"
#include "live/ledger.hpp"

namespace wenzheng::live {

// Used on its room's thread only. `newest` outlives it.
class public_channel {
public:
    explicit public_channel(const ledger& newest) : newest_(newest) {}

    std::int64_t delay_ms() const noexcept { return newest_.now().what.public_delay_ms; }

    // The state as the public may know it.
    const inquiry::state& now() const noexcept { return behind_ ? behind_->now() : newest_.now(); }

    // Whether something is held back, or may have to be: otherwise now() is the newest state.
    bool holds_back() const noexcept { return behind_.has_value(); }

    // The whole record from its beginning, a part at a time, when a room opens; nothing is let out yet.
    void replay(const std::vector<record::stored_event>& events);

    // Events that the newest ledger has just taken.
    void follow(const std::vector<record::stored_event>& events);

    // A frame of progress that everybody else got at `at`.
    void hold_progress(frame progress, inquiry::instant_ms at);

    // The instant at which the next thing may be let out; none where nothing waits.
    std::optional<inquiry::instant_ms> due() const noexcept;

    struct let_out_now {
        bool record = false;  // now() has moved
        frame progress;       // the newest that is due, or null
    };
    // Lets out what is due at `at`. A record that can't be read stays behind for ever: the room has stopped by then.
    let_out_now let_out(inquiry::instant_ms at);

private:
    const ledger& newest_;
    std::optional<ledger> behind_;
    std::deque<record::stored_event> events_;
    struct held_progress {
        frame what;
        inquiry::instant_ms at;
    };
    std::deque<held_progress> progress_;
};

}  // namespace wenzheng::live
