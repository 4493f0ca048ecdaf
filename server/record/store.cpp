#include "record/store.hpp"

#include <sodium.h>

#include "inquiry/limits.hpp"
#include "record/durability.hpp"
#include "record/function_library_text.hpp"
#include "wire/seal_json.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;
namespace {

constexpr std::int64_t function_version = 3;  // VERSION of functions/wenzheng.lua

std::int64_t steady_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    randombytes_buf(raw.data(), raw.size());
    std::string text(bytes * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
    text.pop_back();
    return text;
}

}  // namespace

store::store(asio::any_io_executor executor, redis_endpoint at) : executor_(std::move(executor)), at_(std::move(at)) {}

inquiry::instant_ms store::now() const noexcept { return steady_ms() + clock_offset_ms_; }

std::string store::last_error() const { return connection_ ? connection_->last_error() : std::string{}; }

asio::awaitable<void> store::run() {
    auto pause = limits::store_retry_min;
    while (!stopping_) {
        auto connected = co_await redis_connection::connect(at_, limits::store_connect_timeout);
        if (connected && !stopping_) {
            connection_ = *connected;
            const bool prepared = co_await prepare();
            if (prepared) {
                pause = limits::store_retry_min;
                ready_ = true;
                changed_.notify_all();
                co_await watch();
            }
            ready_ = false;
            not_durable_ = {"store_away"};
            connection_->close();
            changed_.notify_all();
        }
        if (stopping_) break;
        asio::steady_timer timer(co_await asio::this_coro::executor, pause);
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        pause = std::min<std::chrono::milliseconds>(pause * 2, limits::store_retry_max);
    }
}

void store::stop() {
    stopping_ = true;
    ready_ = false;
    if (connection_) connection_->close();
    changed_.notify_all();
}

asio::awaitable<bool> store::wait_ready(signal::time_point deadline) {
    while (!is_ready() && !stopping_ && std::chrono::steady_clock::now() < deadline)
        co_await changed_.wait_until(deadline);
    co_return is_ready();
}

asio::awaitable<bool> store::prepare() {
    const bool loaded = co_await load_functions();
    if (!loaded) co_return false;
    auto epoch = co_await get_or_set("wz:epoch", random_hex(8));
    auto secret = co_await get_or_set("wz:secret", random_hex(32));
    if (epoch.empty() || secret.empty()) co_return false;
    epoch_ = std::move(epoch);
    secret_ = std::move(secret);
    co_await measure_clock();
    not_durable_ = co_await check_durable();
    co_return connection_->is_open();
}

// The first node of a store loads the library, every other finds it. A newer one in the store is never replaced.
asio::awaitable<bool> store::load_functions() {
    const auto there = co_await call(command_words("FCALL_RO", "wz_version", "0"));
    if (there && there->view().integer() == function_version) co_return true;
    if (there && there->view().integer() > function_version) co_return false;
    if (!there && there.error() != store_error::refused) co_return false;
    const auto loaded = co_await call(command_words("FUNCTION", "LOAD", "REPLACE", std::string(function_library_text)));
    co_return loaded.has_value();
}

asio::awaitable<std::string> store::get_or_set(std::string key, std::string value) {
    if (const auto set = co_await call(command_words("SET", key, std::move(value), "NX")); !set)
        co_return std::string{};
    const auto got = co_await call(command_words("GET", key));
    co_return got ? std::string(got->view().text()) : std::string{};
}

asio::awaitable<void> store::measure_clock() {
    const auto before = steady_ms();
    const auto time = co_await call(command_words("TIME"));
    const auto after = steady_ms();
    if (!time) co_return;
    const auto there = (*time)[0].integer() * 1000 + (*time)[1].integer() / 1000;
    clock_offset_ms_ = there - (before + after) / 2;
}

