#include "net/seats.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"

namespace wenzheng::net {
namespace {

std::size_t for_connections(std::size_t descriptors, const seat_settings& with) noexcept {
    const auto share = std::clamp(descriptors / limits::own_descriptors_share, limits::own_descriptors_min,
                                  limits::own_descriptors_max);
    const auto own = with.own_descriptors.value_or(share);
    return descriptors > own ? descriptors - own : 1;
}

}  // namespace

seats::seats(std::size_t descriptors, const seat_settings& with) noexcept
    : all_(for_connections(descriptors, with)),
      nearly_all_(all_ - all_ / limits::last_seats_share),
      for_viewers_(all_ - std::min(all_, with.kept_seats.value_or(all_ / limits::reserved_seats_share))) {}

}  // namespace wenzheng::net
