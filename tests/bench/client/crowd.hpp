// The connections of scripts/bench: what they are told to do, and what they see.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "client/counts.hpp"
#include "rehearse/flock.hpp"

namespace wenzheng::bench {

// One thread. Every call but step() may block, as long as its own limit says.
class crowd final : private rehearse::flock::keeper {
public:
    crowd();
    ~crowd();
    crowd(const crowd&) = delete;
    crowd& operator=(const crowd&) = delete;

    // One operation, as tests/bench/README.md lists them; what came of it.
    nlohmann::json perform(const nlohmann::json& what);
    // Reads what came, between two operations.
    void step(int timeout_ms) { all_.poll(timeout_ms); }
    int descriptor() const noexcept { return all_.descriptor(); }

private:
    struct group {
        std::vector<std::size_t> members;
        update_counts counts;
        std::uint64_t awaited_rev = 0;
        std::size_t behind = 0;   // members that haven't seen it
        std::string result_word;  // of a ballot whose result is waited for
        std::size_t without_result = 0;
        std::int64_t result_first_ns = 0;
        std::int64_t result_last_ns = 0;
    };
    struct vote {
        std::string nonce;
        std::int64_t sent_ns = 0;
        bool waits = false;
        std::uint32_t attempt = 0;
    };
    struct client {
        group* of = nullptr;
        bool socket_io = false;
        bool alive = true;
        bool ready = false;
        bool has_result = false;
        int texts = 0;
        int ready_after = 0;
        std::uint64_t newest_rev = 0;
        std::uint64_t bytes_before = 0;
        vote cast;
    };
    struct ballot_day;

    void opened(std::size_t who) override;
    void text(std::size_t who, std::string_view message) override;
    void ended(std::size_t who, int code, std::string_view why) override;
    std::string_view out_of_socket_io(std::size_t who, std::string_view packet);
    void look_for_answer(client& one, std::size_t who, std::string_view message);
    void look_for_result(client& one, std::string_view message);
    void cast(std::size_t who);
    void make_ready(client& one);
    bool until(const std::function<bool()>& holds, std::int64_t timeout_ms);

    nlohmann::json open(const nlohmann::json& what);
    nlohmann::json arm(const nlohmann::json& what);
    nlohmann::json await(const nlohmann::json& what);
    nlohmann::json read(const nlohmann::json& what, bool paused);
    nlohmann::json votes(const nlohmann::json& what);
    nlohmann::json burst(const nlohmann::json& what);
    nlohmann::json watch_result(const nlohmann::json& what);
    nlohmann::json await_result(const nlohmann::json& what);
    nlohmann::json close(const nlohmann::json& what);
    nlohmann::json report_of_votes(const group& voters, std::int64_t began_ns);
    group& group_named(const nlohmann::json& what);

    rehearse::flock all_;
    std::vector<client> clients_;
    std::map<std::string, std::unique_ptr<group>> groups_;
    std::map<std::string, std::int64_t> reasons_;  // why connections ended
    std::unique_ptr<ballot_day> day_;              // while votes are cast
    std::mt19937_64 random_;
    std::size_t opening_ = 0;
    std::size_t failed_ = 0;
};

}  // namespace wenzheng::bench
