// A store for tests: a private Redis of the test program's own, and its calls made one after the other.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "record/private_redis.hpp"
#include "record/store.hpp"

namespace wenzheng::testing {

// How long anything may take before the test has failed.
inline constexpr std::chrono::seconds patience{30};

class temporary_directory {
public:
    temporary_directory();
    ~temporary_directory();
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;

    const std::filesystem::path path;
};

// A private Redis in a directory of its own.
struct own_redis {
    own_redis();
    int pid() const;

    temporary_directory directory;
    std::unique_ptr<record::private_redis> redis;
};

// The one that tests share which don't do it any harm; it ends with the program.
const record::private_redis& shared_redis();

// An id that no other test of this program uses.
inquiry::inquiry_id fresh_inquiry();

// Runs `context` until `reached`, at most for `patience`; whether it was.
template <class condition>
bool run_until(boost::asio::io_context& context, condition reached) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    context.restart();
    while (!reached() && std::chrono::steady_clock::now() < deadline)
        if (context.run_one_until(deadline) == 0) break;
    return reached();
}

// One node's connection, ready when made. Each call runs until it has its answer.
class test_store {
public:
    explicit test_store(const record::redis_endpoint& at);
    ~test_store();
    test_store(const test_store&) = delete;
    test_store& operator=(const test_store&) = delete;

    record::store_result<record::append_answer> append(const inquiry::inquiry_id& id, std::uint64_t expect,
                                                       const std::vector<record::event_to_append>& events,
                                                       std::optional<inquiry::instant_ms> not_before = std::nullopt);
    record::store_result<std::vector<record::cast_answer>> cast(const inquiry::inquiry_id& id,
                                                                const std::vector<record::vote_to_cast>& votes);
    record::store_result<record::progress_answer> progress(const inquiry::inquiry_id& id,
                                                           const inquiry::ballot_id& ballot, bool name_voters);
    record::store_result<std::map<inquiry::ballot_id, record::own_vote>> own_votes(
        const inquiry::inquiry_id& id, const inquiry::deputy_id& deputy,
        const std::vector<inquiry::ballot_id>& ballots);
    record::store_result<std::vector<record::stored_event>> read(const inquiry::inquiry_id& id, std::uint64_t after);
    record::store_result<record::redis_reply> call(std::vector<std::string> words);
    std::vector<std::string> check_durable();
    bool wait_ready();
    // Ends the connection, as a restart of Redis would.
    void break_off();
    template <class condition>
    bool wait_until(condition reached) {
        return run_until(context_, reached);
    }

    const record::store& store() const { return store_; }

private:
    boost::asio::io_context context_{1};
    record::store store_;
    bool ended_ = false;
};

}  // namespace wenzheng::testing
