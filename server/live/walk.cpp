#include "live/walk.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace wenzheng::live {

void walk::add(const frame& message, slot kind, std::size_t seats) {
    std::vector<std::pair<std::size_t, std::size_t>> waiting;
    for (auto& one : stretches_) {
        one.what.put(message, kind);
        waiting.emplace_back(one.begin, one.end);
    }
    std::sort(waiting.begin(), waiting.end());
    waiting.emplace_back(seats, seats);
    std::size_t served_from = 0;
    for (const auto& [begin, end] : waiting) {
        if (served_from < begin) {
            stretches_.push_back({served_from, begin, {}});
            stretches_.back().what.put(message, kind);
        }
        served_from = end;
    }
}

walk::piece walk::take(std::size_t most) {
    auto& first = stretches_.front();
    const std::size_t count = std::min(most, first.end - first.begin);
    piece out{first.end - count, first.end, first.what};
    first.end -= count;
    if (first.begin == first.end) stretches_.pop_front();
    return out;
}

const parcel* walk::waiting_at(std::size_t seat) const noexcept {
    for (const auto& one : stretches_)
        if (seat >= one.begin && seat < one.end) return &one.what;
    return nullptr;
}

std::size_t walk::vacate(std::size_t seat) noexcept {
    const auto found = std::find_if(stretches_.begin(), stretches_.end(),
                                    [&](const stretch& one) { return seat >= one.begin && seat < one.end; });
    if (found == stretches_.end()) return seat;
    const std::size_t last_of_it = --found->end;
    if (found->begin == found->end) stretches_.erase(found);
    return last_of_it;
}

void walk::shrink(std::size_t seats) noexcept {
    for (auto& one : stretches_) one.end = std::min(one.end, seats);
    std::erase_if(stretches_, [](const stretch& one) { return one.begin >= one.end; });
}

}  // namespace wenzheng::live
