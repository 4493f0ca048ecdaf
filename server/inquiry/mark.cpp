#include "inquiry/mark.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace wenzheng::inquiry {
namespace {

template <class... kinds>
struct overloaded : kinds... {
    using kinds::operator()...;
};
template <class... kinds>
overloaded(kinds...) -> overloaded<kinds...>;

std::optional<press> score_of(std::string_view digits) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return press{value};
}

std::optional<press> answers_of(std::string_view text) {
    answers all;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto part = text.substr(0, end);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        all.emplace(std::string(part.substr(0, equals)), std::string(part.substr(equals + 1)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return press{std::move(all)};
}

}  // namespace

mark mark_of(const press& what) {
    return std::visit(overloaded{[](const choice_id& choice) { return mark{choice.value}; },
                                 [](std::int64_t score) { return mark{"#" + std::to_string(score)}; },
                                 [](const answers& all) {
                                     std::string text;
                                     for (const auto& [question, choice] : all)
                                         text += (text.empty() ? "" : "&") + question.value + "=" + choice.value;
                                     return mark{text};
                                 }},
                      what);
}

std::optional<press> press_of(const mark& stored) {
    const std::string_view text = stored.value;
    if (text.starts_with('#')) return score_of(text.substr(1));
    if (text.find('=') != std::string_view::npos) return answers_of(text);
    if (!is_id(text)) return std::nullopt;
    return press{choice_id{stored.value}};
}

bool fits(const ballot_definition& ballot, const press& what) noexcept {
    const bool one_choice = ballot.scale.kind == scale_kind::choices && ballot.questions.empty();
    return std::visit(
        overloaded{[&](const choice_id& choice) { return one_choice && ballot.scale.find(choice) != nullptr; },
                   [&](std::int64_t score) {
                       return ballot.scale.kind == scale_kind::score && score >= score_least && score <= score_most;
                   },
                   [&](const answers& all) {
                       if (ballot.questions.empty() || all.size() != ballot.questions.size()) return false;
                       return std::all_of(ballot.questions.begin(), ballot.questions.end(), [&](const question& q) {
                           const auto found = all.find(q.id);
                           return found != all.end() && ballot.scale.find(found->second) != nullptr;
                       });
                   }},
        what);
}

std::string marks_taken_by(const ballot_definition& ballot) {
    if (ballot.scale.kind == scale_kind::score)
        return "#" + std::to_string(score_least) + ":" + std::to_string(score_most);
    std::string choices = ",";
    for (const auto& choice : ballot.scale.choices) choices += choice.id.value + ",";
    if (ballot.questions.empty()) return choices;
    std::set<question_id> sorted;
    for (const auto& q : ballot.questions) sorted.insert(q.id);
    std::string questions;
    for (const auto& id : sorted) questions += (questions.empty() ? "" : ",") + id.value;
    return "?" + questions + ";" + choices;
}

}  // namespace wenzheng::inquiry
