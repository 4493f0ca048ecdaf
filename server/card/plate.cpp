#include <algorithm>
#include <string>
#include <vector>

#include "card/parts.hpp"
#include "card/words.hpp"

namespace wenzheng::card {
namespace {

constexpr double plate_edge = 30;

// A line of the plate and the height that it would like to have.
struct plate_line {
    std::string text;
    double height = 0;
    double most = 0;
    double least = 0;
    bool bold = false;
    bool boxed = false;  // short of what was needed
};

std::vector<plate_line> lines_of(const pen& p) {
    const auto& v = p.what.verdict;
    const auto& w = words_of(p.what.language);
    std::vector<plate_line> lines;
    const auto add = [&](const std::string& text, double height, double most, double least, bool bold = false) {
        if (!text.empty()) lines.push_back({text, height, most, least, bold, false});
    };
    const bool first = p.what.score_first;
    if (first) {
        add(v.score_label, 46, 32, 18);
        add(v.score, 140, 130, 40, true);
    } else if (!v.name.empty()) {
        add(std::string(w.verdict), 46, 32, 18);
    }
    add(v.name, first ? 84 : 140, first ? 60 : 112, 26, true);
    add(v.margin, 50, 32, 16, v.is_short);
    if (!v.margin.empty()) lines.back().boxed = v.is_short;
    add(v.note, 60, 30, 16, true);
    if (!first && !v.score.empty()) add(v.score_label + " " + v.score, 58, 40, 18, true);
    for (const auto& one : p.what.beside) add(one, 40, 26, 15);
    return lines;
}

double height_of(const std::vector<plate_line>& lines) {
    double all = 0;
    for (const auto& line : lines) all += line.height;
    return all;
}

}  // namespace

double plate_height(const pen& p) {
    const auto lines = lines_of(p);
    return lines.empty() ? 0 : height_of(lines) + 2 * plate_edge;
}

void draw_plate(const pen& p, const rectangle& into) {
    p.on.fill(into, 16, p.with.accent, p.with.accent_deep);
    const auto lines = lines_of(p);
    const double room = into.height - 2 * plate_edge * 0.8;
    // Lower than it would like to be, all lines give way alike; higher, they stay together. Alone, it is all there is.
    const double scale = std::min(p.what.answers.empty() ? 1.8 : 1.0, room / height_of(lines));
    const double width = into.width - 2 * plate_edge;
    double y = into.y + (into.height - height_of(lines) * scale) / 2;
    for (const auto& line : lines) {
        const double height = line.height * scale;
        rectangle at{into.x + plate_edge, y, width, height};
        text_style style{.most = line.most * scale,
                         .least = std::min(line.least, line.most * scale),
                         .ink = p.with.on_accent,
                         .bold = line.bold,
                         .to = align::centre,
                         .wrap = true,
                         .pitch = 1.15};
        if (line.boxed) {
            at.height -= 6;
            const double wide = std::min(width, p.on.width_of(line.text, style.most, true) + 44);
            p.on.fill({at.x + (width - wide) / 2, at.y, wide, at.height}, 8, p.with.on_accent);
            style.ink = p.with.accent;
            at.x += 16;
            at.width -= 32;
        }
        p.on.write(line.text, at, style);
        y += height;
    }
}

}  // namespace wenzheng::card
