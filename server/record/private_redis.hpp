// The Redis that `serve` starts for itself in its data directory: on a Unix socket, every write on disk before its
// answer.
#pragma once

#include <boost/system/result.hpp>
#include <memory>
#include <string>

#include "record/redis_endpoint.hpp"

namespace wenzheng::record {

// start() blocks until Redis has loaded its data; afterwards a thread of its own watches the process and starts it
// again when it dies, but not after a disk error (ARCHITECTURE, rule 5). Only one server may hold a data directory.
class private_redis {
public:
    static boost::system::result<std::unique_ptr<private_redis>, std::string> start(const std::string& data_dir);
    ~private_redis();  // stops Redis: SIGTERM, and SIGKILL after limits::private_redis_stop_timeout

    private_redis(const private_redis&) = delete;
    private_redis& operator=(const private_redis&) = delete;

    redis_endpoint endpoint() const;

    // Redis ended because the disk failed it: nothing more is confirmed, and it stays down. Any thread.
    bool disk_failed() const noexcept;

private:
    struct impl;
    explicit private_redis(std::unique_ptr<impl> made);
    std::unique_ptr<impl> impl_;
};

}  // namespace wenzheng::record
