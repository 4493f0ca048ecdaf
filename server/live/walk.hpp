// How news gets round a large audience without keeping everybody else waiting: in pieces, and with whatever became news
// meanwhile. Pure: it knows seats and frames, no sockets. The seats of an audience are numbered from 0.
//
// A stretch is a row of seats that wait for the same. What is added joins every stretch, in the place of an older frame
// of its kind, and whoever has been served already begins a stretch of his own. So nobody is sent what is no longer
// news, nobody waits longer than one way round, and in the end everybody has the newest of each kind, once.
#pragma once

#include <cstddef>
#include <deque>

#include "live/parcel.hpp"

namespace wenzheng::live {

class walk {
public:
    struct piece {
        std::size_t begin = 0;  // the first seat
        std::size_t end = 0;    // behind the last one
        parcel what;
    };

    // For everybody on the first `seats` seats. A call adds one stretch at most, and one ends with each way round.
    void add(const frame& message, slot kind, std::size_t seats);

    // Everybody has what is new.
    bool done() const noexcept { return stretches_.empty(); }

    // The next seats to be served, `most` of them or fewer, which count as served from now on. Not while done().
    piece take(std::size_t most);

    // What a seat still waits for; nullptr where it has everything. Good until the next call of anything else.
    const parcel* waiting_at(std::size_t seat) const noexcept;

    // The seat is free, and the one that comes back too (it may be the same): whoever is on that one waits for the same
    // and is to sit down here. Then the seat that comes back waits for nothing, and anybody who waits for nothing may
    // have it.
    std::size_t vacate(std::size_t seat) noexcept;

    // There are so many seats from now on.
    void shrink(std::size_t seats) noexcept;

private:
    struct stretch {
        std::size_t begin;
        std::size_t end;
        parcel what;
    };

    std::deque<stretch> stretches_;  // no seat is in two of them; served from the front, each from its end
};

}  // namespace wenzheng::live
