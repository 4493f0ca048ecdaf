#include "wire/server_messages.hpp"

#include <algorithm>
#include <array>

#include "wire/enum_words.hpp"
#include "wire/vote_text.hpp"

namespace wenzheng::wire {
namespace {

constexpr std::array<std::string_view, 4> role_names{"deputy", "console", "screen", "live"};

json write_counts(const inquiry::choice_counts& counts) {
    json out = json::object();
    for (const auto& [choice, n] : counts) out[choice.value] = n;
    return out;
}

// The vote as it was pressed.
void write_press(json& into, const inquiry::mark& stored) {
    const auto what = inquiry::press_of(stored);
    if (!what) return;
    if (const auto* choice = std::get_if<inquiry::choice_id>(&*what)) into["choice"] = choice->value;
    if (const auto* score = std::get_if<std::int64_t>(&*what)) into["score"] = *score;
    if (const auto* answers = std::get_if<inquiry::answers>(&*what))
        for (const auto& [question, choice] : *answers) into["choices"][question.value] = choice.value;
}

// The deputy's newest request of each kind.
json own_requests(const inquiry::state& s, const inquiry::deputy_id& who) {
    std::array<const inquiry::request_state*, enum_words::request_kind.size()> newest{};
    for (const auto& request : s.requests)
        if (request.deputy == who) newest[static_cast<std::size_t>(request.kind)] = &request;
    json out = json::array();
    for (const auto* request : newest) {
        if (request == nullptr) continue;
        json one{{"id", request->id.value},
                 {"kind", enum_words::text(enum_words::request_kind, request->kind)},
                 {"state", enum_words::text(enum_words::request_phase, request->phase)}};
        if (!request->answer.empty()) one["answer"] = request->answer;
        out.push_back(std::move(one));
    }
    return out;
}

// What became of a late vote: nobody admits it any more once the ballot is announced or void.
const char* lateness_of(const inquiry::state& s, const inquiry::ballot_id& id, const confirmed_vote& vote) {
    if (vote.late == lateness::admitted) return "admitted";
    const auto* ballot = s.find(id);
    using phase = inquiry::ballot_phase;
    const bool over = ballot != nullptr && (ballot->phase == phase::revealed || ballot->phase == phase::voided);
    return over ? "not_admitted" : "waiting";
}

json refused(const problem& why) { return {{"type", "refused"}, {"code", why.code}, {"message", why.message}}; }

}  // namespace

std::string_view name_of(client_role role) noexcept { return role_names[static_cast<std::size_t>(role)]; }

std::optional<client_role> role_named(std::string_view name) noexcept {
    const auto found = std::find(role_names.begin(), role_names.end(), name);
    if (found == role_names.end()) return std::nullopt;
    return static_cast<client_role>(found - role_names.begin());
}

std::string write_welcome(client_role role, std::string_view epoch, inquiry::instant_ms now, const json& you) {
    json out{{"type", "welcome"}, {"protocol", 1}, {"role", name_of(role)}, {"server_time", now}, {"epoch", epoch}};
    if (!you.is_null()) out["you"] = you;
    return canonical(out);
}

std::string write_you(const inquiry::state& s, const inquiry::deputy_state& deputy,
                      const std::map<inquiry::ballot_id, confirmed_vote>& votes) {
    if (s.requests.empty())
        if (auto usual = vote_text::write_you(deputy.checked_in, votes)) return *std::move(usual);
    json out{{"type", "you"},
             {"checked_in", deputy.checked_in},
             {"votes", json::object()},
             {"requests", own_requests(s, deputy.who.id)}};
    for (const auto& [ballot, vote] : votes) {
        json one{{"attempt", vote.attempt}, {"receipt", vote.receipt}};
        write_press(one, vote.mark);
        if (!vote.staff.empty()) one["staff"] = true;
        if (vote.late != lateness::in_time) one["late"] = lateness_of(s, ballot, vote);
        out["votes"][ballot.value] = std::move(one);
    }
    return canonical(out);
}

std::string write_progress(const progress& p, inquiry::instant_ms now) {
    json out{{"type", "progress"},
             {"ballot", p.ballot.value},
             {"cast", p.cast},
             {"eligible", p.eligible},
             {"server_time", now}};
    for (const auto& one : p.advisory)
        out["advisory"].push_back(
            {{"electorate", one.electorate.value}, {"cast", one.cast}, {"eligible", one.eligible}});
    if (p.counts) out["counts"] = write_counts(*p.counts);
    if (p.not_voted) {
        out["not_voted"] = json::array();
        for (const auto& deputy : *p.not_voted) out["not_voted"].push_back(deputy.value);
    }
    if (p.late) out["late"] = *p.late;
    return canonical(out);
}

std::string write_count(const inquiry::ballot_id& ballot, const inquiry::ballot_result& result) {
    json out{{"type", "count"}, {"ballot", ballot.value}, {"counts", write_counts(result.counts)}};
    for (const auto& one : result.questions) out["questions"][one.of.id.value] = write_counts(one.figures.counts);
    return canonical(out);
}

std::string write_presence(const presence& p, inquiry::instant_ms now) {
    json out{{"type", "presence"},   {"server_time", now}, {"deputies", json::array()}, {"screens", json::array()},
             {"viewers", p.viewers}, {"store", p.store},   {"reasons", p.reasons}};
    for (const auto& deputy : p.deputies) out["deputies"].push_back(deputy.value);
    for (const auto& screen : p.screens)
        out["screens"].push_back({{"id", screen.id.value}, {"painted", screen.painted}});
    return canonical(out);
}

std::string write_receipt(const std::string& nonce, const confirmed_vote& vote) {
    if (auto usual = vote_text::write_receipt(nonce, vote)) return *std::move(usual);
    json out{{"type", "receipt"},       {"nonce", nonce},          {"ballot", vote.ballot.value},
             {"attempt", vote.attempt}, {"receipt", vote.receipt}, {"at", vote.at}};
    write_press(out, vote.mark);
    if (vote.late != lateness::in_time) out["late"] = true;
    return canonical(out);
}

std::string write_done(const std::string& id, std::uint64_t rev) {
    return canonical({{"type", "done"}, {"id", id}, {"rev", rev}});
}

std::string write_refused_vote(const std::string& nonce, const problem& why) {
    auto out = refused(why);
    out["nonce"] = nonce;
    return canonical(out);
}

std::string write_refused_command(const std::string& id, const problem& why) {
    auto out = refused(why);
    out["id"] = id;
    return canonical(out);
}

std::string write_refused(const bad_client_message& why) {
    auto out = refused(why.what);
    if (!why.nonce.empty()) out["nonce"] = why.nonce;
    if (!why.id.empty()) out["id"] = why.id;
    return canonical(out);
}

std::string write_pong(std::int64_t t, inquiry::instant_ms now) {
    return canonical({{"type", "pong"}, {"t", t}, {"server_time", now}});
}

std::string write_error(const problem& why) { return canonical({{"code", why.code}, {"message", why.message}}); }

}  // namespace wenzheng::wire
