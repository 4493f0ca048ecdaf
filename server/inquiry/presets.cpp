#include "inquiry/presets.hpp"

#include <algorithm>
#include <vector>

namespace wenzheng::inquiry {
namespace {

std::vector<choice_id> ids(std::initializer_list<const char*> names) {
    std::vector<choice_id> all;
    for (const auto* name : names) all.emplace_back(name);
    return all;
}

verdict_rule share(std::string name, std::vector<choice_id> choices, denominator of, comparison how, fraction part) {
    verdict_rule verdict;
    verdict.name = std::move(name);
    verdict.choices = std::move(choices);
    verdict.of = of;
    verdict.needed = bound{part, how};
    return verdict;
}

verdict_rule points(std::string name, std::int64_t least) {
    verdict_rule verdict;
    verdict.name = std::move(name);
    verdict.score_at_least = least;
    return verdict;
}

verdict_rule otherwise(std::string name) {
    verdict_rule verdict;
    verdict.name = std::move(name);
    return verdict;
}

rule with(denominator of, std::vector<verdict_rule> verdicts) {
    rule made;
    made.of = of;
    made.verdicts = std::move(verdicts);
    return made;
}

// 满意 ≥ ½ of all members; else 满意 + 基本满意 > ½ of all, where a sum of exactly half is 不满意.
rule zhenhai() {
    return with(denominator::entitled,
                {share("满意", ids({"satisfied"}), denominator::entitled, comparison::at_least, {1, 2}),
                 share("基本满意", ids({"satisfied", "basically_satisfied"}), denominator::entitled,
                       comparison::more_than, {1, 2}),
                 otherwise("不满意")});
}

rule shiquan() {
    auto made = with(
        denominator::entitled,
        {share("通过", ids({"satisfied"}), denominator::entitled, comparison::more_than, {1, 2}), otherwise("未通过")});
    made.second_failure = "再次未通过，提请主任会议研究";
    return made;
}

rule approval() {
    return with(
        denominator::entitled,
        {share("通过", ids({"for"}), denominator::entitled, comparison::more_than, {1, 2}), otherwise("未通过")});
}

rule simple_majority() {
    return with(denominator::valid, {share("满意", ids({"satisfied", "basically_satisfied"}), denominator::valid,
                                           comparison::more_than, {1, 2}),
                                     otherwise("不满意")});
}

rule weighted_score() {
    rule made;
    made.weights = {
        {choice_id{"satisfied"}, 100}, {choice_id{"basically_satisfied"}, 70}, {choice_id{"dissatisfied"}, 50}};
    return made;
}

rule score_bands() {
    auto made =
        with(denominator::valid, {points("优秀", 90), points("满意", 80), points("基本满意", 60), otherwise("不满意")});
    made.drop = drop_rule{1, 1, 5};
    return made;
}

// By law a vote like this removes nobody by itself: the verdict is worded as a suggestion.
rule appraisal() {
    return with(
        denominator::valid,
        {share("建议启动免职或降职程序", ids({"incompetent"}), denominator::valid, comparison::more_than, {1, 3}),
         share("建议诫勉", ids({"excellent", "competent"}), denominator::valid, comparison::less_than, {2, 3}),
         otherwise("称职")});
}

std::vector<rule_preset> made() {
    return {
        {"zhenhai", "satisfaction3", "三级满意度（全体过半）", "Three steps, of all members",
         "镇海做法：满意达到全体半数为满意；满意加基本满意超过全体半数为基本满意；恰好半数为不满意。",
         "As in Zhenhai: satisfied at half of all members; basically satisfied when both together are more than half; "
         "exactly half is dissatisfied.",
         zhenhai()},
        {"shiquan", "satisfaction3", "满意过半通过", "Passed when more than half are satisfied",
         "石泉做法：满意超过全体半数为通过；未通过的整改后重新测评，再次未通过提请主任会议研究。",
         "As in Shiquan: passed when satisfied is more than half of all members; otherwise redone and voted again, a "
         "second failure goes to the chair's meeting.",
         shiquan()},
        {"simple_majority", "satisfaction3", "有效票过半", "Majority of valid votes",
         "满意加基本满意超过有效票半数为满意。",
         "Satisfied when both satisfied answers are more than half of the valid votes.", simple_majority()},
        {"weighted_score", "satisfaction3", "加权测评得分", "Weighted score",
         "按100、70、50加权平均，称为测评得分，不称满意率：全部不满意也有50分。",
         "Average of 100, 70 and 50, called a score and never a satisfaction rate: all dissatisfied still gives 50.",
         weighted_score()},
        {"score_bands", "score100", "百分制分档", "Score with bands",
         "90分及以上优秀，80分及以上满意，60分及以上基本满意；评分人数超过5人时去掉一个最高分和一个最低分。",
         "Excellent from 90, satisfied from 80, basically satisfied from 60; with more than 5 raters one highest and "
         "one lowest score are left out.",
         score_bands()},
        {"appraisal", "appraisal4", "述职评议", "Appraisal of duties",
         "不称职超过三分之一，建议启动免职或降职程序；优秀加称职不足三分之二，建议诫勉。测评本身不免除任何人的职务。",
         "Incompetent above a third: dismissal or demotion is suggested; excellent and competent below two thirds: an "
         "admonition. The vote itself removes nobody.",
         appraisal()},
        {"approval", "approval3", "表决（赞成过半通过）", "Approval by more than half of all",
         "赞成超过全体半数为通过。", "Passed when more than half of all members are for it.", approval()},
    };
}

const std::vector<rule_preset>& all_presets() {
    static const auto all = made();
    return all;
}

}  // namespace

std::span<const rule_preset> rule_presets() { return all_presets(); }

const rule_preset* find_rule_preset(std::string_view id) {
    const auto& all = all_presets();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace wenzheng::inquiry
