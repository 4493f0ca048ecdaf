#include "wire/rule_json.hpp"

#include <algorithm>
#include <set>

#include "inquiry/limits.hpp"
#include "inquiry/presets.hpp"
#include "inquiry/text.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

// `[numerator, denominator]`, at most 1, under the name of its comparison.
std::optional<bound> read_bound(object_reader& r) {
    std::optional<bound> read;
    for (std::size_t i = 0; i < enum_words::comparison.size(); ++i) {
        const auto name = enum_words::comparison[i];
        const json* pair = r.array(name, 2, false);
        if (pair == nullptr) continue;
        const auto whole = [&](const json& part) {
            return part.is_number_unsigned() && part.get<std::uint64_t>() <= limits::fraction_part;
        };
        if (read) {
            r.fail("bad_field", name, "and another bound exclude each other");
            return std::nullopt;
        }
        if (pair->size() != 2 || !whole((*pair)[0]) || !whole((*pair)[1]) || (*pair)[1] == 0 ||
            (*pair)[0] > (*pair)[1]) {
            r.fail("bad_field", name, "must be a fraction [n, d] of whole numbers, n ≤ d");
            return std::nullopt;
        }
        read = bound{{(*pair)[0].get<std::uint32_t>(), (*pair)[1].get<std::uint32_t>()}, static_cast<comparison>(i)};
    }
    return read;
}

std::vector<choice_id> read_choices(object_reader& r, std::string_view name, bool needed, const scale& scale) {
    std::vector<choice_id> read;
    const json* choices = r.array(name, limits::choices_a_scale_max, needed);
    if (choices == nullptr) return read;
    std::set<std::string> seen;
    for (const auto& choice : *choices) {
        if (!choice.is_string() || scale.find(choice_id{choice.get<std::string>()}) == nullptr ||
            !seen.insert(choice.get<std::string>()).second) {
            r.fail("bad_field", name, "must name choices of the scale, each once");
            break;
        }
        read.emplace_back(choice.get<std::string>());
    }
    return read;
}

verdict_rule read_verdict(const json& value, const std::string& where, const scale& scale, first_problem& bad) {
    object_reader r(value, where, bad);
    verdict_rule verdict;
    verdict.name = needed_text(r, "name", limits::name_characters);
    if (r.has("of")) verdict.of = static_cast<denominator>(r.word("of", enum_words::denominator));
    verdict.needed = read_bound(r);
    verdict.beats = read_choices(r, "beats", false, scale);
    verdict.score_at_least = r.optional_integer("score_at_least", 0, limits::score_bound);
    const int conditions =
        (verdict.needed ? 1 : 0) + (verdict.beats.empty() ? 0 : 1) + (verdict.score_at_least ? 1 : 0);
    if (conditions > 1) r.fail("bad_field", "name", "has more than one condition");
    const bool counts_choices = verdict.needed.has_value() || !verdict.beats.empty();
    verdict.choices = read_choices(r, "choices", counts_choices, scale);
    if (scale.kind == scale_kind::score && (counts_choices || !verdict.choices.empty()))
        r.fail("bad_field", "name", "of a score can only ask for score_at_least");
    r.finish();
    return verdict;
}

std::optional<quorum_rule> read_quorum(object_reader& parent, first_problem& bad) {
    const json* value = parent.object("quorum", false);
    if (value == nullptr) return std::nullopt;
    object_reader r(*value, parent.place("quorum"), bad);
    constexpr std::array<std::string_view, 1> of{"entitled"};
    r.word("of", of);
    const auto needed = read_bound(r);
    if (!needed) r.fail("missing_field", "at_least", "or more_than is missing");
    if (needed && (needed->how == comparison::at_most || needed->how == comparison::less_than))
        r.fail("bad_field", "more_than", "or at_least is what a quorum needs");
    r.finish();
    return quorum_rule{needed.value_or(bound{})};
}

std::map<choice_id, std::int64_t> read_weights(object_reader& parent, const scale& scale, first_problem& bad) {
    std::map<choice_id, std::int64_t> read;
    const json* weights = parent.object("weights", false);
    if (weights == nullptr) return read;
    object_reader w(*weights, parent.place("weights"), bad);
    for (const auto& choice : scale.choices)
        if (const auto weight = w.optional_integer(choice.id.value, -limits::weight, limits::weight)) {
            if (*weight < 0) w.fail("bad_field", choice.id.value, "must not be negative");
            read.emplace(choice.id, *weight);
        }
    w.finish();
    return read;
}

