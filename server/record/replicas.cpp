#include "record/replicas.hpp"

#include "inquiry/limits.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;
namespace {

void add_once(std::vector<std::string>& reasons, const char* reason) {
    for (const auto& known : reasons)
        if (known == reason) return;
    reasons.emplace_back(reason);
}

}  // namespace

asio::awaitable<replica_findings> look_at_replicas(std::vector<replica_address> all, redis_endpoint master) {
    replica_findings found;
    command_list questions;
    questions.push_back(command_words("INFO"));
    questions.push_back(command_words("CONFIG", "GET", "*append*"));
    for (const auto& one : all) {
        auto at = master;
        at.unix_path.clear();
        at.host = one.host;
        at.port = one.port;
        const auto connected = co_await redis_connection::connect(at, limits::replica_connect_timeout);
        if (!connected) {
            add_once(found.reasons, "replica_unreachable");
            continue;
        }
        const auto replies = co_await (*connected)->calls(questions, limits::replica_connect_timeout);
        (*connected)->close();
        if (!replies || (*replies)[0].view().is_error()) {
            add_once(found.reasons, "replica_unreachable");
            continue;
        }
        const auto info = (*replies)[0].view().text();
        if (!is_durable_replica(info, (*replies)[1].view())) add_once(found.reasons, "replica_not_durable");
        if (info_field(info, "slave_priority") == "0") ++found.never_promoted;
    }
    co_return found;
}

asio::awaitable<store_result<void>> replica_wait::until_on(std::size_t replicas) {
    const auto self = shared_from_this();
    const auto wanted = begun_ + 1;
    while (ended_ < wanted) {
        if (begun_ != ended_) {
            co_await ended_one_.wait_until(std::chrono::steady_clock::now() + limits::store_call_timeout);
            continue;
        }
        const auto mine = ++begun_;
        command_list commands;
        commands.push_back(command_words("SET", "wz:barrier", "1"));
        commands.push_back(command_words("WAIT", std::to_string(replicas),
                                         std::to_string(std::chrono::milliseconds(limits::replica_wait).count())));
        const auto replies = co_await connection_->calls(commands, limits::replica_wait + limits::store_call_timeout);
        const bool written = replies && !(*replies)[0].view().is_error() && !(*replies)[1].view().is_error();
        // Not the master any more: nobody can say what became of what was written here.
        if (!written) connection_->close();
        answered_ = written ? static_cast<std::size_t>((*replies)[1].view().integer()) : 0;
        if (written && answered_ >= replicas) good_ = mine;
        ended_ = mine;
        ended_one_.notify_all();
    }
    if (good_ >= wanted) co_return store_result<void>{};
    co_return connection_->is_open() ? store_error::timed_out : store_error::away;
}

}  // namespace wenzheng::record
