// The replicas of a store: whether they are as durable as the master, and whether they have what was written.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "record/durability.hpp"
#include "record/redis_connection.hpp"
#include "record/signal.hpp"

namespace wenzheng::record {

struct replica_findings {
    std::vector<std::string> reasons;             // replica_unreachable, replica_not_durable
    std::vector<replica_address> never_promoted;  // of priority 0: no sentinel makes one of these the master
};

// Who has to have what was written.
struct replica_goal {
    std::size_t at_least = 0;
    // These among them. Named only where some of the linked ones need not have it: otherwise the number says it all.
    std::vector<replica_address> each;
    std::size_t linked = 0;
};

// At least `wanted`, and every one that a sentinel may choose.
replica_goal goal_of(const std::vector<replica_address>& linked, const std::vector<replica_address>& never_promoted,
                     std::size_t wanted);

// Connects to each with the login of `master`. One that can't be asked now and was `never_promoted` before is so still.
boost::asio::awaitable<replica_findings> look_at_replicas(std::vector<replica_address> all, redis_endpoint master,
                                                          std::vector<replica_address> never_promoted);

// Tells when all that was written so far is on as many replicas as are wanted. It has a connection of its own, because
// WAIT holds up everything behind it on its connection, and WAIT looks at its own connection's last write only: the
// stream of replication is in order, so a small write of its own behind everything else stands for all. One round
// serves everybody who asked before it began. Used on one thread.
class replica_wait : public std::enable_shared_from_this<replica_wait> {
public:
    explicit replica_wait(std::shared_ptr<redis_connection> connection) : connection_(std::move(connection)) {}

    // An error means that it is unknown: too few have said so in time, or the connection broke.
    boost::asio::awaitable<store_result<void>> until_on(replica_goal goal);
    const std::shared_ptr<redis_connection>& connection() const noexcept { return connection_; }

private:
    enum class reach { enough, too_few, others, unknown };
    boost::asio::awaitable<reach> ask(const replica_goal& goal, std::size_t replicas);

    std::shared_ptr<redis_connection> connection_;
    std::uint64_t begun_ = 0;  // rounds
    std::uint64_t ended_ = 0;
    std::uint64_t good_ = 0;  // the last round that enough replicas have answered
    signal ended_one_;
};

}  // namespace wenzheng::record
