// The clients of one role in a room, and how one frame goes to all of them.
#pragma once

#include <cstddef>
#include <vector>

#include "inquiry/limits.hpp"
#include "live/client.hpp"
#include "live/walk.hpp"

namespace wenzheng::live {

// Used on its worker's thread only. A client is in one audience at most, between add() and remove().
class audience {
public:
    void add(client& who) {
        who.seat_in_audience = members_.size();
        members_.push_back(&who);
        outboxes_.push_back(&who.out());
    }

    // The last one takes the place that is free, and is sent first what he would miss there.
    void remove(client& who) noexcept {
        const auto seat = who.seat_in_audience;
        const auto free = walk_.vacate(seat);
        if (free != seat) move(free, seat);
        const auto last = members_.size() - 1;
        if (free != last) {
            if (const auto* missed = walk_.waiting_at(last)) outboxes_[last]->push_all(*missed, missed->joined());
            move(last, free);
        }
        members_.pop_back();
        outboxes_.pop_back();
        walk_.shrink(members_.size());
    }

    // Latest wins, for each. A large audience is served in pieces, between which the loop does everything else. False
    // where somebody is left to be served: then go_on() is to be called, again and again.
    bool send(const frame& message, slot kind) {
        if (walk_.done() && size() <= limits::seats_a_piece) {
            serve(0, size(), [&](outbox& to) { to.push(message, kind); });
            return true;
        }
        walk_.add(message, kind, size());
        return walk_.done();
    }

    // Serves the next piece. True when everybody has what is new.
    bool go_on() {
        if (walk_.done()) return true;
        const auto next = walk_.take(limits::seats_a_piece);
        const auto joined = next.what.joined();
        serve(next.begin, next.end, [&](outbox& to) { to.push_all(next.what, joined); });
        return walk_.done();
    }

    bool empty() const noexcept { return members_.empty(); }
    std::size_t size() const noexcept { return members_.size(); }
    auto begin() const noexcept { return members_.begin(); }
    auto end() const noexcept { return members_.end(); }

private:
    void move(std::size_t from, std::size_t to) noexcept {
        members_[to] = members_[from];
        members_[to]->seat_in_audience = to;
        outboxes_[to] = outboxes_[from];
    }

    // The outboxes stand in a row of their own and are asked for a few ahead: at ten thousand viewers the memory of the
    // next ones is what costs.
    template <typename Push>
    void serve(std::size_t begin, std::size_t end, Push push) const {
        constexpr std::size_t ahead = 4;
        for (std::size_t i = begin; i < end; ++i) {
            if (i + ahead < end) outboxes_[i + ahead]->prefetch();
            push(*outboxes_[i]);
        }
    }

    std::vector<client*> members_;
    std::vector<outbox*> outboxes_;
    walk walk_;
};

}  // namespace wenzheng::live
