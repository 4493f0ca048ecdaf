#include "rehearse/oracle.hpp"

#include <algorithm>
#include <utility>

namespace wenzheng::rehearse {
namespace {

// Enough to see what went wrong; a thousand lines of the same would hide it.
constexpr std::size_t max_remarks = 20;

void remark(findings& found, std::string text) {
    if (found.remarks.size() < max_remarks) found.remarks.push_back(std::move(text));
}

std::string words(const std::map<std::string, std::int64_t>& counts) {
    std::string text;
    for (const auto& [choice, count] : counts)
        text += (text.empty() ? "" : ", ") + choice + " " + std::to_string(count);
    return text.empty() ? "nothing" : text;
}

std::int64_t count_of(const std::map<std::string, std::int64_t>& counts, const std::string& choice) {
    const auto found = counts.find(choice);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

const char* name_of(surface_kind kind) {
    switch (kind) {
        case surface_kind::deputy: return "deputy";
        case surface_kind::viewer: return "viewer";
        case surface_kind::screen: return "screen";
        case surface_kind::console: return "console";
        case surface_kind::page: return "page";
    }
    return "unknown";
}

bool findings::clean() const {
    return unanswered + lost + doubled + outside_window + changed_answers + early + differing + missing + forgotten ==
           0;
}

void oracle::sent(sent_vote vote) {
    auto& nonces = ballots_[vote.ballot].nonces[vote.deputy];
    const auto [place, added] = votes_.try_emplace(vote.nonce);
    if (!added) return;
    nonces.push_back(vote.nonce);
    place->second.said = std::move(vote);
}

void oracle::confirmed(const receipt_seen& receipt) {
    const auto found = votes_.find(receipt.nonce);
    if (found == votes_.end()) return;
    auto& vote = found->second;
    const auto& said = vote.said;
    vote.changed |= receipt.ballot != said.ballot || receipt.attempt != said.attempt || receipt.choice != said.choice;
    if (vote.receipt.empty()) {
        vote.receipt = receipt.receipt;
        vote.at_ms = receipt.at_ms;
        vote.changed |= vote.refused || receipt.receipt.empty();
    } else {
        vote.changed |= vote.receipt != receipt.receipt || vote.at_ms != receipt.at_ms;
    }
}

void oracle::confirmed_late(const std::string& nonce) {
    const auto found = votes_.find(nonce);
    if (found == votes_.end()) return;
    found->second.late = true;
    found->second.changed |= !found->second.receipt.empty() || found->second.refused;
}

void oracle::refused(const std::string& nonce) {
    const auto found = votes_.find(nonce);
    if (found == votes_.end()) return;
    found->second.refused = true;
    found->second.changed |= !found->second.receipt.empty();
}

void oracle::remembered(int deputy, const std::string& ballot, int attempt, const std::string& choice) {
    ballots_[ballot].memories[deputy] = {attempt, choice};
}

void oracle::attends(surface who) { attending_.push_back(who); }

void oracle::window(const std::string& ballot, std::optional<std::int64_t> opens_at,
                    std::optional<std::int64_t> closes_at) {
    ballots_[ballot].opens_at = opens_at;
    ballots_[ballot].closes_at = closes_at;
}

void oracle::revealing(const std::string& ballot) { ballots_[ballot].revealing = true; }

void oracle::saw(surface who, const std::string& ballot, const shown_result& result) {
    auto& log = ballots_[ballot];
    if (!log.revealing) ++log.early;
    const auto known = std::find(log.results.begin(), log.results.end(), result);
    const auto place = static_cast<std::size_t>(known - log.results.begin());
    if (known == log.results.end()) log.results.push_back(result);
    const auto [shown, first] = log.shown.try_emplace(who, place);
    // A surface that changes its mind differs for good, whichever of the two was right.
    if (!first && shown->second != place) shown->second = std::max(shown->second, place);
}

void oracle::leaked(surface who, const std::string& ballot) {
    static_cast<void>(who);
    ++ballots_[ballot].early;
}

// What the confirmed votes say the counts must be. An unanswered vote may be counted or not, so it widens the range.
struct oracle::expectation {
    std::map<std::string, std::int64_t> least;
    std::map<std::string, std::int64_t> most;
    std::int64_t voters = 0;
    std::int64_t most_voters = 0;
};

oracle::expectation oracle::expect(const ballot_log& log) const {
    expectation expected;
    for (const auto& [deputy, nonces] : log.nonces) {
        const answered_vote* newest = nullptr;
        for (const auto& nonce : nonces) {
            const auto& vote = votes_.at(nonce);
            if (vote.receipt.empty()) continue;
            if (newest == nullptr || vote.said.attempt > newest->said.attempt) newest = &vote;
        }
        const auto confirmed_attempt = newest == nullptr ? 0 : newest->said.attempt;
        std::vector<std::string> possible;
        if (newest != nullptr) possible.push_back(newest->said.choice);
        for (const auto& nonce : nonces) {
            const auto& vote = votes_.at(nonce);
            const auto unknown = vote.receipt.empty() && !vote.refused;
            if (unknown && vote.said.attempt > confirmed_attempt) possible.push_back(vote.said.choice);
        }
        std::sort(possible.begin(), possible.end());
        possible.erase(std::unique(possible.begin(), possible.end()), possible.end());
        for (const auto& choice : possible) ++expected.most[choice];
        if (newest != nullptr && possible.size() == 1) ++expected.least[possible.front()];
        if (newest != nullptr) ++expected.voters;
        if (!possible.empty()) ++expected.most_voters;
    }
    return expected;
}

void oracle::judge_vote(const answered_vote& vote, findings& found) const {
    ++found.votes;
    const auto who = "deputy " + std::to_string(vote.said.deputy) + ", ballot " + vote.said.ballot + ": ";
    if (!vote.receipt.empty()) ++found.receipts;
    if (vote.receipt.empty() && vote.refused) ++found.refused;
    if (vote.receipt.empty() && !vote.refused && !vote.late && !vote.changed) {
        ++found.unanswered;
        remark(found, who + "a vote was never answered");
    }
    if (vote.changed) {
        ++found.changed_answers;
        remark(found, who + "the same vote got different answers");
    }
    if (vote.receipt.empty()) return;
    const auto& log = ballots_.at(vote.said.ballot);
    const auto before = log.opens_at && vote.at_ms < *log.opens_at;
    const auto after = log.closes_at && vote.at_ms > *log.closes_at;
    if (before || after || vote.said.after_close) {
        ++found.outside_window;
        remark(found, who + "a receipt for a vote outside the ballot's window");
    }
}

void oracle::judge_counts(const std::string& ballot, const ballot_log& log, findings& found) const {
    if (log.results.empty()) return;
    ++found.results;
    const auto& shown = log.results.front();
    const auto expected = expect(log);
    std::int64_t lost = 0;
    std::int64_t doubled = 0;
    std::int64_t sum = shown.by_choice ? 0 : shown.cast;
    if (shown.by_choice) {
        for (const auto& [choice, least] : expected.least) {
            lost += std::max<std::int64_t>(0, least - count_of(shown.counts, choice));
        }
        for (const auto& [choice, count] : shown.counts) {
            sum += count;
            if (!others_vote_) doubled += std::max<std::int64_t>(0, count - count_of(expected.most, choice));
        }
    }
    // A deputy whose choice is uncertain is in no single count for sure, but is in the sum.
    lost = std::max(lost, expected.voters - std::min(sum, shown.cast));
    if (!others_vote_) doubled = std::max(doubled, std::max(sum, shown.cast) - expected.most_voters);
    found.lost += lost;
    found.doubled += doubled;
    if (lost > 0 || doubled > 0) {
        remark(found, "ballot " + ballot + ": " + std::to_string(expected.voters) + " deputies were confirmed (" +
                          words(expected.least) + "), " + std::to_string(shown.cast) + " were counted (" +
                          words(shown.counts) + ")");
    }
}

void oracle::judge_surfaces(const std::string& ballot, const ballot_log& log, findings& found) const {
    found.early += log.early;
    if (log.early > 0) {
        remark(found,
               "ballot " + ballot + ": a count was seen " + std::to_string(log.early) + " times before its reveal");
    }
    std::map<surface_kind, std::int64_t> differing;
    std::map<surface_kind, std::int64_t> missing;
    for (const auto& [who, place] : log.shown) differing[who.kind] += place == 0 ? 0 : 1;
    if (log.revealing || !log.results.empty()) {
        for (const auto& who : attending_) missing[who.kind] += log.shown.contains(who) ? 0 : 1;
    }
    const auto tell = [&](const auto& counts, std::int64_t& total, const char* what) {
        for (const auto& [kind, count] : counts) {
            total += count;
            if (count == 0) continue;
            remark(found, "ballot " + ballot + ": surfaces of kind " + name_of(kind) + " that " + what + ": " +
                              std::to_string(count));
        }
    };
    tell(differing, found.differing, "showed another result than the first one seen");
    tell(missing, found.missing, "never showed the result");
}

void oracle::judge_memories(const std::string& ballot, const ballot_log& log, findings& found) const {
    std::int64_t forgotten = 0;
    for (const auto& [deputy, nonces] : log.nonces) {
        const answered_vote* newest = nullptr;
        auto uncertain = false;
        for (const auto& nonce : nonces) {
            const auto& vote = votes_.at(nonce);
            uncertain |= vote.receipt.empty() && !vote.refused;
            if (vote.receipt.empty()) continue;
            if (newest == nullptr || vote.said.attempt > newest->said.attempt) newest = &vote;
        }
        if (newest == nullptr || uncertain) continue;
        const auto kept = log.memories.find(deputy);
        const auto same = kept != log.memories.end() && kept->second.attempt == newest->said.attempt &&
                          kept->second.choice == newest->said.choice;
        forgotten += same ? 0 : 1;
    }
    found.forgotten += forgotten;
    if (forgotten > 0) {
        remark(found, "ballot " + ballot + ": phones that don't show the confirmed vote: " + std::to_string(forgotten));
    }
}

findings oracle::judge() const {
    findings found;
    for (const auto& [nonce, vote] : votes_) judge_vote(vote, found);
    for (const auto& [ballot, log] : ballots_) {
        judge_counts(ballot, log, found);
        judge_surfaces(ballot, log, found);
        judge_memories(ballot, log, found);
    }
    return found;
}

}  // namespace wenzheng::rehearse
