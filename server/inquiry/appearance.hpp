// How a body's screens look: a theme, or its own colours and emblem.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wenzheng::inquiry {

enum class theme { red, blue };

struct colour_rgb {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(const colour_rgb&, const colour_rgb&) = default;
};

struct appearance {
    inquiry::theme theme = theme::red;
    std::string emblem;  // name of an uploaded file, or empty
    std::optional<colour_rgb> background;
    std::optional<colour_rgb> accent;
    friend bool operator==(const appearance&, const appearance&) = default;
};

// `#rrggbb` in lower case; none where it is anything else.
std::optional<colour_rgb> colour_named(std::string_view text) noexcept;
std::string name_of(colour_rgb colour);

// The contrast ratio of WCAG 2.2, 1 to 21.
double contrast(colour_rgb a, colour_rgb b) noexcept;

// Why the colours can't be read from the back of a hall, in English; none where they can. White text on the background
// needs 4.5 (WCAG 1.4.3), the accent on the background 3 (WCAG 1.4.11).
std::optional<std::string> why_unreadable(const appearance& what);

// Whether `text` is the name of an uploaded picture: 64 hex digits and .png, .jpg or .webp.
bool is_picture_file(std::string_view text) noexcept;

}  // namespace wenzheng::inquiry
