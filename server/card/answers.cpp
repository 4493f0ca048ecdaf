#include <algorithm>
#include <vector>

#include "card/parts.hpp"

namespace wenzheng::card {
namespace {

constexpr double panel_edge = 32;

// One size for the words of all rows, one for their figures, and columns that stand under each other.
struct row_plan {
    double height = 0;
    double words = 0;  // height of the words above the bar
    double track = 0;
    double label_size = 0;
    double count_size = 0;
    double percent_size = 0;
    double unit_size = 0;
    double count_width = 0;
    double unit_width = 0;
    double percent_width = 0;
};

text_style label_style(const pen& p, double most) {
    return {.most = most, .least = std::min(15.0, most), .ink = p.with.ink, .bold = true, .wrap = true, .pitch = 1.16};
}

// Rows that are low enough to stand in two columns, where there is room for two.
std::size_t columns_of(const pen& p, double width) { return p.what.answers.size() > 5 && width > 900 ? 2 : 1; }

row_plan plan_of(const pen& p, double width, double height, bool alone) {
    row_plan plan;
    plan.height = height;
    plan.track = std::clamp(height * 0.22, 7.0, 34.0);
    plan.words = std::min(height - plan.track - 4, 84.0);
    plan.count_size = std::min(62.0, plan.words * 0.82);
    plan.percent_size = std::min(40.0, plan.words * 0.6);
    plan.unit_size = alone && plan.words >= 44 ? std::min(28.0, plan.words * 0.4) : 0;
    bool shares = false;
    for (const auto& one : p.what.answers) {
        plan.count_width = std::max(plan.count_width, p.on.width_of(one.count, plan.count_size, true));
        plan.percent_width = std::max(plan.percent_width, p.on.width_of(one.percent, plan.percent_size, true));
        shares = shares || !one.percent.empty();
    }
    if (plan.unit_size > 0) plan.unit_width = p.on.width_of(p.what.unit, plan.unit_size, false) + 8;
    if (shares) plan.percent_width += 28;
    const double label = width - plan.words - plan.count_width - plan.unit_width - plan.percent_width - 28;
    // As large as the longest allows; one that is far too long is smaller by itself.
    std::vector<double> sizes;
    for (const auto& one : p.what.answers)
        sizes.push_back(p.on.size_for(one.label, label, plan.words, label_style(p, std::min(46.0, plan.words * 0.74))));
    const double largest = *std::max_element(sizes.begin(), sizes.end());
    plan.label_size = largest;
    for (const double size : sizes)
        if (size >= largest * 0.7) plan.label_size = std::min(plan.label_size, size);
    return plan;
}

void draw_row(const pen& p, const row_plan& plan, const answer_line& what, double x, double y, double width) {
    const auto tone = answer_colour(what.colour);
    const double sign = std::min(plan.words * 0.62, 46.0);
    p.on.mark(what.colour, {x, y + (plan.words - sign) / 2, sign, sign}, tone, on_answer(what.colour));
    const double label_x = x + sign + sign * 0.4;
    double right = x + width;
    if (plan.percent_width > 0) {
        p.on.write(what.percent, {right - plan.percent_width, y, plan.percent_width, plan.words},
                   {.most = plan.percent_size,
                    .least = plan.percent_size * 0.9,
                    .ink = p.with.accent,
                    .bold = true,
                    .to = align::right});
        right -= plan.percent_width;
    }
    if (plan.unit_width > 0) {
        p.on.write(p.what.unit, {right - plan.unit_width, y + plan.count_size * 0.12, plan.unit_width, plan.words},
                   {.most = plan.unit_size, .least = plan.unit_size * 0.8, .ink = p.with.ink_soft, .to = align::right});
        right -= plan.unit_width;
    }
    p.on.write(what.count, {right - plan.count_width - 2, y, plan.count_width + 2, plan.words},
               {.most = plan.count_size,
                .least = plan.count_size * 0.95,
                .ink = p.with.ink,
                .bold = true,
                .to = align::right});
    right -= plan.count_width + 22;
    p.on.write(what.label, {label_x, y, right - label_x, plan.words}, label_style(p, plan.label_size));
    const rectangle track{x, y + plan.words + 4, width, plan.track};
    p.on.fill(track, plan.track / 2, p.with.track);
    if (what.share > 0)
        p.on.fill({track.x, track.y, std::max(plan.track, track.width * what.share), track.height}, plan.track / 2,
                  tone);
}

}  // namespace

double answers_height(const pen& p, double width) {
    if (p.what.answers.empty()) return 0;
    const std::size_t columns = columns_of(p, width - 2 * panel_edge);
    const std::size_t lines = (p.what.answers.size() + columns - 1) / columns;
    const double row = lines > 5 ? 62 : columns > 1 ? 66 : width > 1'000 ? 84 : 98;
    return static_cast<double>(lines) * row + 40 + (p.what.electorate.empty() ? 0 : 44);
}

void draw_answers(const pen& p, const rectangle& into) {
    p.on.fill(into, 16, p.with.panel);
    rectangle inner{into.x + panel_edge, into.y + 20, into.width - 2 * panel_edge, into.height - 40};
    if (!p.what.electorate.empty()) {
        p.on.write(p.what.electorate, {inner.x, inner.y, inner.width, 36},
                   {.most = 28, .least = 18, .ink = p.with.accent, .bold = true});
        inner.y += 44;
        inner.height -= 44;
    }
    const std::size_t rows = p.what.answers.size();
    if (rows == 0) return;
    const std::size_t columns = columns_of(p, inner.width);
    const std::size_t lines = (rows + columns - 1) / columns;
    constexpr double between_columns = 56;
    const double width =
        (inner.width - static_cast<double>(columns - 1) * between_columns) / static_cast<double>(columns);
    const double place = inner.height / static_cast<double>(lines);
    const double height = std::min(place - std::min(18.0, place * 0.14), 130.0);
    const auto plan = plan_of(p, width, height, columns == 1);
    for (std::size_t i = 0; i < rows; ++i) {
        const double x = inner.x + static_cast<double>(i / lines) * (width + between_columns);
        const double y = inner.y + static_cast<double>(i % lines) * place + (place - plan.words - 4 - plan.track) / 2;
        draw_row(p, plan, p.what.answers[i], x, y, width);
    }
}

}  // namespace wenzheng::card
