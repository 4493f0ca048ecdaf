// From a closed ballot to its result, and what may still happen to that.
#include "inquiry/decide_parts.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"

namespace wenzheng::inquiry {

using code = refusal_code;

namespace {

bool paper_is_open(const ballot_state& ballot) noexcept {
    return ballot.paper.phase == paper_phase::waiting || ballot.paper.phase == paper_phase::differs;
}

// Counts as people write them, as marks: by choice, or by score in digits.
result<mark_counts> marks_in(const ballot_definition& ballot, const command::written_counts& written) {
    if (!ballot.questions.empty()) return refuse(code::unsupported, "a questionnaire has no counts on paper");
    mark_counts marks;
    for (const auto& [answer, n] : written) {
        const bool score = ballot.scale.kind == scale_kind::score;
        const auto what = press_of(mark{score ? "#" + answer : answer});
        if (!what || !fits(ballot, *what) || (score && mark_of(*what).value != "#" + answer))
            return refuse(code::no_such_choice, answer);
        if (n < 0 || n > limits::papers) return refuse(code::bad_count, answer);
        if (n > 0) marks[mark_of(*what)] = n;
    }
    return result<mark_counts>{boost::system::in_place_value, std::move(marks)};
}

count sum_of(const mark_counts& counts) noexcept {
    count sum = 0;
    for (const auto& [stored, n] : counts) sum += n;
    return sum;
}

// Collected > issued makes a ballot void (DOMAIN §2), and so do more votes than people who could give them.
bool too_many(const ballot_state& ballot, const paper_count& paper) noexcept {
    return paper.collected() > paper.issued ||
           sum_of(ballot.binding.pressed) + paper.collected() > ballot.binding.who.present;
}

}  // namespace

result<decision> decide_one(const state& s, const command::confirm_count& c, const actor& by) {
    const auto* ballot = s.find(c.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
    if (ballot->what.scrutineers == 0) return refuse(code::nothing_to_confirm);
    const auto& erratum = ballot->erratum_waiting;
    const auto& confirmed_by = erratum ? erratum->confirmed_by : ballot->confirmed_by;
    if (confirmed_by.contains(by.name)) return refuse(code::already_confirmed);
    if (ballot->phase != ballot_phase::closed && !erratum) return refuse(code::ballot_not_closed);
    if (paper_is_open(*ballot)) return refuse(code::paper_count_open);
    return just(event::count_confirmed{c.ballot, by.name});
}

result<decision> decide_one(const state& s, const command::enter_paper_count& c, const actor& by) {
    const auto* ballot = s.find(c.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
    if (ballot->phase != ballot_phase::closed && ballot->phase != ballot_phase::confirmed)
        return refuse(code::ballot_not_closed, c.ballot.value);
    auto marks = marks_in(ballot->what, c.counts);
    if (!marks) return marks.error();
    const paper_count paper{std::move(*marks), c.issued.value_or(ballot->binding.who.present), c.invalid};
    if (paper.issued < 0 || paper.issued > limits::papers || paper.invalid < 0 || paper.invalid > limits::papers)
        return refuse(code::bad_count);
    auto entered = just(event::paper_count_entered{c.ballot, by.name, paper});
    if (with_entry(ballot->paper, by.name, paper) == paper_phase::agreed && too_many(*ballot, paper))
        entered.events.emplace_back(event::ballot_voided{c.ballot, "collected_exceeds_issued", std::nullopt, {}});
    return entered;
}

// Whether any wait is known to the store alone, which refuses where none do.
result<decision> decide_one(const state& s, const command::admit_late_votes& c, const actor&) {
    const auto* ballot = s.find(c.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
    if (ballot->phase != ballot_phase::closed && ballot->phase != ballot_phase::confirmed)
        return refuse(code::ballot_not_closed, c.ballot.value);
    if (ballot->what.grace_ms == 0) return refuse(code::no_late_votes, "the rule has no grace");
    return just(event::late_votes_admitted{c.ballot, {}});
}

result<decision> decide_one(const state& s, const command::reveal_ballot& c, const actor&) {
    const auto* ballot = s.find(c.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
    if (paper_is_open(*ballot)) return refuse(code::paper_count_open);
    if (ballot->what.scrutineers > 0 && ballot->phase == ballot_phase::closed)
        return refuse(code::ballot_not_confirmed);
    const auto ready = ballot->what.scrutineers > 0 ? ballot_phase::confirmed : ballot_phase::closed;
    if (ballot->phase != ready) return refuse(code::ballot_not_closed);
    return just(event::ballot_revealed{c.ballot, {}});
}

result<decision> decide_one(const state& s, const command::publish_erratum& c, const actor&) {
    const auto* ballot = s.find(c.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
    if (ballot->phase != ballot_phase::revealed) return refuse(code::ballot_not_revealed, c.ballot.value);
    if (is_blank(c.reason)) return refuse(code::bad_text, "a reason is needed");
    if (ballot->errata.size() >= limits::errata) return refuse(code::limit_reached, "errata");
    event::erratum_published e{c.ballot, c.reason, std::nullopt};
    if (c.counts) {
        auto marks = marks_in(ballot->what, *c.counts);
        if (!marks) return marks.error();
        if (sum_of(*marks) > ballot->binding.who.present)
            return refuse(code::bad_count, "more votes than were present");
        e.counts = std::move(*marks);
    }
    return just(std::move(e));
}

result<decision> decide_one(const state& s, const command::void_ballot& c, const actor&) {
    const auto* ballot = s.find(c.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
    if (ballot->phase == ballot_phase::draft || ballot->phase == ballot_phase::voided)
        return refuse(code::nothing_to_void);
    if (is_blank(c.reason)) return refuse(code::bad_text, "a reason is needed");
    return just(event::ballot_voided{c.ballot, c.reason, std::nullopt, {}});
}

}  // namespace wenzheng::inquiry
