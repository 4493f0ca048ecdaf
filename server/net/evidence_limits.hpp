// Limits of uploaded evidence and of what is made for the public, beside those of inquiry/limits.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wenzheng::limits {

using namespace std::chrono_literals;

inline constexpr std::uint64_t evidence_image_bytes = 20ULL * 1024 * 1024;
inline constexpr std::uint64_t evidence_video_bytes = 1024ULL * 1024 * 1024;
inline constexpr std::uint64_t emblem_bytes = 2ULL * 1024 * 1024;
// Kept free beside an upload: the record may live on the same disk, and comes first.
inline constexpr std::uint64_t evidence_reserve_bytes = 256ULL * 1024 * 1024;

// Read, written and sent in such pieces; a piece is all that a transfer holds in memory.
inline constexpr std::size_t evidence_piece_bytes = 256 * 1024;
inline constexpr std::size_t evidence_threads = 2;
inline constexpr std::size_t uploads_at_once = 8;  // a node

// An upload may take as long as it likes while it gets on: each piece within this time.
inline constexpr auto upload_piece_timeout = 60s;
// A player that is paused reads nothing for a while; it asks again for the rest where this was too short.
inline constexpr auto evidence_piece_timeout = 120s;
// After an answer to an upload that was not read to its end, so that the client gets to read the answer.
inline constexpr auto upload_drain_timeout = 5s;

// Result cards.
inline constexpr std::size_t cards_bytes = 64 * 1024 * 1024;
inline constexpr std::size_t cards_waiting = 32;

}  // namespace wenzheng::limits