std::map<electorate_id, std::int64_t> read_group_weights(object_reader& parent) {
    std::map<electorate_id, std::int64_t> read;
    const json* weights = parent.object("group_weights", false);
    if (weights == nullptr) return read;
    for (const auto& [electorate, weight] : weights->items()) {
        const bool whole = weight.is_number_integer() && weight.get<std::int64_t>() >= 0;
        if (!is_id(electorate) || !whole || weight.get<std::int64_t>() > limits::weight) {
            parent.fail("bad_field", "group_weights", "must be whole numbers by electorate");
            break;
        }
        read.emplace(electorate, weight.get<std::int64_t>());
    }
    return read;
}

std::optional<drop_rule> read_drop(object_reader& parent, const scale& scale, first_problem& bad) {
    const json* value = parent.object("drop", false);
    if (value == nullptr) return std::nullopt;
    if (scale.kind != scale_kind::score) parent.fail("bad_field", "drop", "is for scores only");
    object_reader r(*value, parent.place("drop"), bad);
    drop_rule drop;
    drop.highest = r.integer("highest", 0, limits::scores_dropped);
    drop.lowest = r.integer("lowest", 0, limits::scores_dropped);
    drop.raters_above = r.integer("raters_above", 0, static_cast<std::int64_t>(limits::deputies));
    if (drop.raters_above < drop.highest + drop.lowest)
        r.fail("bad_field", "raters_above", "must leave at least one score");
    r.finish();
    return drop;
}

rule preset_of(object_reader& r, const scale& scale) {
    const auto id = r.text("preset", limits::id_characters);
    const auto* preset = find_rule_preset(id);
    if (r.failed()) return {};
    if (preset == nullptr) {
        r.fail("bad_field", "preset", "is not known: " + id);
        return {};
    }
    if (preset->scale != scale.id) r.fail("bad_field", "preset", "is for the scale " + preset->scale);
    r.finish();
    return preset->rule;
}

scale_choice read_choice(const json& value, const std::string& where, first_problem& bad) {
    object_reader r(value, where, bad);
    scale_choice choice;
    choice.id = r.an_id<choice_id>("id");
    choice.label_zh = needed_text(r, "label", limits::name_characters);
    choice.label_en = r.text_or("label_en", limits::name_characters, choice.label_zh);
    choice.colour = std::string(enum_words::colour[r.word("colour", enum_words::colour)]);
    choice.tone = static_cast<tone>(r.word("tone", enum_words::tone, static_cast<std::size_t>(tone::none)));
    choice.valid = r.boolean_or("valid", true);
    r.finish();
    return choice;
}

}  // namespace

std::string element(std::string_view array, std::size_t index) {
    return std::string(array) + "[" + std::to_string(index) + "]";
}

std::string needed_text(object_reader& r, std::string_view name, std::size_t max_characters) {
    auto text = r.text(name, max_characters);
    if (!r.failed() && is_blank(text)) r.fail("bad_field", name, "must not be empty");
    return text;
}

scale read_scale(object_reader& ballot, first_problem& bad) {
    const json* value = ballot.value("scale", true);
    if (value == nullptr) return {};
    if (value->is_string()) {
        if (const auto* preset = preset_scale(value->get<std::string>())) return *preset;
        std::string names;
        for (const auto& preset : preset_scales()) names += (names.empty() ? "" : ", ") + preset.id;
        ballot.fail("bad_field", "scale", "must be one of " + names + ", or {choices}");
        return {};
    }
    object_reader r(*value, ballot.place("scale"), bad);
    scale own{std::string(own_scale_id), scale_kind::choices, {}};
    if (const json* choices = r.array("choices", limits::choices_a_scale_max, true)) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < choices->size() && !bad; ++i) {
            own.choices.push_back(read_choice((*choices)[i], element(r.place("choices"), i), bad));
            if (!seen.insert(own.choices.back().id.value).second) r.fail("bad_field", "choices", "has an id twice");
        }
        if (choices->size() < limits::choices_a_scale_min) r.fail("bad_field", "choices", "must be at least two");
    }
    r.finish();
    return own;
}

