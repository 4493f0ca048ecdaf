// What a node asks of the store: the calls of functions/*.lua, and of Redis itself.
#include <charconv>

#include "inquiry/limits.hpp"
#include "record/chain.hpp"
#include "record/store.hpp"
#include "wire/seal_json.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;

namespace {

bool library_is_missing(std::string_view error) { return error.find("Function not found") != std::string_view::npos; }

std::string cast_command(std::string_view prefix, const std::vector<vote_to_cast>& votes) {
    constexpr std::size_t words_before = 5;
    constexpr std::size_t words_a_vote = 7;
    constexpr std::size_t bytes_a_vote = 192;  // as most are
    std::string text;
    text.reserve((votes.size() + 1) * bytes_a_vote);
    resp::begin_command(text, words_before + votes.size() * words_a_vote);
    for (const std::string_view word : {std::string_view("FCALL"), std::string_view("wz_cast"), std::string_view("1")})
        resp::add_word(text, word);
    resp::add_word(text, prefix);
    resp::add_word(text, std::to_string(limits::nonces_a_deputy));
    for (const auto& v : votes) {
        for (const auto* part : {&v.deputy.value, &v.nonce, &v.ballot.value, &v.mark.value})
            resp::add_word(text, *part);
        resp::add_word(text, std::to_string(v.attempt));
        resp::add_word(text, v.receipt);
        resp::add_word(text, v.staff);
    }
    return text;
}

// What was stored of a vote's nonce; false where it is of another vote. A receipt follows from the vote, so the stored
// one is the same.
bool read_answer(std::string_view line, const vote_to_cast& vote, cast_answer& answer) {
    using outcome = cast_answer::outcome;
    if (line == "N") answer.what = outcome::nonce_reused;
    if (line == "M") answer.what = outcome::too_many;
    if (line.size() < 2) return line == "N" || line == "M";
    // "R ballot mark attempt receipt at", "L …" the same, or "X ballot mark attempt code"
    const auto content = vote.ballot.value + " " + vote.mark.value + " " + std::to_string(vote.attempt) + " ";
    auto rest = line.substr(2);
    if (!rest.starts_with(content)) return false;
    rest.remove_prefix(content.size());
    if (line.front() == 'X') {
        answer.code = std::string(rest);
        return true;
    }
    answer.what = outcome::confirmed;
    answer.late = line.front() == 'L';
    const auto space = rest.find(' ');
    answer.receipt = std::string(rest.substr(0, space));
    if (answer.receipt != vote.receipt || space == std::string_view::npos) return false;
    const auto at = rest.substr(space + 1);
    return std::from_chars(at.data(), at.data() + at.size(), answer.at).ec == std::errc();
}

}  // namespace

asio::awaitable<store_result<redis_reply>> store::call(std::vector<std::string> words) {
    auto connection = connection_;
    if (!connection) co_return store_error::away;
    co_return co_await connection->call(std::move(words), limits::store_call_timeout);
}

// After FUNCTION FLUSH, or on a new master that never had it: loaded again, and asked again with the same ids.
asio::awaitable<store_result<redis_reply>> store::call_function(std::vector<std::string> words) {
    auto first = co_await call(words);
    const bool missing = !first && first.error() == store_error::refused && library_is_missing(last_error());
    if (!missing) co_return first;
    const bool loaded = co_await load_functions();
    if (!loaded) {
        leave();
        co_return store_error::away;
    }
    co_return co_await call(std::move(words));
}

// A function that writes. Behind it, in the same packet, the store counts its writes: a store that has counted fewer
// than somebody has seen has lost some. Answered once it is on the replicas too.
asio::awaitable<store_result<redis_reply>> store::write(std::string command) {
    const auto connection = connection_;
    const auto wait = replica_wait_;
    if (!connection) co_return store_error::away;
    resp::begin_command(command, 2);
    resp::add_word(command, "INCR");
    resp::add_word(command, "wz:writes");
    const auto epoch = epoch_;
    store_result<std::vector<redis_reply>> replies = co_await connection->calls(command, 2, limits::store_call_timeout);
    if (replies && (*replies)[0].view().is_error() && library_is_missing((*replies)[0].view().text())) {
        const bool loaded = co_await load_functions();
        if (!loaded) {
            leave();
            co_return store_error::away;
        }
        replies = co_await connection->calls(command, 2, limits::store_call_timeout);
    }
    if (!replies) co_return replies.error();
    const auto& answer = replies->front();
    if (answer.view().is_error()) {
        if (!answer.view().text().starts_with("READONLY")) co_return store_error::refused;
        // Another one is the master now.
        if (connection == connection_) leave();
        co_return store_error::away;
    }
    with_.marker->saw_writes(epoch, static_cast<std::uint64_t>((*replies)[1].view().integer()));
    if (wait != replica_wait_) co_return store_error::away;
    const auto durable = co_await settled();
    if (!durable) co_return durable.error();
    co_return std::move(replies->front());
}

