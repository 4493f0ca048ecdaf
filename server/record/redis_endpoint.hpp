// Where the store is.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace wenzheng::record {

struct redis_endpoint {
    std::string unix_path;  // empty: TCP
    std::string host;
    std::uint16_t port = 6379;
    std::string user;
    std::string password;
    int database = 0;
};

// Reads `redis://[[user]:password@]host[:port][/db]` or `unix:///path`. The error says what is wrong, in English.
boost::system::result<redis_endpoint, std::string> read_redis_url(std::string_view url);

}  // namespace wenzheng::record
