// What a file of evidence is, told by its first bytes. Its name says nothing.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "inquiry/air.hpp"

namespace wenzheng::net {

using evidence_kind = inquiry::media;

// Of so many first bytes, or of the whole file where it is shorter.
inline constexpr std::size_t evidence_head_bytes = 4'096;

// Nothing where it is none of these: pages, drawings with scripts, archives and programs are never taken, whatever
// they are called.
std::optional<evidence_kind> evidence_kind_of(std::string_view head) noexcept;

constexpr bool is_image(evidence_kind kind) noexcept { return !inquiry::is_video(kind); }

constexpr std::string_view media_type(evidence_kind kind) noexcept {
    constexpr std::array<std::string_view, 5> names{"image/png", "image/jpeg", "image/webp", "video/mp4", "video/webm"};
    return names[static_cast<std::size_t>(kind)];
}

// With its dot.
constexpr std::string_view extension(evidence_kind kind) noexcept {
    constexpr std::array<std::string_view, 5> names{".png", ".jpg", ".webp", ".mp4", ".webm"};
    return names[static_cast<std::size_t>(kind)];
}

// The kind in `SHA256.ext`; nothing where that is not exactly how such a file is called.
std::optional<evidence_kind> kind_in_name(std::string_view file) noexcept;

}  // namespace wenzheng::net
