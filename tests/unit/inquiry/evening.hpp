// An evening played without a store: commands are decided and their events applied, votes sealed at the close.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "inquiry/decide.hpp"
#include "inquiry/evolve.hpp"

namespace wenzheng::testing {

using inquiry::refusal_code;

inline inquiry::ballot_definition a_ballot(const std::string& id, const std::string& item) {
    inquiry::ballot_definition ballot;
    ballot.id = inquiry::ballot_id{id};
    ballot.item = inquiry::item_id{item};
    ballot.title = "对答复的满意度测评";
    ballot.electorate = inquiry::electorate_id{"deputies"};
    return ballot;
}

// Five deputies d1–d5 and an observer o1; items i1 and i2; the ballots plain and after (i1, after repeats plain),
// timed (i2, one minute), counted (i2, two scrutineers) and quorate (i1, more than half checked in).
inline inquiry::definition a_definition() {
    inquiry::definition what;
    what.id = inquiry::inquiry_id{"evening"};
    what.title = "专题问政";
    for (const auto* id : {"d1", "d2", "d3", "d4", "d5"})
        what.deputies.push_back({inquiry::deputy_id{id}, "代表", "一团", {inquiry::electorate_id{"deputies"}}});
    what.deputies.push_back({inquiry::deputy_id{"o1"}, "观察员", "", {inquiry::electorate_id{"observers"}}});
    for (const auto* id : {"i1", "i2"})
        what.items.push_back({inquiry::item_id{id}, "住房和城乡建设局", "局长", "小区物业管理", "怎么办？"});
    auto after = a_ballot("after", "i1");
    after.follows = inquiry::ballot_id{"plain"};
    auto timed = a_ballot("timed", "i2");
    timed.duration_ms = 60'000;
    auto counted = a_ballot("counted", "i2");
    counted.scrutineers = 2;
    auto quorate = a_ballot("quorate", "i1");
    quorate.rule.quorum = inquiry::quorum_rule{{{1, 2}, inquiry::comparison::more_than}};
    what.ballots = {a_ballot("plain", "i1"), after, timed, counted, quorate};
    return what;
}

class evening {
public:
    using refused = std::optional<refusal_code>;  // none: it was done

    explicit evening(inquiry::definition what = a_definition()) {
        record(inquiry::event::inquiry_created{std::move(what)}, {inquiry::actor_kind::account, "admin"});
    }

    // Decides, and applies what was decided.
    refused give(const inquiry::any_command& command, const std::string& account = "moderator") {
        const inquiry::actor by{inquiry::actor_kind::account, account};
        return take(inquiry::decide(now, command, by), by);
    }
    refused check_in_oneself(const std::string& deputy) {
        const inquiry::deputy_id who{deputy};
        return take(inquiry::decide_own_checkin(now, who), {inquiry::actor_kind::deputy, deputy});
    }
    refused close_by_clock() { return take(inquiry::decide_close_by_clock(now), {}); }

    void press(const std::string& deputy, const std::string& choice) {
        votes[inquiry::deputy_id{deputy}] = inquiry::mark{choice};
    }

    void record(inquiry::any_event what, const inquiry::actor& by) {
        if (auto* closed = std::get_if<inquiry::event::ballot_closed>(&what)) closed->seal = seal();
        if (auto* voided = std::get_if<inquiry::event::ballot_voided>(&what))
            if (const auto* open = now.open_ballot(); open != nullptr && open->what.id == voided->ballot)
                voided->seal = seal();
        const auto rev = now.rev + 1;
        inquiry::evolve(now, {rev, clock, by, std::move(what), "digest" + std::to_string(rev)});
    }

    inquiry::seal seal() {
        inquiry::seal sealed;
        for (const auto& [deputy, mark] : std::exchange(votes, {})) {
            ++sealed.counts[mark];
            sealed.votes.push_back({deputy, mark, 1, "receipt", clock});
        }
        return sealed;
    }

    const inquiry::ballot_state& ballot(const std::string& id) const { return *now.find(inquiry::ballot_id{id}); }

    // Up to the point where ballots can open, with everyone checked in.
    void begin() {
        give(inquiry::command::start{});
        for (const auto& deputy : now.what.deputies) check_in_oneself(deputy.id.value);
    }
    void play_until_closed(const std::string& id) {
        give(inquiry::command::open_ballot{inquiry::ballot_id{id}, std::nullopt});
        give(inquiry::command::close_ballot{inquiry::ballot_id{id}});
    }

    inquiry::state now;
    inquiry::instant_ms clock = 1'770'000'000'000;
    std::map<inquiry::deputy_id, inquiry::mark> votes;

private:
    refused take(const inquiry::result<inquiry::decision>& decided, const inquiry::actor& by) {
        if (!decided) return decided.error().code;
        for (const auto& one : decided->events) record(one, by);
        return std::nullopt;
    }
};

inline const evening::refused done = std::nullopt;

}  // namespace wenzheng::testing
