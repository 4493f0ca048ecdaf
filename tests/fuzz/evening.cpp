// Any commands in any order, from bytes: nothing throws, every event can be kept and read again, and no view tells a
// count before its reveal.
#include "inquiry/evening.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "inquiry/limits.hpp"
#include "target.hpp"
#include "wire/client_messages.hpp"
#include "wire/event_json.hpp"
#include "wire/views.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using wire::json;

namespace {

constexpr std::size_t commands_max = 200;

// What $b, $i, $d, $s, $e, $r and $n stand for is picked by the next byte.
struct order {
    const char* name;
    const char* args;
};
constexpr std::array orders{
    order{"open_checkin", "{}"},
    order{"start", "{}"},
    order{"select_item", R"({"item":"$i"})"},
    order{"open_ballot", R"({"ballot":"$b"})"},
    order{"open_ballot", R"({"ballot":"$b","duration_ms":60000})"},
    order{"extend_ballot", R"({"ballot":"$b","by_ms":30000})"},
    order{"close_ballot", R"({"ballot":"$b"})"},
    order{"draft_ballot", R"({"ballot":"$n","follows":"$b"})"},
    order{"confirm_count", R"({"ballot":"$b"})"},
    order{"enter_paper_count", R"({"ballot":"$b","counts":{"satisfied":1}})"},
    order{"enter_paper_count", R"({"ballot":"$b","counts":{"dissatisfied":9},"issued":3,"invalid":1})"},
    order{"admit_late_votes", R"({"ballot":"$b"})"},
    order{"reveal_ballot", R"({"ballot":"$b"})"},
    order{"void_ballot", R"({"ballot":"$b","reason":"重投"})"},
    order{"publish_erratum", R"({"ballot":"$b","reason":"漏计","counts":{"satisfied":2}})"},
    order{"vote_for_deputy", R"({"ballot":"$b","deputy":"$d","choice":"satisfied"})"},
    order{"start_timer", R"({"kind":"answer","duration_ms":60000})"},
    order{"extend_timer", R"({"by_ms":30000})"},
    order{"pause_timer", "{}"},
    order{"stop_timer", "{}"},
    order{"show", R"({"screen":"$s","layout":"rostrum"})"},
    order{"preview", R"({"screen":"$s","picture":{"layout":"card","card":"wait"}})"},
    order{"take", "{}"},
    order{"release", R"({"screen":"$s"})"},
    order{"panic", "{}"},
    order{"show_evidence", R"({"evidence":"$e","beside":true})"},
    order{"hide_evidence", "{}"},
    order{"play_evidence", "{}"},
    order{"pause_evidence", "{}"},
    order{"seek_evidence", R"({"position_ms":1000})"},
    order{"remove_evidence", R"({"evidence":"$e"})"},
    order{"record_commitment", R"({"item":"$i","text":"完成整改","due":"2026-12-31"})"},
    order{"skip_item", R"({"item":"$i","skipped":true})"},
    order{"add_item", R"({"item":"$n","department":"行政审批服务局","title":"优化营商环境"})"},
    order{"add_ballot", R"({"ballot":"$n","item":"$i","title":"对答复的满意度测评","like":"$b"})"},
    order{"add_request", R"({"deputy":"$d","kind":"speak"})"},
    order{"add_request", R"({"deputy":"$d","kind":"phone_failed"})"},
    order{"call_request", R"({"request":"$r"})"},
    order{"close_request", R"({"request":"$r","answer":"请到服务台"})"},
    order{"give_floor", R"({"deputy":"$d","kind":"follow_up"})"},
    order{"end_speech", "{}"},
    order{"check_in", R"({"deputy":"$d"})"},
    order{"check_out", R"({"deputy":"$d"})"},
    order{"finish", "{}"},
};
constexpr std::array choices{"satisfied", "basically_satisfied", "dissatisfied"};

class bytes {
public:
    explicit bytes(std::string_view from) : from_(from) {}
    bool empty() const noexcept { return from_.empty(); }
    // Below `n`, or 0 at the end.
    std::size_t below(std::size_t n) {
        if (from_.empty() || n == 0) return 0;
        const auto byte = static_cast<unsigned char>(from_.front());
        from_.remove_prefix(1);
        return byte % n;
    }

private:
    std::string_view from_;
};

std::string picked(bytes& from, const state& s, char what) {
    const auto number = [&](const char* stem, std::size_t n) { return stem + std::to_string(from.below(n) + 1); };
    switch (what) {
        case 'b': return s.ballots.empty() ? "plain" : s.ballots[from.below(s.ballots.size())].what.id.value;
        case 'd': return s.deputies[from.below(s.deputies.size())].who.id.value;
        case 'i': return s.what.items[from.below(s.what.items.size())].id.value;
        case 's': return s.screens.empty() ? "s-1" : s.screens[from.below(s.screens.size())].id.value;
        case 'e': return number("e", 3);
        case 'r': return s.requests.empty() ? "r1" : s.requests[from.below(s.requests.size())].id.value;
        default: return number("n", 6);
    }
}

any_command next_command(bytes& from, const state& s) {
    const auto& one = orders[from.below(orders.size())];
    std::string args = one.args;
    for (auto at = args.find('$'); at != std::string::npos; at = args.find('$'))
        args.replace(at, 2, picked(from, s, args[at + 1]));
    const auto read = wire::read_command(one.name, json::parse(args));
    fuzz::must(read.has_value(), "a command that is in order can be read");
    return *read;
}

bool tells_of_votes(const json& value) {
    static const std::set<std::string> telling{"counts", "percent", "verdict", "score", "cast", "valid", "margin"};
    if (value.is_object())
        for (const auto& [key, inner] : value.items())
            if (telling.contains(key) || tells_of_votes(inner)) return true;
    return value.is_array() && std::any_of(value.begin(), value.end(), tells_of_votes);
}

void check_views(const state& s) {
    for (const auto role :
         {wire::client_role::deputy, wire::client_role::console, wire::client_role::screen, wire::client_role::live}) {
        auto view = json::parse(wire::write_view(s, role, {"epoch", 1}));
        for (auto& ballot : view["inquiry"]["ballots"]) {
            const auto* known = s.find(ballot_id{ballot.at("id").get<std::string>()});
            fuzz::must(ballot.contains("result") == known->revealed, "a result is there once it is revealed");
            ballot.erase("result");
            if (known->revealed) ballot.erase("errata");
        }
        view["inquiry"].erase("ranking");
        fuzz::must(!tells_of_votes(view), "nothing else tells of votes");
    }
}

void check_state(const state& s) {
    const auto is_open = [](const auto& one) { return one.phase == ballot_phase::open; };
    fuzz::must(std::count_if(s.ballots.begin(), s.ballots.end(), is_open) <= 1, "one ballot is open at most");
    for (const auto& ballot : s.ballots) {
        const bool counted = ballot.phase != ballot_phase::draft && ballot.phase != ballot_phase::open;
        fuzz::must(ballot.result.has_value() == counted, "a ballot has its result from the close on");
        if (ballot.result) fuzz::must(ballot.result->not_voted >= 0, "no fewer than none have not voted");
    }
}

std::string seal_text(const event::ballot_closed& closed) {
    json out{{"counts", json::object()}, {"votes", json::object()}};
    for (const auto& [mark, n] : closed.seal.counts) out["counts"][mark.value] = n;
    for (const auto& vote : closed.seal.votes) out["votes"][vote.deputy.value] = vote.mark.value + " 1 receipt 1";
    return out.dump();
}

void check_event(const any_event& what, const actor& by) {
    const auto* closed = std::get_if<event::ballot_closed>(&what);
    const auto seal = closed != nullptr                                          ? seal_text(*closed)
                      : std::holds_alternative<event::late_votes_admitted>(what) ? R"({"counts":{},"votes":{}})"
                                                                                 : std::string{};
    const auto text = wire::write_event(what, by, {});
    const auto read = wire::read_event(text, seal);
    fuzz::must(read.has_value(), "an event that was decided can be read");
    fuzz::must(wire::write_event(read->what, read->by, read->about) == text, "as the same bytes");
}

definition evening_definition() {
    auto what = testing::a_definition();
    for (auto& ballot : what.ballots)
        if (ballot.id.value == "counted") ballot.grace_ms = 60'000;
    return what;
}

}  // namespace

