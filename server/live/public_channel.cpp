#include "live/public_channel.hpp"

#include <algorithm>

namespace wenzheng::live {

void public_channel::replay(const std::vector<record::stored_event>& events) {
    if (!behind_) behind_.emplace();
    events_.insert(events_.end(), events.begin(), events.end());
}

void public_channel::follow(const std::vector<record::stored_event>& events) {
    if (behind_) {
        events_.insert(events_.end(), events.begin(), events.end());
        return;
    }
    // A delay that begins now holds back what comes from here on.
    if (delay_ms() > 0) behind_ = newest_;
}

void public_channel::hold_progress(frame progress, inquiry::instant_ms at) {
    progress_.push_back({std::move(progress), at});
}

std::optional<inquiry::instant_ms> public_channel::due() const noexcept {
    if (events_.empty() && progress_.empty()) return std::nullopt;
    auto first = progress_.empty() ? events_.front().at : progress_.front().at;
    if (!events_.empty()) first = std::min(first, events_.front().at);
    return first + delay_ms();
}

public_channel::let_out_now public_channel::let_out(inquiry::instant_ms at) {
    let_out_now out;
    const auto until = at - delay_ms();
    std::vector<record::stored_event> next;
    // That there will be an inquiry is no secret: its first event is never held back.
    while (!events_.empty() && (events_.front().at <= until || events_.front().rev == 1)) {
        next.push_back(std::move(events_.front()));
        events_.pop_front();
    }
    if (!next.empty()) out.record = static_cast<bool>(behind_->take(next));
    while (!progress_.empty() && progress_.front().at <= until) {
        out.progress = std::move(progress_.front().what);
        progress_.pop_front();
    }
    // Nothing is held back any more, and nothing will be: one ledger is enough.
    if (delay_ms() == 0 && events_.empty()) behind_.reset();
    return out;
}

}  // namespace wenzheng::live
