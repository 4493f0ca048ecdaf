#include "record/replicas.hpp"

#include <algorithm>
#include <iterator>

#include "inquiry/limits.hpp"

namespace wenzheng::record {
namespace asio = boost::asio;
namespace {

void add_once(std::vector<std::string>& reasons, const char* reason) {
    for (const auto& known : reasons)
        if (known == reason) return;
    reasons.emplace_back(reason);
}

bool is_one_of(const std::vector<replica_address>& all, const replica_address& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

asio::awaitable<replica_findings> look_at_replicas(std::vector<replica_address> all, redis_endpoint master,
                                                   std::vector<replica_address> never_promoted) {
    replica_findings found;
    const auto unreachable = [&](const replica_address& one) {
        add_once(found.reasons, "replica_unreachable");
        if (is_one_of(never_promoted, one)) found.never_promoted.push_back(one);
    };
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
            unreachable(one);
            continue;
        }
        const auto replies = co_await (*connected)->calls(questions, limits::replica_connect_timeout);
        (*connected)->close();
        if (!replies || (*replies)[0].view().is_error()) {
            unreachable(one);
            continue;
        }
        const auto info = (*replies)[0].view().text();
        if (!is_durable_replica(info, (*replies)[1].view())) add_once(found.reasons, "replica_not_durable");
        if (info_field(info, "slave_priority") == "0") found.never_promoted.push_back(one);
    }
    co_return found;
}

replica_goal goal_of(const std::vector<replica_address>& linked, const std::vector<replica_address>& never_promoted,
                     std::size_t wanted) {
    replica_goal goal;
    goal.linked = linked.size();
    for (const auto& one : linked)
        if (!is_one_of(never_promoted, one)) goal.each.push_back(one);
    goal.at_least = std::max(wanted, goal.each.size());
    if (goal.each.size() == linked.size()) goal.each.clear();
    return goal;
}

// Writes a little, and waits until so many have it. WAIT counts whichever are first, so where it matters which, each
// one's own word is looked at.
asio::awaitable<replica_wait::reach> replica_wait::ask(const replica_goal& goal, std::size_t replicas) {
    command_list commands;
    commands.push_back(command_words("SET", "wz:barrier", "1"));
    commands.push_back(command_words("INFO", "replication"));
    commands.push_back(command_words("WAIT", std::to_string(replicas),
                                     std::to_string(std::chrono::milliseconds(limits::replica_wait).count())));
    commands.push_back(command_words("INFO", "replication"));
    if (goal.each.empty()) {
        commands.pop_back();
        commands.erase(std::next(commands.begin()));
    }
    const auto replies = co_await connection_->calls(commands, limits::replica_wait + limits::store_call_timeout);
    if (!replies) co_return reach::unknown;
    for (const auto& reply : *replies)
        if (reply.view().is_error()) co_return reach::unknown;
    const auto answered = static_cast<std::size_t>((*replies)[goal.each.empty() ? 1 : 2].view().integer());
    if (answered < replicas) co_return reach::too_few;
    if (goal.each.empty()) co_return reach::enough;
    const auto written = replication_offset((*replies)[1].view().text());
    co_return all_have((*replies)[3].view().text(), goal.each, written) ? reach::enough : reach::others;
}

asio::awaitable<store_result<void>> replica_wait::until_on(replica_goal goal) {
    const auto self = shared_from_this();
    const auto wanted = begun_ + 1;
    while (ended_ < wanted) {
        if (begun_ != ended_) {
            co_await ended_one_.wait_until(std::chrono::steady_clock::now() + limits::store_call_timeout);
            continue;
        }
        const auto mine = ++begun_;
        auto reached = co_await ask(goal, goal.at_least);
        // One that need not have it was quicker than one that has to: then all of them.
        if (reached == reach::others) reached = co_await ask(goal, goal.linked);
        // Not the master any more: nobody can say what became of what was written here.
        if (reached == reach::unknown) connection_->close();
        if (reached == reach::enough) good_ = mine;
        ended_ = mine;
        ended_one_.notify_all();
    }
    if (good_ >= wanted) co_return store_result<void>{};
    co_return connection_->is_open() ? store_error::timed_out : store_error::away;
}

}  // namespace wenzheng::record