asio::awaitable<std::vector<std::string>> store::check_durable() {
    const auto info = co_await call(command_words("INFO"));
    const auto config = co_await call(command_words("CONFIG", "GET", "*append*"));
    if (!info) co_return command_words("store_away");
    co_return why_not_durable(info->view().text(), config ? config->view() : reply_view{});
}

// Returns when the connection is gone; looks at clock and durability meanwhile.
asio::awaitable<void> store::watch() {
    while (connection_->is_open() && !stopping_) {
        co_await connection_->closed(std::chrono::steady_clock::now() + std::chrono::seconds(1));
        if (!connection_->is_open()) break;
        co_await measure_clock();
        not_durable_ = co_await check_durable();
    }
}

asio::awaitable<store_result<redis_reply>> store::call(std::vector<std::string> words) {
    auto connection = connection_;
    if (!connection) co_return store_error::away;
    co_return co_await connection->call(std::move(words), limits::store_call_timeout);
}

asio::awaitable<store_result<append_answer>> store::append(const inquiry::inquiry_id& id, std::uint64_t expect,
                                                           std::optional<inquiry::instant_ms> not_before,
                                                           const std::vector<event_to_append>& events) {
    auto words = command_words("FCALL", "wz_append", "1", prefix(id), std::to_string(expect),
                               std::to_string(not_before.value_or(0)));
    for (const auto& e : events)
        for (const auto* part : {&e.event, &e.operation, &e.command, &e.content}) words.push_back(*part);
    const auto reply = co_await call(std::move(words));
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
    auto words = command_words("FCALL", "wz_cast", "1", prefix(id), std::to_string(limits::nonces_a_deputy));
    words.reserve(words.size() + votes.size() * 7);
    for (const auto& v : votes) {
        for (const auto* part : {&v.deputy.value, &v.nonce, &v.ballot.value, &v.mark.value}) words.push_back(*part);
        words.push_back(std::to_string(v.attempt));
        words.push_back(v.receipt);
        words.push_back(v.staff);
    }
    const auto reply = co_await call(std::move(words));
    if (!reply) co_return reply.error();
    if (reply->view().size() != votes.size()) co_return store_error::away;
    std::vector<cast_answer> answers(votes.size());
    using outcome = cast_answer::outcome;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto line = (*reply)[i].text();
        auto& answer = answers[i];
        if (line == "N") answer.what = outcome::nonce_reused;
        if (line == "M") answer.what = outcome::too_many;
        if (line.size() < 2) continue;
        // "R ballot mark attempt receipt at", "L …" the same, or "X ballot mark attempt code"
        auto rest = line.substr(2);
        for (int skip = 0; skip < 3; ++skip) rest.remove_prefix(std::min(rest.find(' ') + 1, rest.size()));
        if (line.front() == 'X') {
            answer.code = std::string(rest);
            continue;
        }
        answer.what = outcome::confirmed;
        answer.late = line.front() == 'L';
        const auto space = rest.find(' ');
        answer.receipt = std::string(rest.substr(0, space));
        answer.at = std::stoll(std::string(rest.substr(space + 1)));
    }
    co_return answers;
}

asio::awaitable<store_result<progress_answer>> store::progress(const inquiry::inquiry_id& id,
                                                               const inquiry::ballot_id& ballot, bool name_voters) {
    const auto reply =
        co_await call(command_words("FCALL_RO", "wz_progress", "1", prefix(id), ballot.value, name_voters ? "1" : "0"));
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
    const auto reply = co_await call(std::move(words));
    if (!reply) co_return reply.error();
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
    co_return command_done{std::stoull(line.substr(0, space)), line.substr(space + 1)};
}

asio::awaitable<store_result<std::vector<stored_event>>> store::read(const inquiry::inquiry_id& id,
                                                                     std::uint64_t after) {
    const auto reply = co_await call(command_words("XRANGE", prefix(id) + "events", "(" + std::to_string(after) + "-0",
                                                   "+", "COUNT", std::to_string(limits::events_a_read)));
    if (!reply) co_return reply.error();
    co_return read_entries(reply->view());
}

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
