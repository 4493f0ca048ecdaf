// What `serve` was asked for: flags, then the TOML file, then defaults.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "inquiry/limits.hpp"
#include "net/forwarded.hpp"
#include "net/seats.hpp"

namespace wenzheng::program {

struct config {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string data_dir = "./data";
    std::string redis;  // empty: a private one in data_dir
    std::size_t replicas = 0;
    std::uint64_t log_rewrite_bytes = limits::log_rewrite_bytes;
    unsigned workers = 0;  // 0: one a processor
    bool sample = false;
    std::string web_dir;  // empty: looked for beside the program
    std::vector<std::string> allowed_origins;
    std::string metrics_token;
    std::string evidence_dir;  // empty: `evidence` in data_dir
    std::string frame_ancestors = "'self'";
    bool message_rates = true;
    std::string tls_certificate;  // PEM files, both or none
    std::string tls_key;
    net::trusted_proxies trusted;
    net::seat_settings seats;
    std::string log_level = "info";
};

// The values of serve's flags as given; empty ones were not.
struct serve_flags {
    std::string listen;
    std::string data_dir;
    std::string redis;
    std::string config_file;
    std::string web_dir;
    std::string evidence_dir;
    std::string tls_certificate;
    std::string tls_key;
    unsigned workers = 0;
    std::optional<std::size_t> replicas;
    bool sample = false;
};

// The error says what is wrong and where, in English.
boost::system::result<config, std::string> make_config(const serve_flags& flags);

}  // namespace wenzheng::program