asio::awaitable<store_result<append_answer>> store::append(const inquiry::inquiry_id& id, std::uint64_t expect,
                                                           std::optional<inquiry::instant_ms> not_before,
                                                           const std::vector<event_to_append>& events) {
    auto words = command_words("FCALL", "wz_append", "1", prefix(id), std::to_string(expect),
                               std::to_string(not_before.value_or(0)));
    for (const auto& e : events)
        for (const auto* part : {&e.event, &e.operation, &e.command, &e.content}) words.push_back(*part);
    std::string command;
    resp::add_command(command, words);
    const auto reply = co_await write(std::move(command));
    if (!reply) co_return reply.error();
    const auto what = (*reply)[0].text();
    append_answer answer;
    using outcome = append_answer::outcome;
    if (what == "ok") {
        answer.rev = static_cast<std::uint64_t>((*reply)[1].integer());
        answer.now = (*reply)[2].integer();
    } else if (what == "stale" || what == "ended") {
        answer.what = what == "stale" ? outcome::stale : outcome::ended;
        answer.rev = static_cast<std::uint64_t>((*reply)[1].integer());
    } else if (what == "again") {
        answer.what = outcome::repeated;
        answer.rev = static_cast<std::uint64_t>((*reply)[1].integer());
        answer.content = std::string((*reply)[2].text());
    } else {
        answer.what = outcome::early;
        answer.now = (*reply)[1].integer();
    }
    co_return answer;
}

asio::awaitable<store_result<std::vector<cast_answer>>> store::cast(const inquiry::inquiry_id& id,
                                                                    const std::vector<vote_to_cast>& votes) {
    const auto reply = co_await write(cast_command(prefix(id), votes));
    if (!reply) co_return reply.error();
    std::vector<cast_answer> answers(votes.size());
    bool all = reply->view().size() == votes.size();
    for (std::size_t i = 0; all && i < answers.size(); ++i) all = read_answer((*reply)[i].text(), votes[i], answers[i]);
    if (!all) {
        // An answer to something else: whatever is between here and the store lost its step. The same votes are asked
        // for again on another connection, and nobody is told a receipt that isn't his.
        leave();
        co_return store_error::away;
    }
    co_return answers;
}

asio::awaitable<store_result<progress_answer>> store::progress(const inquiry::inquiry_id& id,
                                                               const inquiry::ballot_id& ballot, bool name_voters) {
    const auto reply = co_await call_function(
        command_words("FCALL_RO", "wz_progress", "1", prefix(id), ballot.value, name_voters ? "1" : "0"));
    if (!reply) co_return reply.error();
    progress_answer answer;
    answer.cast = (*reply)[0].integer();
    const auto voters = (*reply)[1];
    for (std::size_t i = 0; i < voters.size(); ++i) answer.voters.emplace_back(std::string(voters[i].text()));
    const auto counts = (*reply)[2];
    for (std::size_t i = 0; i + 1 < counts.size(); i += 2)
        answer.counts[inquiry::mark{std::string(counts[i].text())}] = counts[i + 1].integer();
    answer.late = (*reply)[3].integer();
    co_return answer;
}

asio::awaitable<store_result<std::map<inquiry::ballot_id, own_vote>>> store::own_votes(
    const inquiry::inquiry_id& id, const inquiry::deputy_id& deputy, const std::vector<inquiry::ballot_id>& ballots) {
    std::map<inquiry::ballot_id, own_vote> votes;
    if (ballots.empty()) co_return votes;
    auto words = command_words("FCALL_RO", "wz_own_votes", "1", prefix(id), deputy.value);
    for (const auto& ballot : ballots) words.push_back(ballot.value);
    const auto reply = co_await call_function(std::move(words));
    if (!reply) co_return reply.error();
    const auto durable = co_await settled();
    if (!durable) co_return durable.error();
    for (std::size_t i = 0; i < ballots.size(); ++i) {
        const auto counted = (*reply)[i * 2].text();
        const auto late = (*reply)[i * 2 + 1].text();
        if (!counted.empty()) votes[ballots[i]].counted = wire::read_vote_line(deputy, counted);
        if (!late.empty()) votes[ballots[i]].late = wire::read_vote_line(deputy, late);
    }
    co_return votes;
}

asio::awaitable<store_result<command_done>> store::known_command(const inquiry::inquiry_id& id,
                                                                 const std::string& command) {
    const auto reply = co_await call(command_words("HGET", prefix(id) + "commands", command));
    if (!reply) co_return reply.error();
    // "rev content", as wz_append has written it.
    const std::string line(reply->view().text());
    const auto space = line.find(' ');
    if (space == std::string::npos) co_return command_done{};
    const auto durable = co_await settled();
    if (!durable) co_return durable.error();
    co_return command_done{std::stoull(line.substr(0, space)), line.substr(space + 1)};
}

asio::awaitable<store_result<std::vector<stored_event>>> store::read(const inquiry::inquiry_id& id,
                                                                     std::uint64_t after) {
    const auto reply = co_await call(command_words("XRANGE", prefix(id) + "events", "(" + std::to_string(after) + "-0",
                                                   "+", "COUNT", std::to_string(limits::events_a_read)));
    if (!reply) co_return reply.error();
    co_return read_entries(reply->view());
}

std::string entry_digest(const stored_event& e) { return chain_digest({}, e.rev, e.at, e.event, e.seal); }

std::vector<stored_event> read_entries(reply_view entries) {
    std::vector<stored_event> events;
    events.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        stored_event e;
        e.rev = static_cast<std::uint64_t>(entries[i][0].integer());
        const auto fields = entries[i][1];
        for (std::size_t f = 0; f + 1 < fields.size(); f += 2) {
            if (fields[f].text() == "event") e.event = std::string(fields[f + 1].text());
            if (fields[f].text() == "seal") e.seal = std::string(fields[f + 1].text());
            if (fields[f].text() == "at") e.at = fields[f + 1].integer();
        }
        events.push_back(std::move(e));
    }
    return events;
}

}  // namespace wenzheng::record
