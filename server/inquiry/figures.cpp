#include "inquiry/figures.hpp"

#include <algorithm>
#include <array>

namespace wenzheng::inquiry {
namespace {

using boost::multiprecision::cpp_int;

// What the presses say about one question, or about the ballot: choices of the scale.
choice_counts chosen(const mark_counts& pressed, const question* only) {
    choice_counts counts;
    for (const auto& [stored, n] : pressed) {
        const auto what = press_of(stored);
        if (!what) continue;
        if (const auto* choice = std::get_if<choice_id>(&*what); choice != nullptr && only == nullptr)
            counts[*choice] += n;
        if (const auto* all = std::get_if<answers>(&*what); all != nullptr && only != nullptr)
            if (const auto found = all->find(only->id); found != all->end()) counts[found->second] += n;
    }
    return counts;
}

std::map<std::int64_t, count> scores_in(const mark_counts& pressed) {
    std::map<std::int64_t, count> scores;
    for (const auto& [stored, n] : pressed)
        if (const auto what = press_of(stored))
            if (const auto* score = std::get_if<std::int64_t>(&*what)) scores[*score] += n;
    return scores;
}

// Takes `n` scores away from one end of those that are left.
void take_away(std::map<std::int64_t, count>& scores, count n, bool highest) {
    while (n > 0 && !scores.empty()) {
        const auto end = highest ? std::prev(scores.end()) : scores.begin();
        const auto taken = std::min(n, end->second);
        end->second -= taken;
        n -= taken;
        if (end->second == 0) scores.erase(end);
    }
}

choice_counts in_bands(const ballot_definition& ballot, const std::map<std::int64_t, count>& scores) {
    choice_counts counts;
    const auto bands = shown_choices(ballot);
    for (const auto& band : bands) counts[band.id] = 0;
    for (const auto& [score, n] : scores) {
        std::size_t band = 0;
        for (const auto& verdict : ballot.rule.verdicts) {
            if (verdict.is_otherwise() || score >= verdict.score_at_least.value_or(score_most + 1)) {
                counts[bands[band].id] += n;
                break;
            }
            ++band;
        }
    }
    return counts;
}

void count_scores(const ballot_definition& ballot, const box& in, counted& out) {
    auto scores = scores_in(in.pressed);
    out.figures.counts = in_bands(ballot, scores);
    for (const auto& [score, n] : scores) out.figures.valid += n;
    out.figures.cast = out.figures.valid;
    const auto& drop = ballot.rule.drop;
    if (drop && out.figures.valid > drop->raters_above) {
        take_away(scores, drop->highest, true);
        take_away(scores, drop->lowest, false);
    }
    exact sum{0, 0};
    for (const auto& [score, n] : scores) {
        sum.numerator += score * n;
        sum.denominator += n;
    }
    out.figures.dropped = out.figures.valid - sum.denominator.convert_to<count>();
    if (sum.denominator > 0) out.score = sum;
}

void count_choices(const ballot_definition& ballot, const box& in, const question* only, counted& out) {
    const auto given = chosen(in.pressed, only);
    exact weighted{0, 0};
    for (const auto& choice : ballot.scale.choices) {
        const auto found = given.find(choice.id);
        const count n = found == given.end() ? 0 : found->second;
        out.figures.counts[choice.id] = n;
        out.figures.cast += n;
        if (!choice.valid) continue;
        out.figures.valid += n;
        weighted.denominator += n;
        if (const auto weight = ballot.rule.weights.find(choice.id); weight != ballot.rule.weights.end())
            weighted.numerator += weight->second * n;
    }
    if (!ballot.rule.weights.empty() && weighted.denominator > 0) out.score = weighted;
}

}  // namespace

count whole_of(denominator of, const figures& f) noexcept {
    switch (of) {
        case denominator::entitled: return f.entitled;
        case denominator::present: return f.present;
        case denominator::cast: return f.cast;
        case denominator::valid: return f.valid;
    }
    return 0;
}

counted count_box(const ballot_definition& ballot, const box& in, const question* only) {
    counted out;
    const bool scores = ballot.scale.kind == scale_kind::score;
    if (scores)
        count_scores(ballot, in, out);
    else
        count_choices(ballot, in, only, out);
    auto& f = out.figures;
    f.cast += in.invalid;
    f.entitled = in.who.entitled;
    f.present = in.who.present;
    // With papers there may be more votes than people: the ballot is void then, and nobody is missing.
    f.not_voted = std::max<count>(0, f.present - f.cast);
    const auto whole = whole_of(ballot.rule.of, f);
    for (const auto& choice : shown_choices(ballot))
        if (choice.valid || ballot.rule.of != denominator::valid)
            f.percent[choice.id] = percent_text(f.counts[choice.id], whole);
    if (scores || !ballot.rule.weights.empty()) f.score = out.score ? two_decimals(*out.score) : "0.00";
    return out;
}

std::optional<exact> combine(const std::vector<std::pair<std::int64_t, std::optional<exact>>>& parts) {
    exact sum;
    cpp_int weights = 0;
    for (const auto& [weight, score] : parts) {
        if (!score || weight == 0) continue;
        sum.numerator = sum.numerator * score->denominator + weight * score->numerator * sum.denominator;
        sum.denominator *= score->denominator;
        weights += weight;
    }
    if (weights == 0) return std::nullopt;
    sum.denominator *= weights;
    return sum;
}

// Green first and red last, as people read them; between them blue, then yellow.
std::vector<scale_choice> shown_choices(const ballot_definition& ballot) {
    if (ballot.scale.kind != scale_kind::score) return ballot.scale.choices;
    constexpr std::array<const char*, 3> between{"green", "blue", "yellow"};
    std::vector<scale_choice> bands;
    const auto& verdicts = ballot.rule.verdicts;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const bool last = i > 0 && i + 1 == verdicts.size();
        const std::string colour = last ? "red" : between[std::min<std::size_t>(i, 2)];
        bands.push_back(
            {choice_id{"band" + std::to_string(i + 1)}, verdicts[i].name, verdicts[i].name, colour, tone::none, true});
    }
    return bands;
}

choice_counts shown_counts(const ballot_definition& ballot, const mark_counts& pressed) {
    return count_box(ballot, {pressed, 0, {}}).figures.counts;
}

}  // namespace wenzheng::inquiry
