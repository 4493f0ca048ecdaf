#include "inquiry/scale.hpp"

#include <algorithm>
#include <array>

namespace wenzheng::inquiry {
namespace {

scale_choice one(std::string_view id, std::string_view zh, std::string_view en, std::string_view colour, tone tone,
                 bool valid = true) {
    return {choice_id{std::string(id)}, std::string(zh), std::string(en), std::string(colour), tone, valid};
}

scale of(std::string_view id, std::vector<scale_choice> choices) {
    return {std::string(id), scale_kind::choices, std::move(choices)};
}

// Colours by the custom of people's congresses: 赞成 green, 反对 red, 弃权 yellow.
const std::array<scale, 7>& presets() {
    static const auto satisfied = one("satisfied", "满意", "Satisfied", "green", tone::good);
    static const auto basically = one("basically_satisfied", "基本满意", "Basically satisfied", "blue", tone::neutral);
    static const auto dissatisfied = one("dissatisfied", "不满意", "Dissatisfied", "red", tone::bad);
    static const auto abstain = one("abstain", "弃权", "Abstain", "yellow", tone::none, false);
    static const std::array<scale, 7> all{
        of("satisfaction3", {satisfied, basically, dissatisfied}),
        of("satisfaction4_abstain", {satisfied, basically, dissatisfied, abstain}),
        of("satisfaction4_unknown",
           {satisfied, basically, dissatisfied, one("unknown", "不了解", "Don't know", "grey", tone::none, false)}),
        of("satisfaction4_very",
           {one("very_satisfied", "非常满意", "Very satisfied", "green", tone::good),
            one("satisfied", "满意", "Satisfied", "blue", tone::good),
            one("basically_satisfied", "基本满意", "Basically satisfied", "yellow", tone::neutral), dissatisfied}),
        of("approval3", {one("for", "赞成", "For", "green", tone::good),
                         one("against", "反对", "Against", "red", tone::bad), abstain}),
        of("appraisal4", {one("excellent", "优秀", "Excellent", "green", tone::good),
                          one("competent", "称职", "Competent", "blue", tone::good),
                          one("basically_competent", "基本称职", "Basically competent", "yellow", tone::neutral),
                          one("incompetent", "不称职", "Incompetent", "red", tone::bad)}),
        scale{"score100", scale_kind::score, {}},
    };
    return all;
}

}  // namespace

const scale_choice* scale::find(const choice_id& choice) const noexcept {
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const auto& c) { return c.id == choice; });
    return found == choices.end() ? nullptr : &*found;
}

std::span<const scale> preset_scales() { return presets(); }

const scale* preset_scale(std::string_view id) {
    const auto& all = presets();
    const auto found = std::find_if(all.begin(), all.end(), [&](const scale& s) { return s.id == id; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace wenzheng::inquiry
