// Paper counts, errata, staff tablets and second failures.
#include "catch.hpp"
#include "inquiry/evening.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::done;
using testing::evening;
using code = refusal_code;

namespace {

const ballot_id plain{"plain"};
const ballot_id counted{"counted"};

command::enter_paper_count paper(const ballot_id& id, command::written_counts counts, std::optional<count> issued = {},
                                 count invalid = 0) {
    return {id, std::move(counts), issued, invalid};
}

// `id` closed with one 满意 of d1; five deputies and an observer are present.
evening closed(const ballot_id& id) {
    evening e;
    e.begin();
    e.give(command::open_ballot{id, std::nullopt});
    e.press("d1", "satisfied");
    e.give(command::close_ballot{id});
    return e;
}

}  // namespace

TEST_CASE("a paper count counts once two scrutineers have entered the same") {
    auto e = closed(plain);
    CHECK((e.give(paper(plain, {{"satisfied", 2}, {"dissatisfied", 1}}), "first") == done));
    CHECK((e.ballot("plain").paper.phase == paper_phase::waiting));
    CHECK(e.ballot("plain").result->cast == 1);
    CHECK((e.give(command::reveal_ballot{plain}) == code::paper_count_open));
    CHECK((e.give(paper(plain, {{"satisfied", 1}, {"dissatisfied", 2}}), "second") == done));
    CHECK((e.ballot("plain").paper.phase == paper_phase::differs));
    CHECK((e.give(command::reveal_ballot{plain}) == code::paper_count_open));
    CHECK((e.give(paper(plain, {{"satisfied", 2}, {"dissatisfied", 1}}), "second") == done));
    CHECK((e.ballot("plain").paper.phase == paper_phase::agreed));
    const auto& result = *e.ballot("plain").result;
    CHECK(result.cast == 4);
    CHECK(result.counts.at(choice_id{"satisfied"}) == 3);
    REQUIRE(result.paper.has_value());
    CHECK(result.paper->collected() == 3);
    CHECK(result.paper->issued == 5);
    CHECK((e.give(command::reveal_ballot{plain}) == done));
}

TEST_CASE("one person alone never makes a paper count, however often he enters it") {
    auto e = closed(plain);
    for (int i = 0; i < 3; ++i) CHECK((e.give(paper(plain, {{"satisfied", 2}}), "first") == done));
    CHECK((e.ballot("plain").paper.phase == paper_phase::waiting));
    CHECK(e.ballot("plain").result->cast == 1);
}

TEST_CASE("more collected than issued makes the ballot void") {
    auto e = closed(plain);
    e.give(paper(plain, {{"satisfied", 3}}, 2), "first");
    CHECK((e.ballot("plain").phase == ballot_phase::closed));
    e.give(paper(plain, {{"satisfied", 3}}, 2), "second");
    CHECK((e.ballot("plain").phase == ballot_phase::voided));
    CHECK(e.ballot("plain").void_reason == "collected_exceeds_issued");
    CHECK((e.give(command::draft_ballot{ballot_id{"again"}, plain}) == done));
}

TEST_CASE("more votes than people who could give them makes the ballot void as well") {
    auto e = closed(plain);
    e.give(paper(plain, {{"satisfied", 3}}, 9, 2), "first");
    e.give(paper(plain, {{"satisfied", 3}}, 9, 2), "second");
    CHECK((e.ballot("plain").phase == ballot_phase::voided));
}

TEST_CASE("an agreed paper count takes confirmations back, since they were of other figures") {
    auto e = closed(counted);
    e.give(command::confirm_count{counted}, "first");
    e.give(command::confirm_count{counted}, "second");
    CHECK((e.ballot("counted").phase == ballot_phase::confirmed));
    e.give(paper(counted, {{"satisfied", 1}}), "first");
    CHECK((e.give(command::confirm_count{counted}, "second") == code::paper_count_open));
    e.give(paper(counted, {{"satisfied", 1}}), "second");
    CHECK((e.ballot("counted").phase == ballot_phase::closed));
    CHECK((e.give(command::reveal_ballot{counted}) == code::ballot_not_confirmed));
    e.give(command::confirm_count{counted}, "first");
    e.give(command::confirm_count{counted}, "second");
    CHECK((e.give(command::reveal_ballot{counted}) == done));
    CHECK(e.ballot("counted").result->cast == 2);
}

TEST_CASE("a paper count is of a closed ballot and of its choices") {
    evening e;
    e.begin();
    CHECK((e.give(paper(plain, {}), "first") == code::ballot_not_closed));
    e.play_until_closed("plain");
    CHECK((e.give(paper(plain, {{"abstain", 1}}), "first") == code::no_such_choice));
    CHECK((e.give(paper(plain, {{"satisfied", -1}}), "first") == code::bad_count));
    CHECK((e.give(paper(ballot_id{"nothing"}, {}), "first") == code::no_such_ballot));
    e.give(command::reveal_ballot{plain});
    CHECK((e.give(paper(plain, {{"satisfied", 1}}), "first") == code::ballot_not_closed));
}

TEST_CASE("papers of a score are counted by score") {
    auto what = testing::a_definition();
    what.ballots[0].scale = *preset_scale("score100");
    evening e(what);
    e.begin();
    e.play_until_closed("plain");
    CHECK((e.give(paper(plain, {{"101", 1}}), "first") == code::no_such_choice));
    CHECK((e.give(paper(plain, {{"087", 1}}), "first") == code::no_such_choice));
    for (const auto* who : {"first", "second"}) CHECK((e.give(paper(plain, {{"87", 1}, {"90", 1}}), who) == done));
    CHECK(e.ballot("plain").result->score == "88.50");
}

