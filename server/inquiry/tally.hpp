// From counts to a result: exact whole numbers, no floating point (DOMAIN §2).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inquiry/definition.hpp"
#include "inquiry/mark.hpp"

namespace wenzheng::inquiry {

using count = std::int64_t;
using choice_counts = std::map<choice_id, count>;
using mark_counts = std::map<mark, count>;

struct turnout {
    count entitled = 0;  // on the roll of the electorate
    count present = 0;   // of these, checked in at the close or having voted
};

// What one electorate gave: presses of every kind, those on paper too.
struct box {
    mark_counts pressed;
    count invalid = 0;  // collected on paper, but no answer
    turnout who;
};

// Votes on paper or by raised hands, as two scrutineers entered them.
struct paper_count {
    mark_counts counts;
    count issued = 0;
    count invalid = 0;
    count collected() const noexcept;
    friend bool operator==(const paper_count&, const paper_count&) = default;
};

enum class margin_unit { votes, hundredths };

struct verdict {
    std::optional<std::string> name;  // none where no rule held
    std::string rule;                 // the deciding rule in words, in Chinese or English
    // How far above (≥ 0) or short of (< 0) what was needed: whole votes, or hundredths of a point of a score.
    count margin = 0;
    margin_unit unit = margin_unit::votes;
    bool is_otherwise = false;
    std::string note;  // of a re-vote that failed again
};

// What was counted of one electorate, or of one question.
struct figures {
    choice_counts counts;  // every choice of the scale, or every band of a score; zeros too
    count cast = 0;
    count valid = 0;  // cast without 弃权, 不了解 and invalid papers
    count entitled = 0;
    count present = 0;
    count not_voted = 0;
    // Two decimals, rounded half up; none for a choice outside the denominator.
    std::map<choice_id, std::string> percent;
    std::optional<std::string> score;  // two decimals, where the rule has weights or the scale is a score
    count dropped = 0;                 // scores left out as highest or lowest
};

struct advisory_result {
    electorate_id electorate;
    figures of;
};
struct question_result {
    question of;
    inquiry::figures figures;
    inquiry::verdict verdict;
};
struct combined_score {
    std::string score;
    std::map<electorate_id, std::int64_t> weights;
};

struct ballot_result : figures {
    inquiry::verdict verdict;
    std::vector<advisory_result> advisory;
    std::vector<question_result> questions;
    std::optional<combined_score> combined;
    std::optional<paper_count> paper;
    count staff_votes = 0;
    count late_votes = 0;
};

// The result of one ballot. Marks that don't fit the ballot are a bug of the caller. `advisory` holds one box for each
// of the ballot's advisory electorates, in their order, or none.
ballot_result tally(const ballot_definition& ballot, const box& binding, const std::vector<box>& advisory,
                    const std::string& language);

// What a page shows as answers: the scale's choices, or the bands of a score (`band1` is the rule's first verdict).
std::vector<scale_choice> shown_choices(const ballot_definition& ballot);

// The counts of shown choices, from presses. Not for questionnaires.
choice_counts shown_counts(const ballot_definition& ballot, const mark_counts& pressed);

// The least whole number that satisfies `at_least` or `more_than` of `whole` (⌈share·whole⌉, one more where strict and
// exact); 1 where `whole` is 0, so that nothing holds there.
count least_that_holds(const bound& needed, count whole) noexcept;

// The greatest that satisfies `at_most` or `less_than`; -1 where nothing does.
count greatest_that_holds(const bound& needed, count whole) noexcept;

// `part / whole` as a percentage with two decimals, rounded half up; "0.00" where whole is 0.
std::string percent_text(count part, count whole);

// The whole rule in words: what is announced before the press.
std::string rule_in_words(const ballot_definition& ballot, const std::string& language);

}  // namespace wenzheng::inquiry
