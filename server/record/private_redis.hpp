// The Redis that `serve` starts for itself in its data directory: on a Unix socket, every write on disk before its
// answer.
#pragma once

#include <boost/system/result.hpp>
#include <memory>
#include <string>

#include "record/redis_endpoint.hpp"

namespace wenzheng::record {

// start() blocks until Redis has loaded its data; afterwards a thread of its own watches the process and starts it
// again when it dies, but not after a disk error (ARCHITECTURE, rule 5), and not where its files are gone or damaged:
// what was confirmed would be missing. Only one server may hold a data directory.
class private_redis {
public:
    // A directory whose record was begun and is gone is refused, but for a restore.
    enum class emptied { refuse, begin_anew };
    static boost::system::result<std::unique_ptr<private_redis>, std::string> start(
        const std::string& data_dir, emptied where_emptied = emptied::refuse);
    ~private_redis();  // stops Redis: SIGTERM, and SIGKILL after limits::private_redis_stop_timeout

    private_redis(const private_redis&) = delete;
    private_redis& operator=(const private_redis&) = delete;

    redis_endpoint endpoint() const;

    // Why nothing more may be confirmed, for as long as this lives, as a reason of readyz; empty where all is well:
    // disk_failed (Redis ended because the disk failed it), store_emptied (its files are gone), store_damaged. Any
    // thread.
    std::string trouble() const;
    bool disk_failed() const { return trouble() == "disk_failed"; }

private:
    struct impl;
    explicit private_redis(std::unique_ptr<impl> made);
    std::unique_ptr<impl> impl_;
};

}  // namespace wenzheng::record