TEST_CASE("an erratum keeps the result that was aired") {
    auto e = closed(plain);
    CHECK((e.give(command::publish_erratum{plain, "录入有误", std::nullopt}) == code::ballot_not_revealed));
    e.give(command::reveal_ballot{plain});
    CHECK((e.give(command::publish_erratum{plain, " ", std::nullopt}) == code::bad_text));
    CHECK((e.give(command::publish_erratum{plain, "录入有误", command::written_counts{{"satisfied", 9}}}) ==
           code::bad_count));
    CHECK((e.give(command::publish_erratum{plain, "录入有误", command::written_counts{{"dissatisfied", 1}}}) == done));
    const auto& ballot = e.ballot("plain");
    CHECK(ballot.result->counts.at(choice_id{"satisfied"}) == 1);
    REQUIRE(ballot.errata.size() == 1);
    CHECK(ballot.errata[0].result->counts.at(choice_id{"dissatisfied"}) == 1);
    CHECK(ballot.errata[0].result->counts.at(choice_id{"satisfied"}) == 0);
    CHECK((e.give(command::publish_erratum{plain, "单位名称更正", std::nullopt}) == done));
    CHECK_FALSE(e.ballot("plain").errata.at(1).result.has_value());
}

TEST_CASE("an erratum to a ballot with scrutineers waits for them") {
    auto e = closed(counted);
    for (const auto* who : {"first", "second"}) e.give(command::confirm_count{counted}, who);
    e.give(command::reveal_ballot{counted});
    CHECK((e.give(command::confirm_count{counted}, "third") == code::ballot_not_closed));
    CHECK(
        (e.give(command::publish_erratum{counted, "录入有误", command::written_counts{{"dissatisfied", 2}}}) == done));
    CHECK(e.ballot("counted").errata.empty());
    CHECK((e.give(command::confirm_count{counted}, "first") == done));
    CHECK((e.give(command::confirm_count{counted}, "first") == code::already_confirmed));
    CHECK(e.ballot("counted").errata.empty());
    CHECK((e.give(command::confirm_count{counted}, "second") == done));
    REQUIRE(e.ballot("counted").errata.size() == 1);
    CHECK_FALSE(e.ballot("counted").erratum_waiting.has_value());
    CHECK(e.ballot("counted").result->counts.at(choice_id{"satisfied"}) == 1);
}

TEST_CASE("a vote on a staff tablet is marked with who pressed it and counted once") {
    evening e;
    e.begin();
    CHECK((e.give(command::vote_for_deputy{plain, deputy_id{"d1"}, choice_id{"satisfied"}}) == code::ballot_not_open));
    e.give(command::open_ballot{plain, std::nullopt});
    CHECK((e.give(command::vote_for_deputy{plain, deputy_id{"d9"}, choice_id{"satisfied"}}) == code::no_such_deputy));
    CHECK((e.give(command::vote_for_deputy{plain, deputy_id{"d1"}, choice_id{"satisfied"}}, "staff") == done));
    REQUIRE(e.ballot("plain").staff.size() == 1);
    CHECK(e.ballot("plain").staff[0].account == "staff");
    CHECK(e.now.find(deputy_id{"d1"})->votes_rev == e.now.rev);
    auto sealed = e.seal();
    sealed.counts[mark{"satisfied"}] = 1;
    sealed.votes.push_back({deputy_id{"d1"}, mark{"satisfied"}, 1, "receipt", e.clock, "staff"});
    evolve(e.now, {e.now.rev + 1, e.clock, {}, event::ballot_closed{plain, close_cause::clock, sealed}, "digest"});
    CHECK(e.ballot("plain").result->staff_votes == 1);
    CHECK(e.now.find(deputy_id{"d1"})->votes == 1);
}

TEST_CASE("votes on a staff tablet and requests don't make what another operator saw stale") {
    evening e;
    e.begin();
    e.give(command::open_ballot{plain, std::nullopt});
    const auto seen = e.now.rev;
    e.give(command::vote_for_deputy{plain, deputy_id{"d1"}, choice_id{"satisfied"}});
    e.give(command::own_request{deputy_id{"d2"}, request_kind::speak, {}});
    CHECK_FALSE(is_stale(e.now, seen));
    e.give(command::call_request{request_id{"r1"}});
    CHECK(is_stale(e.now, seen));
}

TEST_CASE("one scrutineer's confirmation doesn't make stale what the other saw; a paper count does") {
    auto e = closed(counted);
    const auto seen = e.now.rev;
    CHECK((e.give(command::confirm_count{counted}, "first") == done));
    CHECK_FALSE(is_stale(e.now, seen));
    CHECK((e.give(command::confirm_count{counted}, "second") == done));
    CHECK((e.ballot("counted").phase == ballot_phase::confirmed));
    CHECK((e.give(paper(counted, {{"satisfied", 2}}), "first") == done));
    CHECK(is_stale(e.now, seen));
}

TEST_CASE("a re-vote that fails again says what follows, the first failure does not") {
    auto what = testing::a_definition();
    for (auto& ballot : what.ballots) {
        verdict_rule passed{
            "通过", {choice_id{"satisfied"}}, denominator::entitled, bound{{1, 2}, comparison::more_than}};
        ballot.rule.verdicts = {passed, {"未通过", {}, std::nullopt, std::nullopt}};
        ballot.rule.second_failure = "提请主任会议研究";
    }
    evening e(what);
    e.begin();
    e.play_until_closed("plain");
    e.give(command::reveal_ballot{plain});
    CHECK(e.ballot("plain").result->verdict.name == "未通过");
    CHECK(e.ballot("plain").result->verdict.note.empty());
    e.play_until_closed("after");
    CHECK(e.ballot("after").round == 2);
    CHECK(e.ballot("after").result->verdict.note == "提请主任会议研究");
}
