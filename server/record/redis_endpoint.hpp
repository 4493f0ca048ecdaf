// Where the store is.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wenzheng::record {

struct sentinel_address {
    std::string host;
    std::uint16_t port = 26379;
    friend bool operator==(const sentinel_address&, const sentinel_address&) = default;
};

struct redis_endpoint {
    std::string unix_path;  // empty: TCP
    std::string host;
    std::uint16_t port = 6379;
    std::string user;
    std::string password;
    int database = 0;
    std::vector<sentinel_address> sentinels;  // not empty: host and port are what they say of `service`
    std::string service;
    std::string sentinel_password;
    friend bool operator==(const redis_endpoint&, const redis_endpoint&) = default;
};

// Reads `redis://[[user]:password@]host[:port][/db]`, `unix:///path` or
// `redis-sentinel://[[user]:password@]host[:port][,host[:port]…]/service[/db][?sentinel_password=…]`.
// The error says what is wrong, in English.
boost::system::result<redis_endpoint, std::string> read_redis_url(std::string_view url);

}  // namespace wenzheng::record
