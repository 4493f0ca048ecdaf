#include <algorithm>
#include <vector>

#include "card/parts.hpp"
#include "card/words.hpp"

namespace wenzheng::card {
namespace {

// A line of text of the foot, with the height that it was given.
struct foot_line {
    std::string text;
    text_style style;
    double height = 0;
};

// Label and figure side by side, all as large as the line has room for.
void draw_figures(const pen& p, const rectangle& into) {
    const auto width_at = [&](double size) {
        double all = 0;
        for (const auto& [label, value] : p.what.figures)
            all += p.on.width_of(label, size * 0.72, false) + size * 0.3 + p.on.width_of(value, size, true);
        return all;
    };
    double size = 44 * std::max(0.8, p.tight);
    const double between = static_cast<double>(p.what.figures.size() - 1);
    while (size > 20 && width_at(size) + between * size * 0.8 > into.width) size -= 1;
    double x = into.x;
    for (const auto& [label, value] : p.what.figures) {
        const double label_width = p.on.width_of(label, size * 0.72, false);
        const double value_width = p.on.width_of(value, size, true);
        p.on.write(label, {x, into.y + size * 0.06, label_width + 1, into.height},
                   {.most = size * 0.72, .least = size * 0.7, .ink = p.with.ink_soft});
        x += label_width + size * 0.3;
        p.on.write(value, {x, into.y, value_width + 1, into.height},
                   {.most = size, .least = size * 0.98, .ink = p.with.ink, .bold = true});
        x += value_width + size * 0.8;
    }
}

std::vector<foot_line> lines_of(const pen& p, bool wide) {
    const auto& what = p.what;
    std::vector<foot_line> lines;
    const auto add = [&](const std::string& text, double most, double least, double height, const colour& ink) {
        const double size = std::max(least, most * p.tight);
        if (!text.empty())
            lines.push_back({text, {.most = size, .least = least, .ink = ink, .wrap = true}, height * p.tight});
    };
    // All of them have their place; the more there are, the less each gets.
    const double share = wide ? 34.0 : 68.0;
    const std::size_t most_lines = wide ? 2 : 3;
    if (what.advisory.size() <= most_lines) {
        for (const auto& one : what.advisory) add(one, 26, 18, share, p.with.ink);
    } else {
        std::string all;
        for (const auto& one : what.advisory) all += (all.empty() ? "" : "\n") + one;
        add(all, 22, 14, wide ? 90 : 190, p.with.ink);
    }
    add(what.correction, 26, 18, wide ? 34 : 68, p.with.ink);
    add(what.rule, 24, 15, wide ? 62 : 100, p.with.ink_soft);
    return lines;
}

}  // namespace

double draw_foot(const pen& p, const rectangle& into, bool wide) {
    constexpr double between = 8;
    const double figures_height = (wide ? 52 : 58) * std::max(0.8, p.tight);
    const double date_height = 32;
    const auto lines = lines_of(p, wide);
    double height = figures_height + between + date_height;
    std::vector<double> heights;
    for (const auto& line : lines) {
        heights.push_back(p.on.height_for(line.text, into.width, line.height, line.style));
        height += heights.back() + between;
    }
    double y = into.y + into.height - height;
    draw_figures(p, {into.x, y, into.width, figures_height});
    y += figures_height + between;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        p.on.flow(lines[i].text, {into.x, y, into.width, lines[i].height}, lines[i].style);
        y += heights[i] + between;
    }
    const double date = p.on.width_of(p.what.date, 24, false) + 2;
    p.on.write(p.what.date, {into.x + into.width - date, y, date, date_height},
               {.most = 24, .least = 23, .ink = p.with.ink_soft, .to = align::right});
    p.on.write(p.what.quorum, {into.x, y, into.width - date - 24, date_height},
               {.most = 24, .least = 16, .ink = p.with.ink_soft});
    return height;
}

}  // namespace wenzheng::card