json write_scale_definition(const scale& scale) {
    if (scale.id != own_scale_id) return scale.id;
    json choices = json::array();
    for (const auto& c : scale.choices)
        choices.push_back({{"id", c.id.value},
                           {"label", c.label_zh},
                           {"label_en", c.label_en},
                           {"colour", c.colour},
                           {"tone", enum_words::text(enum_words::tone, c.tone)},
                           {"valid", c.valid}});
    return {{"choices", std::move(choices)}};
}

rule read_rule(const json& value, const std::string& where, const scale& scale, first_problem& bad) {
    object_reader r(value, where, bad);
    if (r.has("preset")) return preset_of(r, scale);
    rule rule;
    rule.of = static_cast<denominator>(
        r.word("denominator", enum_words::denominator, static_cast<std::size_t>(denominator::valid)));
    rule.quorum = read_quorum(r, bad);
    if (const json* verdicts = r.array("verdicts", limits::verdicts_a_rule, false))
        for (std::size_t i = 0; i < verdicts->size(); ++i)
            rule.verdicts.push_back(read_verdict((*verdicts)[i], element(where + ".verdicts", i), scale, bad));
    for (std::size_t i = 0; i + 1 < rule.verdicts.size(); ++i)
        if (rule.verdicts[i].is_otherwise())
            r.fail("bad_field", "verdicts", "may have one without a bound only as the last");
    rule.weights = read_weights(r, scale, bad);
    rule.group_weights = read_group_weights(r);
    rule.drop = read_drop(r, scale, bad);
    rule.score_label = r.text_or("score_label", limits::name_characters, {});
    rule.tie = static_cast<tie_rule>(r.word("tie", enum_words::tie, static_cast<std::size_t>(tie_rule::misses)));
    if (rule.tie == tie_rule::named)
        rule.tie_name = needed_text(r, "tie_name", limits::name_characters);
    else
        r.text_or("tie_name", limits::name_characters, {});
    rule.second_failure = r.text_or("second_failure", limits::title_characters, {});
    const bool has_score = scale.kind == scale_kind::score || !rule.weights.empty();
    for (const auto& verdict : rule.verdicts)
        if (verdict.score_at_least && !has_score)
            r.fail("bad_field", "verdicts", "ask for a score that is not reckoned");
    if (!rule.group_weights.empty() && !has_score)
        r.fail("bad_field", "group_weights", "need a score: weights, or the scale score100");
    r.finish();
    return rule;
}

json write_rule(const rule& rule) {
    const auto write_bound = [](json& into, const bound& needed) {
        into[enum_words::text(enum_words::comparison, needed.how)] =
            json::array({needed.share.numerator, needed.share.denominator});
    };
    json out{{"denominator", enum_words::text(enum_words::denominator, rule.of)}, {"verdicts", json::array()}};
    if (rule.quorum) {
        json quorum{{"of", "entitled"}};
        write_bound(quorum, rule.quorum->needed);
        out["quorum"] = std::move(quorum);
    }
    for (const auto& verdict : rule.verdicts) {
        json one{{"name", verdict.name}};
        for (const auto& choice : verdict.choices) one["choices"].push_back(choice.value);
        for (const auto& choice : verdict.beats) one["beats"].push_back(choice.value);
        if (verdict.of) one["of"] = enum_words::text(enum_words::denominator, *verdict.of);
        if (verdict.needed) write_bound(one, *verdict.needed);
        if (verdict.score_at_least) one["score_at_least"] = *verdict.score_at_least;
        out["verdicts"].push_back(std::move(one));
    }
    for (const auto& [choice, weight] : rule.weights) out["weights"][choice.value] = weight;
    for (const auto& [electorate, weight] : rule.group_weights) out["group_weights"][electorate.value] = weight;
    if (rule.drop)
        out["drop"] = {
            {"highest", rule.drop->highest}, {"lowest", rule.drop->lowest}, {"raters_above", rule.drop->raters_above}};
    if (!rule.score_label.empty()) out["score_label"] = rule.score_label;
    if (rule.tie != tie_rule::misses) out["tie"] = enum_words::text(enum_words::tie, rule.tie);
    if (!rule.tie_name.empty()) out["tie_name"] = rule.tie_name;
    if (!rule.second_failure.empty()) out["second_failure"] = rule.second_failure;
    return out;
}

}  // namespace wenzheng::wire
