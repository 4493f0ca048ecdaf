#include "record/hall.hpp"

#include <stdexcept>

#include "record/chain.hpp"
#include "record/operations.hpp"
#include "wire/event_json.hpp"

namespace wenzheng::testing {

inquiry::definition a_hall_definition() {
    auto what = a_definition();
    auto first = a_ballot("first", "i1");
    first.press = inquiry::press_rule::first;
    auto shown = a_ballot("shown", "i1");
    shown.display = inquiry::display::immediate;
    what.ballots.push_back(first);
    what.ballots.push_back(shown);
    return what;
}

hall::hall(test_store& at, inquiry::definition what) : at_(at) {
    what.id = id;
    append({inquiry::event::inquiry_created{what}});
    give(inquiry::command::start{});
    for (const auto& deputy : what.deputies)
        if (deputy.id.value != "d5") give(inquiry::command::check_in{deputy.id});
}

record::append_answer hall::append(const std::vector<inquiry::any_event>& decided) {
    std::vector<record::event_to_append> out;
    for (const auto& one : decided) {
        wire::event_text about;
        if (out.empty()) about.previous = now.digest;
        out.push_back({wire::write_event(one, {inquiry::actor_kind::account, "admin"}, about),
                       record::operation_of(one, now),
                       {},
                       {}});
    }
    const auto answer = at_.append(id, now.rev, out);
    if (!answer) throw std::runtime_error("append failed");
    catch_up();
    return *answer;
}

record::append_answer hall::give(const inquiry::any_command& command) {
    const auto decided = inquiry::decide(now, command, {inquiry::actor_kind::account, "admin"});
    if (!decided) throw std::runtime_error("refused: " + std::string(wire::name_of(decided.error().code)));
    return append(decided->events);
}

void hall::open(const std::string& ballot) {
    give(inquiry::command::open_ballot{inquiry::ballot_id{ballot}, std::nullopt});
}

void hall::close(const std::string& ballot) { give(inquiry::command::close_ballot{inquiry::ballot_id{ballot}}); }

record::vote_to_cast hall::vote(const std::string& deputy, const std::string& nonce, const std::string& ballot,
                                const std::string& choice, std::uint32_t attempt) {
    return {inquiry::deputy_id{deputy},
            nonce,
            inquiry::ballot_id{ballot},
            inquiry::mark{choice},
            attempt,
            "receipt-" + deputy + "-" + nonce + "-" + choice,
            {}};
}

record::cast_answer hall::cast(const record::vote_to_cast& vote) { return cast_all({vote}).front(); }

std::vector<record::cast_answer> hall::cast_all(const std::vector<record::vote_to_cast>& votes) {
    auto answers = at_.cast(id, votes);
    if (!answers) throw std::runtime_error("cast failed");
    return *answers;
}

void hall::catch_up() {
    const auto stored = at_.read(id, now.rev);
    if (!stored) throw std::runtime_error("read failed");
    for (const auto& one : *stored) {
        const auto read = wire::read_event(one.event, one.seal);
        if (!read) throw std::runtime_error(read.error().message);
        if (const auto* closed = std::get_if<inquiry::event::ballot_closed>(&read->what)) last_seal = closed->seal;
        if (const auto* voided = std::get_if<inquiry::event::ballot_voided>(&read->what); voided && voided->seal)
            last_seal = *voided->seal;
        if (const auto* admitted = std::get_if<inquiry::event::late_votes_admitted>(&read->what))
            last_seal = admitted->seal;
        inquiry::evolve(now, {one.rev, one.at, read->by, read->what,
                              record::chain_digest(now.digest, one.rev, one.at, one.event, one.seal)});
        events.push_back(one);
    }
}

std::string outcome_of(const record::cast_answer& answer) {
    using outcome = record::cast_answer::outcome;
    switch (answer.what) {
        case outcome::confirmed: return "confirmed";
        case outcome::nonce_reused: return "nonce_reused";
        case outcome::too_many: return "too_many";
        case outcome::refused: break;
    }
    return answer.code;
}

}  // namespace wenzheng::testing
