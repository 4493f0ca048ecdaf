// Asks the sentinels of a service who its master is.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "record/redis_connection.hpp"

namespace wenzheng::record {

// Keeps a connection to each sentinel. Used on one io_context's thread; close() ends what is being asked.
class sentinels {
public:
    explicit sentinels(redis_endpoint at);

    // Where the master is according to the sentinel that knows of the latest failover; one that was cut off from the
    // others may still name the old master. Nothing where none of them answers.
    boost::asio::awaitable<std::optional<redis_endpoint>> master();
    void close();

private:
    struct one {
        redis_endpoint at;
        std::shared_ptr<redis_connection> connection;
    };
    struct opinion {
        std::string host;
        std::uint16_t port = 0;
        std::int64_t failover = -1;
    };
    boost::asio::awaitable<std::optional<opinion>> ask(one& of) const;

    redis_endpoint at_;
    std::vector<one> all_;
};

}  // namespace wenzheng::record
