#include "wire/definition_json.hpp"

#include <numeric>
#include <set>

#include "inquiry/limits.hpp"
#include "inquiry/scale.hpp"
#include "inquiry/text.hpp"
#include "wire/enum_words.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;
using first_problem = std::optional<problem>;

std::string element(std::string_view array, std::size_t index) {
    return std::string(array) + "[" + std::to_string(index) + "]";
}

std::string needed_text(object_reader& r, std::string_view name, std::size_t max_characters) {
    auto text = r.text(name, max_characters);
    if (!r.failed() && is_blank(text)) r.fail("bad_field", name, "must not be empty");
    return text;
}

// `[numerator, denominator]`, at most 1.
std::optional<bound> read_bound(object_reader& r) {
    const bool strict = r.has("more_than");
    if (strict && r.has("at_least")) r.fail("bad_field", "more_than", "and at_least exclude each other");
    const std::string_view name = strict ? "more_than" : "at_least";
    const json* pair = r.array(name, 2, false);
    if (pair == nullptr) return std::nullopt;
    const auto whole = [&](const json& part) {
        return part.is_number_unsigned() && part.get<std::uint64_t>() <= limits::fraction_part;
    };
    if (pair->size() != 2 || !whole((*pair)[0]) || !whole((*pair)[1]) || (*pair)[1] == 0 || (*pair)[0] > (*pair)[1]) {
        r.fail("bad_field", name, "must be a fraction [n, d] of whole numbers, n ≤ d");
        return std::nullopt;
    }
    return bound{{(*pair)[0].get<std::uint32_t>(), (*pair)[1].get<std::uint32_t>()}, strict};
}

verdict_rule read_verdict(const json& value, const std::string& where, scale_id scale, first_problem& bad) {
    object_reader r(value, where, bad);
    verdict_rule verdict;
    verdict.name = needed_text(r, "name", limits::name_characters);
    if (r.has("of")) verdict.of = static_cast<denominator>(r.word("of", enum_words::denominator));
    verdict.needed = read_bound(r);
    if (const json* choices = r.array("choices", 16, verdict.needed.has_value())) {
        std::set<std::string> seen;
        for (const auto& choice : *choices) {
            if (!choice.is_string() || !has_choice(scale, choice.get_ref<const std::string&>()) ||
                !seen.insert(choice.get<std::string>()).second) {
                r.fail("bad_field", "choices", "must name choices of the scale, each once");
                break;
            }
            verdict.choices.emplace_back(choice.get<std::string>());
        }
    }
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
    r.finish();
    return quorum_rule{needed.value_or(bound{})};
}

rule read_rule(const json& value, const std::string& where, scale_id scale, first_problem& bad) {
    object_reader r(value, where, bad);
    rule rule;
    rule.of = static_cast<denominator>(
        r.word("denominator", enum_words::denominator, static_cast<std::size_t>(denominator::valid)));
    rule.quorum = read_quorum(r, bad);
    if (const json* verdicts = r.array("verdicts", limits::verdicts_a_rule, false))
        for (std::size_t i = 0; i < verdicts->size(); ++i)
            rule.verdicts.push_back(read_verdict((*verdicts)[i], element(where + ".verdicts", i), scale, bad));
    for (std::size_t i = 0; i + 1 < rule.verdicts.size(); ++i)
        if (!rule.verdicts[i].needed) r.fail("bad_field", "verdicts", "may have one without a bound only as the last");
    if (const json* weights = r.object("weights", false)) {
        object_reader w(*weights, where + ".weights", bad);
        for (const auto& choice : choices_of(scale))
            if (const auto weight = w.optional_integer(choice.id, -limits::weight, limits::weight)) {
                if (*weight < 0) w.fail("bad_field", choice.id, "must not be negative");
                rule.weights.emplace(std::string(choice.id), *weight);
            }
        w.finish();
    }
    r.finish();
    return rule;
}

// A secret ballot that only promised secrecy would be worse than none: refused until it is built.
void read_secrecy(object_reader& r) {
    const auto secrecy = r.text_or("secrecy", 100, "named");
    if (r.failed() || secrecy == "named") return;
    if (secrecy == "secret")
        r.fail("unsupported_secrecy", "secrecy", "can only be named: secret ballots are not supported yet");
    else
        r.fail("bad_field", "secrecy", "must be named");
}

