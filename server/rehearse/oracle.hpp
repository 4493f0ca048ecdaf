#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace wenzheng::rehearse {

// Where a result can be seen. A page is what an HTTP call gives.
enum class surface_kind { deputy, viewer, screen, console, page };

const char* name_of(surface_kind kind);

struct surface {
    surface_kind kind;
    int number = 0;
    auto operator<=>(const surface&) const = default;
};

// A revealed result as a surface was told it.
struct shown_result {
    std::map<std::string, std::int64_t> counts;  // of all electorates together, like cast
    bool by_choice = true;  // false: what was pressed is a score or a questionnaire, and only cast can be compared
    std::int64_t cast = 0;
    std::int64_t valid = 0;
    std::int64_t entitled = 0;
    std::int64_t present = 0;
    std::int64_t not_voted = 0;
    std::string verdict;
    std::string digest;
    bool operator==(const shown_result&) const = default;
};

struct sent_vote {
    int deputy = 0;
    std::string ballot;
    std::string nonce;
    int attempt = 1;
    std::string choice;
    // Pressed for the first time when the close was already known.
    bool after_close = false;
};

// What a receipt says of itself.
struct receipt_seen {
    std::string nonce;
    std::string ballot;
    int attempt = 0;
    std::string choice;
    std::string receipt;
    std::int64_t at_ms = 0;
};

struct findings {
    // Ballots whose result was seen.
    std::int64_t results = 0;
    std::int64_t votes = 0;
    std::int64_t receipts = 0;
    std::int64_t refused = 0;
    std::int64_t unanswered = 0;
    // Confirmed votes that the revealed counts don't hold, and counted ones that nobody was confirmed.
    std::int64_t lost = 0;
    std::int64_t doubled = 0;
    // Receipts for votes from outside the ballot's window.
    std::int64_t outside_window = 0;
    // A nonce that got two different answers, or a receipt for something else than was sent.
    std::int64_t changed_answers = 0;
    // Results seen before their reveal.
    std::int64_t early = 0;
    // Surfaces that showed another result than the others, or none.
    std::int64_t differing = 0;
    std::int64_t missing = 0;
    // Deputies whose phone doesn't show the vote they were confirmed.
    std::int64_t forgotten = 0;
    // The first few of the above in words.
    std::vector<std::string> remarks;

    bool clean() const;
};

// Judges an inquiry by the clients' own logs alone. Pure: it is told what clients sent and saw, in any order between
// clients, and believes no figure of the server but what a client was shown.
class oracle {
public:
    // With `others_vote` counts may hold votes that no simulated deputy gave.
    explicit oracle(bool others_vote = false) : others_vote_(others_vote) {}

    // Each nonce once, before its answer; sending the same bytes again isn't told.
    void sent(sent_vote vote);
    void confirmed(const receipt_seen& receipt);
    // Kept, but after the close: counted or not, as the moderator decides.
    void confirmed_late(const std::string& nonce);
    // A final refusal, so not `unavailable`.
    void refused(const std::string& nonce);
    // The deputy's own part says this of the ballot; the newest counts.
    void remembered(int deputy, const std::string& ballot, int attempt, const std::string& choice);

    // A surface that should see every result.
    void attends(surface who);
    void window(const std::string& ballot, std::optional<std::int64_t> opens_at, std::optional<std::int64_t> closes_at);
    // From now on the ballot's result may be seen, and is expected on every surface.
    void revealing(const std::string& ballot);
    void saw(surface who, const std::string& ballot, const shown_result& result);
    // A count was seen that nobody may see yet.
    void leaked(surface who, const std::string& ballot);

    findings judge() const;

private:
    struct answered_vote {
        sent_vote said;
        std::string receipt;
        std::int64_t at_ms = 0;
        bool refused = false;
        bool late = false;
        bool changed = false;
    };
    struct memory {
        int attempt = 0;
        std::string choice;
    };
    struct ballot_log {
        std::optional<std::int64_t> opens_at;
        std::optional<std::int64_t> closes_at;
        bool revealing = false;
        std::int64_t early = 0;
        std::vector<shown_result> results;  // different ones, in the order seen
        std::map<surface, std::size_t> shown;
        std::map<int, std::vector<std::string>> nonces;  // by deputy
        std::map<int, memory> memories;
    };
    struct expectation;

    expectation expect(const ballot_log& log) const;
    void judge_vote(const answered_vote& vote, findings& found) const;
    void judge_counts(const std::string& ballot, const ballot_log& log, findings& found) const;
    void judge_surfaces(const std::string& ballot, const ballot_log& log, findings& found) const;
    void judge_memories(const std::string& ballot, const ballot_log& log, findings& found) const;

    bool others_vote_;
    std::unordered_map<std::string, answered_vote> votes_;  // by nonce
    std::map<std::string, ballot_log> ballots_;
    std::vector<surface> attending_;
};

}  // namespace wenzheng::rehearse
