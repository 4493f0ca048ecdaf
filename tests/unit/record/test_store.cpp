#include "record/test_store.hpp"

#include <stdlib.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fstream>
#include <optional>
#include <stdexcept>

namespace wenzheng::testing {
namespace asio = boost::asio;
namespace {

std::filesystem::path made_directory() {
    auto pattern = (std::filesystem::temp_directory_path() / "wenzheng-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    return pattern;
}

template <class value>
asio::awaitable<void> put(asio::awaitable<value> from, std::optional<value>& into) {
    into.emplace(co_await std::move(from));
}

asio::awaitable<void> run_store(record::store& store, bool& ended) {
    co_await store.run();
    ended = true;
}

template <class value>
value answer_of(asio::io_context& context, asio::awaitable<value> call) {
    std::optional<value> answer;
    asio::co_spawn(context, put(std::move(call), answer), asio::detached);
    if (!run_until(context, [&] { return answer.has_value(); })) throw std::runtime_error("the store did not answer");
    return std::move(*answer);
}

}  // namespace

temporary_directory::temporary_directory() : path(made_directory()) {}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

own_redis::own_redis() {
    auto started = record::private_redis::start(directory.path.string());
    if (!started) throw std::runtime_error(started.error());
    redis = std::move(*started);
}

int own_redis::pid() const {
    std::ifstream file(directory.path / "redis.pid");
    int pid = 0;
    file >> pid;
    return pid;
}

const record::private_redis& shared_redis() {
    static const own_redis shared;
    return *shared.redis;
}

inquiry::inquiry_id fresh_inquiry() {
    static std::atomic<int> made{0};
    return inquiry::inquiry_id{"test-" + std::to_string(++made)};
}

test_store::test_store(const record::redis_endpoint& at) : store_(context_.get_executor(), at) {
    asio::co_spawn(context_, run_store(store_, ended_), asio::detached);
    if (!wait_ready()) throw std::runtime_error("the store did not get ready: " + store_.last_error());
}

test_store::~test_store() {
    store_.stop();
    run_until(context_, [this] { return ended_; });
}

bool test_store::wait_ready() {
    return answer_of(context_, store_.wait_ready(std::chrono::steady_clock::now() + patience));
}

record::store_result<record::append_answer> test_store::append(const inquiry::inquiry_id& id, std::uint64_t expect,
                                                               const std::vector<record::event_to_append>& events,
                                                               std::optional<inquiry::instant_ms> not_before) {
    return answer_of(context_, store_.append(id, expect, not_before, events));
}

record::store_result<std::vector<record::cast_answer>> test_store::cast(
    const inquiry::inquiry_id& id, const std::vector<record::vote_to_cast>& votes) {
    return answer_of(context_, store_.cast(id, votes));
}

record::store_result<record::progress_answer> test_store::progress(const inquiry::inquiry_id& id,
                                                                   const inquiry::ballot_id& ballot, bool name_voters) {
    return answer_of(context_, store_.progress(id, ballot, name_voters));
}

record::store_result<std::map<inquiry::ballot_id, record::own_vote>> test_store::own_votes(
    const inquiry::inquiry_id& id, const inquiry::deputy_id& deputy, const std::vector<inquiry::ballot_id>& ballots) {
    return answer_of(context_, store_.own_votes(id, deputy, ballots));
}

record::store_result<std::vector<record::stored_event>> test_store::read(const inquiry::inquiry_id& id,
                                                                         std::uint64_t after) {
    return answer_of(context_, store_.read(id, after));
}

record::store_result<record::redis_reply> test_store::call(std::vector<std::string> words) {
    return answer_of(context_, store_.call(std::move(words)));
}

void test_store::break_off() {
    call(record::command_words("QUIT"));
    run_until(context_, [this] { return !store_.is_ready(); });
}

std::vector<std::string> test_store::check_durable() { return answer_of(context_, store_.check_durable()); }

}  // namespace wenzheng::testing