WENZHENG_FUZZ_TARGET("evening") {
    bytes from(input);
    testing::evening e(evening_definition());
    const actor admin{actor_kind::account, "admin"};
    e.record(event::screen_added{screen_id{"s-1"}, "大厅", layout::hall, "hash"}, admin);
    e.record(event::evidence_added{evidence_id{"e1"}, item_id{"i1"}, "照片", "file", media::png, 1}, admin);
    for (std::size_t n = 0; n < commands_max && !from.empty(); ++n) {
        e.clock += 1'000;
        if (const auto* open = e.now.open_ballot(); open != nullptr && from.below(2) == 0) {
            const auto& who = e.now.deputies[from.below(e.now.deputies.size())];
            if (who.checked_in && entitled(who.who, open->what))
                e.press(who.who.id.value, choices[from.below(choices.size())]);
        }
        const actor by{actor_kind::account, from.below(2) == 0 ? "first" : "second"};
        const auto command = next_command(from, e.now);
        const auto decided = decide(e.now, command, by);
        if (!decided) continue;
        for (const auto& event : decided->events) {
            check_event(event, by);
            // Whether late votes wait is known to the store, which is not here.
            if (!std::holds_alternative<event::late_votes_admitted>(event)) e.record(event, by);
        }
        check_state(e.now);
    }
    check_views(e.now);
}
