#include "card/card.hpp"

#include "card/parts.hpp"

namespace wenzheng::card {
namespace {

constexpr double edge = 60;
constexpr double gap = 24;
constexpr double plate_width = 440;  // beside the answers
constexpr double plate_least = 210;  // below them

void draw_ground(canvas& on, const palette& with, double width, double height) {
    on.fill({0, 0, width, height}, 0, with.middle, with.deep);
    auto light = with.high;
    light.alpha = 0.9;
    on.glow(width * 0.5, -height * 0.1, height * 0.8, light);
    on.glow(width * 0.82, height * 0.05, height * 0.55, with.glow);
    on.fill({0, 0, width, 10}, 0, with.accent, with.accent_deep);
}

void draw_body(const pen& p, rectangle into, bool wide) {
    if (!p.what.questions.empty()) return draw_questions(p, into);
    const auto plate = plate_height(p);
    if (plate == 0) return draw_answers(p, into);
    if (p.what.answers.empty()) return draw_plate(p, into);  // a score without bands
    if (wide) {
        draw_plate(p, {into.x + into.width - plate_width, into.y, plate_width, into.height});
        into.width -= plate_width + gap;
    } else {
        // What the answers don't need, within reason.
        const auto spare = into.height - gap - answers_height(p, into.width);
        const auto height = std::min({plate, std::max(spare, plate_least), into.height * 0.48});
        draw_plate(p, {into.x, into.y + into.height - height, into.width, height});
        into.height -= height + gap;
    }
    draw_answers(p, into);
}

// The height that the result should have at least.
double body_height(const pen& p, double width, bool wide) {
    if (!p.what.questions.empty()) return questions_height(p, width);
    const bool plate = plate_height(p) > 0;
    if (wide) return std::max(plate ? 300.0 : 0.0, answers_height(p, width - (plate ? plate_width + gap : 0)));
    return answers_height(p, width) + (plate ? plate_least + gap : 0);
}

}  // namespace

picture draw(const content& what, shape as) {
    const bool wide = as == shape::wide;
    const int width = wide ? 1600 : 1080;
    const int height = wide ? 900 : 1440;
    canvas on(width, height);
    const auto with = palette_of(what.looks);
    const rectangle all{edge, edge - 8, width - 2 * edge, height - 2 * edge + 16};
    // The result comes first: long titles and rules give way until it has its room.
    double tight = 1;
    on.only_measure(true);
    for (; tight > 0.6; tight -= 0.1) {
        const pen p{on, what, with, tight};
        const double around = draw_heading(p, all, wide) + draw_foot(p, all, wide) + 2 * gap;
        if (all.height - around >= body_height(p, all.width, wide)) break;
    }
    on.only_measure(false);
    const pen p{on, what, with, tight};
    draw_ground(on, with, width, height);
    auto rest = all;
    const auto heading = draw_heading(p, rest, wide) + gap;
    rest.y += heading;
    rest.height -= heading;
    rest.height -= draw_foot(p, rest, wide) + gap;
    draw_body(p, rest, wide);
    return std::move(on).finish();
}

}  // namespace wenzheng::card
