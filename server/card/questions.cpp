#include <algorithm>
#include <string>

#include "card/parts.hpp"
#include "card/words.hpp"

namespace wenzheng::card {
namespace {

constexpr double head_height = 54;
constexpr double high_row = 58;         // has two lines
constexpr std::size_t few_answers = 5;  // whose words have room above their column

struct columns {
    double number = 44;
    // Of all figures and of all verdicts, so that they stand alike.
    double count_size = 0;
    double verdict_size = 0;
    double title = 0;
    double cell = 0;
    double verdict = 0;
};

std::string letter(std::size_t n) { return std::string(1, static_cast<char>('A' + n)); }

const std::vector<answer_line>& answers_of(const pen& p) { return p.what.questions.front().answers; }

// Side by side where one list would be too low to be read.
bool in_two_blocks(const pen& p, double width) { return p.what.questions.size() > 8 && width > 1'200; }

bool dense(const pen& p) { return answers_of(p).size() > few_answers; }

columns columns_of(const pen& p, double width) {
    columns out;
    const auto n = static_cast<double>(answers_of(p).size());
    const double inner = width - 40;
    out.verdict = inner * 0.18;
    out.cell = std::min(inner * (dense(p) ? 0.5 : 0.44) / n, std::max(inner * 0.125, 100.0));
    out.title = inner - out.verdict - n * out.cell - out.number;
    return out;
}

// Which letter is which answer, where their words have no room above the columns.
double draw_legend(const pen& p, const rectangle& into) {
    std::string all;
    for (std::size_t i = 0; i < answers_of(p).size(); ++i)
        all += (i > 0 ? "   " : "") + letter(i) + " " + answers_of(p)[i].label;
    return p.on.flow(all, into, {.most = 24, .least = 14, .ink = p.with.ink, .wrap = true}) + 10;
}

void draw_heads(const pen& p, const columns& c, const rectangle& into) {
    double x = into.x + 20 + c.number + c.title;
    double size = 26;
    if (!dense(p))
        for (const auto& one : answers_of(p))
            size = std::min(size, p.on.size_for(one.label, c.cell - 8, head_height - 24,
                                                {.most = 26, .least = 12, .bold = true, .wrap = true, .pitch = 1.1}));
    for (std::size_t i = 0; i < answers_of(p).size(); ++i) {
        const auto& one = answers_of(p)[i];
        p.on.mark(one.colour, {x + c.cell / 2 - 10, into.y, 20, 20}, answer_colour(one.colour), on_answer(one.colour));
        p.on.write(dense(p) ? letter(i) : one.label, {x + 2, into.y + 22, c.cell - 4, head_height - 24},
                   {.most = size,
                    .least = std::min(12.0, size),
                    .ink = p.with.ink,
                    .bold = true,
                    .to = align::centre,
                    .wrap = !dense(p),
                    .pitch = 1.1});
        x += c.cell;
    }
    p.on.write(std::string(words_of(p.what.language).verdict), {x, into.y + 16, c.verdict, head_height - 18},
               {.most = 26, .least = 14, .ink = p.with.ink_soft, .to = align::centre});
}

bool counts_alone(double width, double height) { return width < (height >= high_row ? 62 : 84); }

void draw_cell(const pen& p, double size, const answer_line& what, const rectangle& at) {
    const text_style style{.most = size, .least = size * 0.9, .ink = p.with.ink, .bold = true, .to = align::centre};
    // Too narrow for a share that could be read: the counts alone, as on a printed protocol.
    if (counts_alone(at.width, at.height)) return p.on.write(what.count, at, style);
    if (at.height >= high_row) {
        const double count = at.height * 0.56;
        p.on.write(what.count, {at.x, at.y + 2, at.width, count}, style);
        p.on.write(what.percent, {at.x + 2, at.y + count, at.width - 4, at.height - count - 5},
                   {.most = 23, .least = 10, .ink = p.with.accent, .to = align::centre});
        return;
    }
    // Low rows: the share behind its count.
    const double middle = at.x + at.width * 0.4;
    p.on.write(what.count, {at.x, at.y, middle - at.x - 3, at.height},
               {.most = size, .least = 10, .ink = p.with.ink, .bold = true, .to = align::right});
    p.on.write(what.percent, {middle + 3, at.y, at.x + at.width - middle - 5, at.height},
               {.most = size * 0.66, .least = 9, .ink = p.with.accent});
}

// The size at which every count of the block has room.
double count_size_of(const pen& p, double cell, double row) {
    double size = std::min(38.0, (row >= high_row ? row * 0.56 : row) * 0.74);
    const double room = counts_alone(cell, row) || row >= high_row ? cell - 6 : cell * 0.4 - 3;
    for (const auto& question : p.what.questions)
        for (const auto& one : question.answers)
            size = std::min(size, p.on.size_for(one.count, room, row, {.most = size, .least = 10, .bold = true}));
    return size;
}

bool verdict_has_two_lines(const verdict_words& what, double height) {
    return height >= 52 && !(what.margin.empty() && what.score.empty()) && !what.name.empty();
}

text_style verdict_style(const pen& p, double most) {
    return {.most = most,
            .least = std::min(12.0, most),
            .ink = p.with.accent,
            .bold = true,
            .to = align::centre,
            .wrap = true,
            .pitch = 1.1};
}

double verdict_size_of(const pen& p, double width, double row) {
    double size = 36;
    for (const auto& question : p.what.questions) {
        const double name = verdict_has_two_lines(question.verdict, row) ? row * 0.56 : row;
        size = std::min(size, p.on.size_for(question.verdict.name, width - 12, name,
                                            verdict_style(p, std::min(size, name * 0.74))));
    }
    return size;
}

void draw_verdict(const pen& p, double size, const verdict_words& what, const rectangle& at) {
    auto below = what.margin;
    if (!what.score.empty()) below += (below.empty() ? "" : " · ") + what.score_label + " " + what.score;
    const bool two_lines = verdict_has_two_lines(what, at.height);
    const double name = two_lines ? at.height * 0.56 : at.height;
    p.on.write(what.name.empty() ? below : what.name, {at.x + 6, at.y, at.width - 12, name}, verdict_style(p, size));
    if (two_lines)
        p.on.write(below, {at.x + 4, at.y + name, at.width - 8, at.height - name - 3},
                   {.most = 20, .least = 10, .ink = p.with.ink_soft, .to = align::centre, .wrap = true, .pitch = 1.1});
}

void draw_row(const pen& p, std::size_t number, const columns& c, const rectangle& at) {
    const auto& what = p.what.questions[number];
    if (number % 2 == 0) p.on.fill(at, 8, p.with.track);
    double x = at.x + 20;
    p.on.write(std::to_string(number + 1), {x - 6, at.y, c.number - 6, at.height},
               {.most = std::min(34.0, at.height * 0.6),
                .least = 14,
                .ink = p.with.accent,
                .bold = true,
                .to = align::centre});
    x += c.number;
    p.on.write(what.title, {x, at.y + 2, c.title - 12, at.height - 4},
               {.most = std::min(32.0, at.height * 0.62), .least = 10, .ink = p.with.ink, .wrap = true, .pitch = 1.14});
    x += c.title;
    for (const auto& one : what.answers) {
        draw_cell(p, c.count_size, one, {x, at.y, c.cell, at.height});
        x += c.cell;
    }
    draw_verdict(p, c.verdict_size, what.verdict, {x, at.y, c.verdict, at.height});
}

void draw_block(const pen& p, std::size_t from, std::size_t to, const rectangle& into) {
    auto c = columns_of(p, into.width);
    draw_heads(p, c, into);
    const auto rows = static_cast<double>(to - from);
    const double place = std::min((into.height - head_height - 6) / rows, 140.0);
    c.count_size = count_size_of(p, c.cell, place - 4);
    c.verdict_size = verdict_size_of(p, c.verdict, place - 4);
    for (std::size_t i = from; i < to; ++i)
        draw_row(p, i, c,
                 {into.x, into.y + head_height + 6 + static_cast<double>(i - from) * place, into.width, place - 4});
}

}  // namespace

double questions_height(const pen& p, double width) {
    const auto lines =
        (p.what.questions.size() + (in_two_blocks(p, width) ? 1 : 0)) / (in_two_blocks(p, width) ? 2 : 1);
    return static_cast<double>(lines) * (lines > 10      ? 44.0
                                         : width > 1'200 ? 42.0
                                                         : 62.0) +
           head_height + 38 + (dense(p) ? 70 : 0);
}

void draw_questions(const pen& p, const rectangle& into) {
    p.on.fill(into, 16, p.with.panel);
    rectangle inner{into.x + 16, into.y + 16, into.width - 32, into.height - 32};
    if (dense(p)) {
        const double took = draw_legend(p, {inner.x + 20, inner.y, inner.width - 40, 66});
        inner.y += took;
        inner.height -= took;
    }
    const std::size_t questions = p.what.questions.size();
    if (in_two_blocks(p, into.width)) {
        const std::size_t half = (questions + 1) / 2;
        const double width = (inner.width - 20) / 2;
        draw_block(p, 0, half, {inner.x, inner.y, width, inner.height});
        draw_block(p, half, questions, {inner.x + width + 20, inner.y, width, inner.height});
        return;
    }
    draw_block(p, 0, questions, inner);
}

}  // namespace wenzheng::card
