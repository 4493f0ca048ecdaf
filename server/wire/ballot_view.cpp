#include "wire/ballot_view.hpp"

#include "inquiry/fairness.hpp"
#include "inquiry/tally.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

template <class value>
json or_null(const std::optional<value>& maybe) {
    return maybe ? json(*maybe) : json(nullptr);
}

json write_counts(const choice_counts& counts) {
    json out = json::object();
    for (const auto& [choice, n] : counts) out[choice.value] = n;
    return out;
}

json write_verdict(const verdict& v) {
    json out{{"name", or_null(v.name)},
             {"rule", v.rule},
             {"margin", v.margin},
             {"margin_unit", enum_words::text(enum_words::margin_unit, v.unit)}};
    if (!v.note.empty()) out["note"] = v.note;
    return out;
}

json write_figures(const figures& f) {
    json out{{"counts", write_counts(f.counts)}, {"cast", f.cast}, {"valid", f.valid}, {"percent", json::object()}};
    for (const auto& [choice, text] : f.percent) out["percent"][choice.value] = text;
    if (f.score) out["score"] = *f.score;
    return out;
}

json write_electorate_figures(const figures& f) {
    auto out = write_figures(f);
    out["entitled"] = f.entitled;
    out["present"] = f.present;
    out["not_voted"] = f.not_voted;
    return out;
}

std::string score_label(const rule& rule, bool en) {
    if (!rule.score_label.empty()) return rule.score_label;
    return en ? "Score" : "测评得分";
}

json write_paper(const ballot_definition& what, const paper_count& paper) {
    json counts = json::object();
    for (const auto& [stored, n] : paper.counts)
        counts[what.scale.kind == scale_kind::score ? stored.value.substr(1) : stored.value] = n;
    return {{"counts", std::move(counts)},
            {"issued", paper.issued},
            {"collected", paper.collected()},
            {"invalid", paper.invalid}};
}

json write_result(const ballot_definition& what, const ballot_result& r, const std::string& digest, bool en) {
    auto out = write_electorate_figures(r);
    out["digest"] = digest;
    out["verdict"] = write_verdict(r.verdict);
    if (r.score || r.combined) out["score_label"] = score_label(what.rule, en);
    if (r.dropped != 0) out["dropped"] = r.dropped;
    for (const auto& one : r.advisory) {
        auto part = write_electorate_figures(one.of);
        part["electorate"] = one.electorate.value;
        out["advisory"].push_back(std::move(part));
    }
    if (r.combined) {
        out["combined"] = {{"score", r.combined->score}, {"weights", json::object()}};
        for (const auto& [electorate, weight] : r.combined->weights)
            out["combined"]["weights"][electorate.value] = weight;
    }
    for (const auto& one : r.questions) {
        auto part = write_figures(one.figures);
        part["id"] = one.of.id.value;
        part["title"] = one.of.title;
        part["verdict"] = write_verdict(one.verdict);
        out["questions"].push_back(std::move(part));
    }
    if (r.paper) out["paper"] = write_paper(what, *r.paper);
    if (r.staff_votes != 0) out["staff_votes"] = r.staff_votes;
    if (r.late_votes != 0) out["late_votes"] = r.late_votes;
    return out;
}

json write_scale(const ballot_definition& what, bool en) {
    json choices = json::array();
    for (const auto& c : shown_choices(what))
        choices.push_back({{"id", c.id.value}, {"label", en ? c.label_en : c.label_zh}, {"colour", c.colour}});
    json out{{"id", what.scale.id},
             {"kind", enum_words::text(enum_words::scale_kind, what.scale.kind)},
             {"choices", std::move(choices)}};
    if (what.scale.kind == scale_kind::score) {
        out["min"] = score_least;
        out["max"] = score_most;
    }
    return out;
}

json write_quorum(const state& s, const ballot_state& ballot) {
    const bool sealed = ballot.result.has_value();
    const auto now = sealed ? turnout{} : turnout_now(s, ballot.what);
    const auto present = sealed ? ballot.result->present : now.present;
    const auto needed =
        least_that_holds(ballot.what.rule.quorum->needed, sealed ? ballot.result->entitled : now.entitled);
    return {{"needed", needed}, {"present", present}, {"met", present >= needed}};
}

json write_errata(const ballot_state& ballot, bool en) {
    json out = json::array();
    for (const auto& one : ballot.errata) {
        json part{{"reason", one.reason}, {"at", one.at}};
        if (one.result) part["result"] = write_result(ballot.what, *one.result, one.digest, en);
        out.push_back(std::move(part));
    }
    return out;
}

void add_for_console(json& out, const ballot_state& ballot) {
    out["warnings"] = json::array();
    for (const auto warning : fairness_warnings(ballot.what))
        out["warnings"].push_back(enum_words::text(enum_words::warning, warning));
    if (ballot.paper.phase != paper_phase::none) {
        json by = json::array();
        for (const auto& [account, entry] : ballot.paper.by_account) by.push_back(account);
        out["paper"] = {{"state", enum_words::text(enum_words::paper_phase, ballot.paper.phase)},
                        {"entries", ballot.paper.by_account.size()},
                        {"by", std::move(by)}};
    }
    if (ballot.erratum_waiting)
        out["erratum_waiting"] = {{"reason", ballot.erratum_waiting->reason},
                                  {"confirmations", ballot.erratum_waiting->confirmed_by.size()}};
}

}  // namespace

json write_ballot(const state& s, const ballot_state& ballot, ballot_reader reader) {
    const auto& what = ballot.what;
    const bool en = s.what.language.starts_with("en");
    json out{{"id", what.id.value},
             {"title", what.title},
             {"item", what.item.value},
             {"round", ballot.round},
             {"state", enum_words::text(enum_words::ballot_phase, ballot.phase)},
             {"opens_at", or_null(ballot.opens_at)},
             {"closes_at", or_null(ballot.closes_at)},
             {"duration_ms", or_null(what.duration_ms)},
             {"electorate", what.electorate.value},
             {"secrecy", "named"},
             {"press", enum_words::text(enum_words::press, what.press)},
             {"display", enum_words::text(enum_words::display, what.display)},
             {"scrutineers", what.scrutineers},
             {"confirmations", ballot.confirmed_by.size()},
             {"show_not_voted", what.show_not_voted},
             {"rule", rule_in_words(what, s.what.language)},
             {"scale", write_scale(what, en)}};
    if (what.grace_ms > 0) out["grace_ms"] = what.grace_ms;
    if (what.follows) out["follows"] = what.follows->value;
    for (const auto& one : what.advisory) out["advisory"].push_back(one.value);
    for (const auto& one : what.questions) out["questions"].push_back({{"id", one.id.value}, {"title", one.title}});
    if (!ballot.rule_digest.empty()) out["rule_digest"] = ballot.rule_digest;
    if (what.rule.quorum) out["quorum"] = write_quorum(s, ballot);
    if (ballot.phase == ballot_phase::voided) out["void_reason"] = ballot.void_reason;
    if (ballot.revealed_at) out["revealed_at"] = *ballot.revealed_at;
    const bool for_operator = reader == ballot_reader::operator_over_http && ballot.phase == ballot_phase::voided;
    if (ballot.result && (ballot.revealed || for_operator))
        out["result"] = write_result(what, *ballot.result, ballot.digest, en);
    if (!ballot.errata.empty()) out["errata"] = write_errata(ballot, en);
    if (reader != ballot_reader::anyone) add_for_console(out, ballot);
    return out;
}

}  // namespace wenzheng::wire