ballot_definition read_ballot(const json& value, const std::string& where, first_problem& bad) {
    object_reader r(value, where, bad);
    ballot_definition ballot;
    ballot.id = r.an_id<ballot_id>("id");
    ballot.item = r.an_id<item_id>("item");
    ballot.title = needed_text(r, "title", limits::title_characters);
    ballot.electorate = r.an_id<electorate_id>("electorate");
    read_secrecy(r);
    ballot.scale = static_cast<scale_id>(r.word("scale", enum_words::scale));
    ballot.press = static_cast<press_rule>(r.word("press", enum_words::press, 1));
    ballot.display = static_cast<display>(r.word("display", enum_words::display, 0));
    ballot.duration_ms =
        r.optional_integer("duration_ms", limits::ballot_duration_min_ms, limits::ballot_duration_max_ms);
    if (const json* rule = r.object("rule", true)) ballot.rule = read_rule(*rule, where + ".rule", ballot.scale, bad);
    ballot.scrutineers = static_cast<int>(r.optional_integer("scrutineers", 0, limits::scrutineers).value_or(0));
    ballot.follows = r.optional_id<ballot_id>("follows");
    if (!ballot.follows) r.ignore("follows");
    ballot.show_not_voted = r.boolean_or("show_not_voted", true);
    ballot.grace_ms = r.optional_integer("grace_ms", 0, limits::grace_max_ms).value_or(0);
    r.finish();
    return ballot;
}

deputy_definition read_deputy(const json& value, const std::string& where, first_problem& bad) {
    object_reader r(value, where, bad);
    deputy_definition deputy;
    deputy.id = r.an_id<deputy_id>("id");
    deputy.name = needed_text(r, "name", limits::name_characters);
    deputy.group = r.text_or("group", limits::name_characters, {});
    if (const json* electorates = r.array("electorates", limits::electorates_a_deputy, true))
        for (const auto& one : *electorates) {
            if (!one.is_string() || !is_id(one.get_ref<const std::string&>())) {
                r.fail("bad_field", "electorates", "must hold ids");
                break;
            }
            deputy.electorates.emplace_back(one.get<std::string>());
        }
    r.finish();
    return deputy;
}

item_definition read_item(const json& value, const std::string& where, first_problem& bad) {
    object_reader r(value, where, bad);
    item_definition item;
    item.id = r.an_id<item_id>("id");
    item.department = needed_text(r, "department", limits::name_characters);
    item.respondent = r.text_or("respondent", limits::name_characters, {});
    item.title = needed_text(r, "title", limits::title_characters);
    item.question = r.text_or("question", limits::text_characters, {});
    r.finish();
    return item;
}

template <class list>
void check_unique(const list& all, std::string_view name, first_problem& bad) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < all.size() && !bad; ++i)
        if (!seen.insert(all[i].id.value).second)
            bad = problem{"bad_field", element(name, i) + ".id stands twice: " + all[i].id.value};
}

// What is named exists, and a repeated ballot comes after the one that it repeats.
void check_names(const definition& what, first_problem& bad) {
    for (std::size_t i = 0; i < what.ballots.size() && !bad; ++i) {
        const auto& ballot = what.ballots[i];
        const auto has_item = [&](const auto& item) { return item.id == ballot.item; };
        if (std::none_of(what.items.begin(), what.items.end(), has_item))
            bad = problem{"bad_field", element("ballots", i) + ".item names no item: " + ballot.item.value};
        if (!ballot.follows || bad) continue;
        const auto end = what.ballots.begin() + static_cast<std::ptrdiff_t>(i);
        const bool earlier = std::any_of(what.ballots.begin(), end, [&](const auto& other) {
            return other.id == *ballot.follows && other.item == ballot.item;
        });
        if (!earlier)
            bad = problem{"bad_field", element("ballots", i) + ".follows names no earlier ballot of the same item"};
    }
}

template <class thing>
void read_all(object_reader& r, std::string_view name, std::size_t most, bool needed, std::vector<thing>& into,
              thing (*read)(const json&, const std::string&, first_problem&), first_problem& bad) {
    const json* all = r.array(name, most, needed);
    if (all == nullptr) return;
    for (std::size_t i = 0; i < all->size() && !bad; ++i) into.push_back(read((*all)[i], element(name, i), bad));
}

}  // namespace

result<definition> read_definition(const json& value) {
    first_problem bad;
    object_reader r(value, "", bad);
    definition what;
    if (!value.is_object()) return problem{"bad_field", "a definition must be an object"};
    what.id = r.an_id<inquiry_id>("id");
    what.title = needed_text(r, "title", limits::title_characters);
    constexpr std::array<std::string_view, 2> languages{"zh-CN", "en"};
    what.language = std::string(languages[r.word("language", languages, 0)]);
    read_all(r, "deputies", limits::deputies, true, what.deputies, read_deputy, bad);
    read_all(r, "items", limits::items, true, what.items, read_item, bad);
    read_all(r, "ballots", limits::ballots, false, what.ballots, read_ballot, bad);
    r.finish();
    check_unique(what.deputies, "deputies", bad);
    check_unique(what.items, "items", bad);
    check_unique(what.ballots, "ballots", bad);
    check_names(what, bad);
    if (bad) return *bad;
    return what;
}

}  // namespace wenzheng::wire
