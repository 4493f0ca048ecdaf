// What a deputy pressed, in the one form in which the store keeps and counts it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "inquiry/definition.hpp"

namespace wenzheng::inquiry {

// `satisfied`, `#87`, or `q1=satisfied&q2=dissatisfied` with the questions in the order of their ids.
using mark = basic_id<struct mark_tag>;

using answers = std::map<question_id, choice_id>;
using press = std::variant<choice_id, std::int64_t, answers>;

mark mark_of(const press& what);

// Nothing where the text is none of the three forms.
std::optional<press> press_of(const mark& stored);

// Whether the ballot may be answered so: the kind of its scale, choices of it, and every question once.
bool fits(const ballot_definition& ballot, const press& what) noexcept;

// The marks that the ballot takes, in the words of record/functions: `,a,b,` the choices; `#0:100` a score;
// `?q1,q2;,a,b,` the questions and their choices.
std::string marks_taken_by(const ballot_definition& ballot);

}  // namespace wenzheng::inquiry
