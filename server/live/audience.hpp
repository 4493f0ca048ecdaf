// The clients of one role in a room, and how one frame goes to all of them.
#pragma once

#include <cstddef>
#include <vector>

#include "live/client.hpp"

namespace wenzheng::live {

// Used on its worker's thread only. A client is in one audience at most, between add() and remove().
class audience {
public:
    void add(client& who) {
        who.seat_in_audience = members_.size();
        members_.push_back(&who);
        outboxes_.push_back(&who.out());
    }

    // The last one takes the place that is free.
    void remove(client& who) noexcept {
        const auto seat = who.seat_in_audience;
        members_[seat] = members_.back();
        members_[seat]->seat_in_audience = seat;
        outboxes_[seat] = outboxes_.back();
        members_.pop_back();
        outboxes_.pop_back();
    }

    // Latest wins, for each. The outboxes stand in a row of their own and are asked for a few ahead: at ten thousand
    // viewers the memory of the next ones is what costs.
    void send(const frame& message, slot place) const {
        constexpr std::size_t ahead = 4;
        const std::size_t all = outboxes_.size();
        for (std::size_t i = 0; i < all; ++i) {
            if (i + ahead < all) outboxes_[i + ahead]->prefetch();
            outboxes_[i]->push(message, place);
        }
    }

    bool empty() const noexcept { return members_.empty(); }
    std::size_t size() const noexcept { return members_.size(); }
    auto begin() const noexcept { return members_.begin(); }
    auto end() const noexcept { return members_.end(); }

private:
    std::vector<client*> members_;
    std::vector<outbox*> outboxes_;
};

}  // namespace wenzheng::live
