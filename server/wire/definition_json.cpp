#include "wire/definition_json.hpp"

#include <algorithm>
#include <set>

#include "inquiry/limits.hpp"
#include "wire/air_json.hpp"
#include "wire/enum_words.hpp"
#include "wire/object_reader.hpp"
#include "wire/rule_json.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;
// A secret ballot that only promised secrecy would be worse than none: refused until it is built.
void read_secrecy(object_reader& r) {
    const auto secrecy = r.text_or("secrecy", 100, "named");
    if (r.failed() || secrecy == "named") return;
    if (secrecy == "secret")
        r.fail("unsupported_secrecy", "secrecy", "can only be named: secret ballots are not supported yet");
    else
        r.fail("bad_field", "secrecy", "must be named");
}

std::vector<electorate_id> read_electorates(object_reader& r, std::string_view name, bool needed) {
    std::vector<electorate_id> read;
    const json* electorates = r.array(name, limits::electorates_a_deputy, needed);
    if (electorates == nullptr) return read;
    for (const auto& one : *electorates) {
        if (!one.is_string() || !is_id(one.get_ref<const std::string&>())) {
            r.fail("bad_field", name, "must hold ids");
            break;
        }
        read.emplace_back(one.get<std::string>());
    }
    return read;
}

std::vector<question> read_questions(object_reader& ballot, first_problem& bad) {
    std::vector<question> read;
    const json* questions = ballot.array("questions", limits::questions_a_ballot_max, false);
    if (questions == nullptr) return read;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < questions->size() && !bad; ++i) {
        object_reader r((*questions)[i], element(ballot.place("questions"), i), bad);
        question one{r.an_id<question_id>("id"), needed_text(r, "title", limits::title_characters)};
        r.finish();
        if (!bad && !seen.insert(one.id.value).second) ballot.fail("bad_field", "questions", "has an id twice");
        read.push_back(std::move(one));
    }
    if (questions->size() < limits::questions_a_ballot_min)
        ballot.fail("bad_field", "questions", "must be at least two");
    return read;
}

// What only some combinations of fields allow.
void check_ballot(const ballot_definition& ballot, object_reader& r) {
    const bool several = !ballot.advisory.empty() || !ballot.questions.empty();
    if (ballot.display == display::immediate && several)
        r.fail("bad_field", "display", "can't be immediate with questions or advisory electorates");
    if (!ballot.questions.empty() && ballot.scale.kind == scale_kind::score)
        r.fail("bad_field", "questions", "can't be on the scale score100");
    if (!ballot.questions.empty() && !ballot.advisory.empty())
        r.fail("bad_field", "advisory", "can't be combined with questions");
    std::set<electorate_id> all{ballot.electorate};
    for (const auto& one : ballot.advisory)
        if (!all.insert(one).second) r.fail("bad_field", "advisory", "names an electorate twice");
    for (const auto& [electorate, weight] : ballot.rule.group_weights)
        if (!all.contains(electorate))
            r.fail("bad_field", "rule", "weighs an electorate that the ballot doesn't have: " + electorate.value);
}

ballot_definition read_ballot(const json& value, const std::string& where, first_problem& bad) {
    object_reader r(value, where, bad);
    ballot_definition ballot;
    ballot.id = r.an_id<ballot_id>("id");
    ballot.item = r.an_id<item_id>("item");
    ballot.title = needed_text(r, "title", limits::title_characters);
    ballot.electorate = r.an_id<electorate_id>("electorate");
    read_secrecy(r);
    ballot.advisory = read_electorates(r, "advisory", false);
    ballot.scale = read_scale(r, bad);
    ballot.questions = read_questions(r, bad);
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
    if (!bad) check_ballot(ballot, r);
    return ballot;
}

deputy_definition read_deputy(const json& value, const std::string& where, first_problem& bad) {
    object_reader r(value, where, bad);
    deputy_definition deputy;
    deputy.id = r.an_id<deputy_id>("id");
    deputy.name = needed_text(r, "name", limits::name_characters);
    deputy.group = r.text_or("group", limits::name_characters, {});
    deputy.electorates = read_electorates(r, "electorates", true);
    r.finish();
    return deputy;
}

item_definition read_item(const json& value, const std::string& where, first_problem& bad) {
    object_reader r(value, where, bad);
    auto item = read_item_fields(r);
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

item_definition read_item_fields(object_reader& r, std::string_view id_name) {
    item_definition item;
    item.id = r.an_id<item_id>(id_name);
    item.department = needed_text(r, "department", limits::name_characters);
    item.respondent = r.text_or("respondent", limits::name_characters, {});
    item.title = needed_text(r, "title", limits::title_characters);
    item.question = r.text_or("question", limits::text_characters, {});
    item.statement = r.text_or("statement", limits::text_characters, {});
    return item;
}

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
    what.appearance = read_appearance(r);
    what.public_delay_ms = r.optional_integer("public_delay_ms", 0, limits::public_delay_max_ms).value_or(0);
    what.public_url = read_public_url(r);
    what.rehearsal_of = r.optional_id<inquiry_id>("rehearsal_of");
    r.finish();
    check_unique(what.deputies, "deputies", bad);
    check_unique(what.items, "items", bad);
    check_unique(what.ballots, "ballots", bad);
    check_names(what, bad);
    if (bad) return *bad;
    return what;
}

}  // namespace wenzheng::wire
