// One inquiry's record, folded: its state now, and which commands were already done. Grows only by take().
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "inquiry/state.hpp"
#include "record/store.hpp"
#include "wire/problem.hpp"

namespace wenzheng::live {

struct done_command {
    std::uint64_t rev = 0;
    std::string content;
};

class ledger {
public:
    // Folds the next stored events in. The first problem means a damaged record: nothing behind it is taken.
    wire::result<void> take(const std::vector<record::stored_event>& events);

    const inquiry::state& now() const noexcept { return state_; }
    // record::entry_digest of the newest event; empty before the first.
    const std::string& newest_entry() const noexcept { return newest_entry_; }
    const done_command* find_command(const std::string& id) const noexcept;

private:
    inquiry::state state_;
    std::string newest_entry_;
    std::unordered_map<std::string, done_command> commands_;
};

}  // namespace wenzheng::live
