#include <algorithm>

#include "card/parts.hpp"
#include "card/words.hpp"

namespace wenzheng::card {
namespace {

constexpr double mark_height = 50;
constexpr double mark_size = 28;
constexpr double mark_edge = 22;

enum class mark_kind { plain, correction, rehearsal };

// To the left of `right`; the left edge of the mark.
double draw_mark(const pen& p, double right, double top, const std::string& text, mark_kind kind) {
    const colour yellow{1, 0.83, 0, 1};
    const colour dark{0.1, 0.08, 0, 1};
    const double width = p.on.width_of(text, mark_size, true) + 2 * mark_edge;
    const rectangle at{right - width, top, width, mark_height};
    auto ink = p.with.accent;
    if (kind == mark_kind::rehearsal) {
        p.on.fill(at, 6, yellow);
        ink = dark;
    } else if (kind == mark_kind::correction) {
        p.on.fill(at, 6, p.with.ink);
        ink = p.with.on_accent;
    } else {
        p.on.outline({at.x + 1.5, at.y + 1.5, at.width - 3, at.height - 3}, 6, 3, p.with.accent);
    }
    p.on.write(text, at, {.most = mark_size, .least = mark_size - 1, .ink = ink, .bold = true, .to = align::centre});
    return at.x;
}

double draw_marks(const pen& p, const rectangle& into) {
    const auto& w = words_of(p.what.language);
    double right = into.x + into.width;
    if (p.what.rehearsal) right = draw_mark(p, right, into.y, std::string(w.rehearsal), mark_kind::rehearsal) - 14;
    if (!p.what.correction.empty())
        right = draw_mark(p, right, into.y, std::string(w.corrected), mark_kind::correction) - 14;
    for (const auto& mark : p.what.marks) right = draw_mark(p, right, into.y, mark, mark_kind::plain) - 14;
    return right;
}

}  // namespace

double draw_heading(const pen& p, const rectangle& into, bool wide) {
    const double right = draw_marks(p, into);
    double y = into.y;
    const auto take = [&](const std::string& text, double most_height, text_style style, double behind) {
        style.most = std::max(style.least, style.most * p.tight);
        const double took = p.on.flow(text, {into.x, y, into.width, most_height * p.tight}, style);
        y += took > 0 ? took + behind * p.tight : 0;
    };
    // The evening's title beside the marks, no lower than they are.
    const auto title = p.on.flow(p.what.inquiry, {into.x, y + 3, right - into.x - 10, (wide ? 76.0 : 92.0) * p.tight},
                                 {.most = 32, .least = 20, .ink = p.with.ink_soft, .wrap = true});
    y += std::max(title + 3, mark_height) + (wide ? 10 : 20) * p.tight;
    p.on.fill({into.x, y, into.width, 2}, 0, p.with.panel_line);
    y += (wide ? 14 : 24) * p.tight;
    if (wide) {
        // Department and item on one line where they have room, else the item below.
        const double size = std::max(30.0, 42 * p.tight);
        const double department = p.on.width_of(p.what.department, size, true);
        const bool beside = department + 40 + p.on.width_of(p.what.item, size * 0.7, false) <= into.width;
        if (beside && !p.what.department.empty()) {
            const double height = size * 1.24;
            p.on.write(p.what.department, {into.x, y, department + 4, height},
                       {.most = size, .least = size - 1, .ink = p.with.accent, .bold = true});
            p.on.write(p.what.item, {into.x + department + 40, y, into.width - department - 40, height},
                       {.most = size * 0.7, .least = size * 0.6, .ink = p.with.ink_soft});
            y += height + 6;
        } else {
            take(p.what.department, 56, {.most = 42, .least = 18, .ink = p.with.accent, .bold = true, .wrap = true}, 2);
            take(p.what.item, 60, {.most = 30, .least = 18, .ink = p.with.ink_soft, .wrap = true}, 6);
        }
        take(p.what.ballot, 100, {.most = 46, .least = 20, .ink = p.with.ink, .bold = true, .wrap = true}, 0);
        return y - into.y;
    }
    take(p.what.department, 130, {.most = 54, .least = 26, .ink = p.with.accent, .bold = true, .wrap = true}, 8);
    take(p.what.item, 100, {.most = 34, .least = 20, .ink = p.with.ink_soft, .wrap = true}, 20);
    take(p.what.ballot, 170, {.most = 50, .least = 24, .ink = p.with.ink, .bold = true, .wrap = true}, 0);
    return y - into.y;
}

}  // namespace wenzheng::card
