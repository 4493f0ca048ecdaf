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
    std::vector<std::string> reasons;  // replica_unreachable, replica_not_durable
    std::size_t never_promoted = 0;    // of priority 0: no sentinel makes one of these the master
};

// Connects to each with the login of `master`.
boost::asio::awaitable<replica_findings> look_at_replicas(std::vector<replica_address> all, redis_endpoint master);

// Tells when all that was written so far is on as many replicas as are wanted. It has a connection of its own, because
// WAIT holds up everything behind it on its connection, and WAIT looks at its own connection's last write only: the
// stream of replication is in order, so a small write of its own behind everything else stands for all. One round
// serves everybody who asked before it began. Used on one thread.
class replica_wait : public std::enable_shared_from_this<replica_wait> {
public:
    explicit replica_wait(std::shared_ptr<redis_connection> connection) : connection_(std::move(connection)) {}

    // An error means that it is unknown: too few have said so in time, or the connection broke.
    boost::asio::awaitable<store_result<void>> until_on(std::size_t replicas);
    const std::shared_ptr<redis_connection>& connection() const noexcept { return connection_; }

private:
    std::shared_ptr<redis_connection> connection_;
    std::uint64_t begun_ = 0;  // rounds
    std::uint64_t ended_ = 0;
    std::uint64_t good_ = 0;  // the last round that enough replicas have answered
    std::size_t answered_ = 0;
    signal ended_one_;
};

}  // namespace wenzheng::record
