#include "card/palette.hpp"

#include <charconv>
#include <cmath>
#include <optional>

namespace wenzheng::card {
namespace {

constexpr colour rgb(unsigned value, double alpha = 1) {
    return {static_cast<double>(value >> 16U & 0xffU) / 255, static_cast<double>(value >> 8U & 0xffU) / 255,
            static_cast<double>(value & 0xffU) / 255, alpha};
}

const palette red{
    .deep = rgb(0x23040a),
    .middle = rgb(0x5d0812),
    .high = rgb(0x96131c),
    .glow = rgb(0xffc478, 0.16),
    .accent = rgb(0xf6d491),
    .accent_deep = rgb(0xc9983f),
    .on_accent = rgb(0x3a0409),
    .ink = rgb(0xfffaf1),
    .ink_soft = rgb(0xf4dcc4),
    .panel = rgb(0x160206, 0.62),
    .panel_line = rgb(0xf6d491, 0.28),
    .track = rgb(0xfff5e6, 0.13),
};

const palette blue{
    .deep = rgb(0x040b1b),
    .middle = rgb(0x0a2148),
    .high = rgb(0x174887),
    .glow = rgb(0x78b4ff, 0.16),
    .accent = rgb(0xbfe0ff),
    .accent_deep = rgb(0x5a94d6),
    .on_accent = rgb(0x06204a),
    .ink = rgb(0xffffff),
    .ink_soft = rgb(0xd3e3f7),
    .panel = rgb(0x02091a, 0.6),
    .panel_line = rgb(0xbfe0ff, 0.24),
    .track = rgb(0xe6f2ff, 0.14),
};

std::optional<colour> named(std::string_view text) {
    unsigned value = 0;
    if (text.size() != 7 || text.front() != '#') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 7, value, 16);
    if (error != std::errc{} || end != text.data() + 7) return std::nullopt;
    return rgb(value);
}

constexpr colour white{1, 1, 1, 1};
constexpr colour black{0, 0, 0, 1};

colour mixed(const colour& from, const colour& to, double part) {
    const auto one = [part](double a, double b) { return a + (b - a) * part; };
    return {one(from.red, to.red), one(from.green, to.green), one(from.blue, to.blue), 1};
}

double luminance(const colour& of) {
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(of.red) + 0.7152 * linear(of.green) + 0.0722 * linear(of.blue);
}

colour with_alpha(colour of, double alpha) {
    of.alpha = alpha;
    return of;
}

}  // namespace

palette palette_of(const look& looks) {
    auto out = looks.blue ? blue : red;
    // White can be read on the body's own ground, so nothing of the ground is lighter than that.
    if (const auto ground = named(looks.background)) {
        out.high = *ground;
        out.middle = mixed(*ground, black, 0.28);
        out.deep = mixed(*ground, black, 0.58);
        out.panel = with_alpha(mixed(*ground, black, 0.86), 0.6);
        out.ink = white;
        out.ink_soft = mixed(white, *ground, 0.14);
        out.glow = with_alpha(white, 0.05);
    }
    if (const auto accent = named(looks.accent)) {
        out.accent = *accent;
        out.accent_deep = mixed(*accent, black, 0.16);
        // Whichever of the two can be read better on the darker end.
        const double on_white = 1.05 / (luminance(out.accent) + 0.05);
        const double on_black = (luminance(out.accent_deep) + 0.05) / 0.05;
        out.on_accent = on_black >= on_white ? rgb(0x14100c) : white;
        out.panel_line = with_alpha(*accent, 0.28);
    }
    return out;
}

colour answer_colour(std::string_view name) {
    if (name == "green") return rgb(0x2fbf71);
    if (name == "blue") return rgb(0x4d9dff);
    if (name == "red") return rgb(0xff5f4e);
    if (name == "yellow") return rgb(0xffc62b);
    return rgb(0xb8bcc6);
}

colour on_answer(std::string_view name) { return name == "red" || name == "blue" ? white : rgb(0x10140f); }

}  // namespace wenzheng::card
