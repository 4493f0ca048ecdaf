// What an administrator prepares before the evening: roll, agenda, ballots and their rules.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inquiry/appearance.hpp"
#include "inquiry/ids.hpp"
#include "inquiry/scale.hpp"

namespace wenzheng::inquiry {

// Milliseconds since the Unix epoch on the store's clock.
using instant_ms = std::int64_t;

enum class secrecy { named };
enum class press_rule { first, last };
enum class display { delayed, immediate };

// What a share is a share of (DOMAIN: 全体, 实到, 收回, 有效).
enum class denominator { entitled, present, cast, valid };

struct fraction {
    std::uint32_t numerator = 0;
    std::uint32_t denominator = 1;
    friend bool operator==(const fraction&, const fraction&) = default;
};

enum class comparison { at_least, more_than, at_most, less_than };

struct bound {
    fraction share;
    comparison how = comparison::at_least;
    friend bool operator==(const bound&, const bound&) = default;
};

struct quorum_rule {
    bound needed;  // of the entitled
    friend bool operator==(const quorum_rule&, const quorum_rule&) = default;
};

// One verdict and its condition: a share, a comparison with other choices, or a score. Without one: the "otherwise".
struct verdict_rule {
    std::string name;
    std::vector<choice_id> choices;                // their counts are added
    std::optional<denominator> of;                 // the rule's own where it is not said
    std::optional<bound> needed;                   // their sum is such a share
    std::vector<choice_id> beats{};                // their sum is more than the count of each of these
    std::optional<std::int64_t> score_at_least{};  // whole points
    bool is_otherwise() const noexcept { return !needed && beats.empty() && !score_at_least; }
    friend bool operator==(const verdict_rule&, const verdict_rule&) = default;
};

// What equality in a `beats` is.
enum class tie_rule { misses, holds, named };

// 去掉最高分和最低分: left out when more than `raters_above` rated.
struct drop_rule {
    std::int64_t highest = 0;
    std::int64_t lowest = 0;
    std::int64_t raters_above = 0;
    friend bool operator==(const drop_rule&, const drop_rule&) = default;
};

struct rule {
    inquiry::denominator of = denominator::valid;
    std::optional<quorum_rule> quorum;
    std::vector<verdict_rule> verdicts;  // the first that holds is given
    std::map<choice_id, std::int64_t> weights;
    std::map<electorate_id, std::int64_t> group_weights;  // none: electorates are never added up
    std::optional<drop_rule> drop;
    std::string score_label;  // empty: 测评得分
    tie_rule tie = tie_rule::misses;
    std::string tie_name;
    std::string second_failure;  // said beside the "otherwise" of a re-vote
    friend bool operator==(const rule&, const rule&) = default;
};

// One question of a 问卷; all are on the ballot's scale.
struct question {
    question_id id;
    std::string title;
    friend bool operator==(const question&, const question&) = default;
};

struct ballot_definition {
    ballot_id id;
    item_id item;
    std::string title;
    electorate_id electorate;
    std::vector<electorate_id> advisory;  // vote on the same question for advice, counted apart
    inquiry::secrecy secrecy = secrecy::named;
    inquiry::scale scale = *preset_scale("satisfaction3");
    std::vector<question> questions;
    press_rule press = press_rule::last;
    inquiry::display display = display::delayed;
    std::optional<std::int64_t> duration_ms;
    inquiry::rule rule;
    int scrutineers = 0;
    std::optional<ballot_id> follows;
    bool show_not_voted = true;
    std::int64_t grace_ms = 0;
    friend bool operator==(const ballot_definition&, const ballot_definition&) = default;
};

struct deputy_definition {
    deputy_id id;
    std::string name;
    std::string group;
    std::vector<electorate_id> electorates;
    friend bool operator==(const deputy_definition&, const deputy_definition&) = default;
};

struct item_definition {
    item_id id;
    std::string department;
    std::string respondent;
    std::string title;
    std::string question;
    std::string statement{};  // the department's own, beside evidence
    friend bool operator==(const item_definition&, const item_definition&) = default;
};

struct definition {
    inquiry_id id;
    std::string title;
    std::string language = "zh-CN";
    std::vector<deputy_definition> deputies;
    std::vector<item_definition> items;
    std::vector<ballot_definition> ballots;
    std::optional<inquiry::appearance> appearance;
    std::int64_t public_delay_ms = 0;        // what the public gets is that much later
    std::string public_url;                  // to scan; empty: the public page of this server
    std::optional<inquiry_id> rehearsal_of;  // 彩排: the same agenda, a record of its own
    friend bool operator==(const definition&, const definition&) = default;
};

}  // namespace wenzheng::inquiry
