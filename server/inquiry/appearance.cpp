#include "inquiry/appearance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace wenzheng::inquiry {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr colour_rgb white{255, 255, 255};
constexpr double text_contrast = 4.5;
constexpr double shape_contrast = 3.0;

// The stage's colour where a body has none of its own, as in the pages' themes.
constexpr std::array<colour_rgb, 2> stage_of_theme{colour_rgb{0x5d, 0x08, 0x12}, colour_rgb{0x0a, 0x21, 0x48}};

double linear(std::uint8_t part) noexcept {
    const double share = part / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(colour_rgb c) noexcept {
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

bool is_hex(std::string_view text) noexcept { return text.find_first_not_of(digits) == std::string_view::npos; }

}  // namespace

std::optional<colour_rgb> colour_named(std::string_view text) noexcept {
    if (text.size() != 7 || text.front() != '#' || !is_hex(text.substr(1))) return std::nullopt;
    const auto part = [&](std::size_t at) {
        return static_cast<std::uint8_t>(digits.find(text[at]) * 16 + digits.find(text[at + 1]));
    };
    return colour_rgb{part(1), part(3), part(5)};
}

std::string name_of(colour_rgb colour) {
    std::string text = "#";
    for (const auto part : {colour.red, colour.green, colour.blue}) {
        text += digits[part / 16];
        text += digits[part % 16];
    }
    return text;
}

double contrast(colour_rgb a, colour_rgb b) noexcept {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

std::optional<std::string> why_unreadable(const appearance& what) {
    const auto stage = what.background.value_or(stage_of_theme[static_cast<std::size_t>(what.theme)]);
    if (contrast(white, stage) < text_contrast) return "background is too light for white text";
    if (what.accent && contrast(*what.accent, stage) < shape_contrast)
        return "accent can't be told from the background";
    return std::nullopt;
}

bool is_picture_file(std::string_view text) noexcept {
    constexpr std::size_t digest_digits = 64;
    if (text.size() <= digest_digits || !is_hex(text.substr(0, digest_digits))) return false;
    const auto ending = text.substr(digest_digits);
    return ending == ".png" || ending == ".jpg" || ending == ".webp";
}

}  // namespace wenzheng::inquiry
