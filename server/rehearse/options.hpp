#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace wenzheng::rehearse {

// What the person who rehearses asked for. Defaults are those of a county's evening.
struct options {
    std::string url;
    std::string account = "admin";
    // The password comes from the environment, so that it is in no process list and no shell history.
    std::string password_env = "WENZHENG_ADMIN_PASSWORD";
    // Instead of signing in: the variable that holds the value of an operator's cookie. Empty: a password it is.
    std::string cookie_env;
    int deputies = 150;
    int viewers = 20;
    int rounds = 3;
    std::optional<std::uint64_t> seed;
    // An inquiry that a human moderates; empty: play an inquiry of its own from check-in to finish.
    std::string join;
    bool json = false;
    // Of TLS: a PEM file of certificates that are trusted beside the system's, or nothing is checked at all.
    std::string ca;
    bool insecure = false;
};

void add_rehearse_options(CLI::App& app, options& chosen);

struct server_address {
    std::string host;
    std::string port;
    // As it goes into the Host header.
    std::string authority;
    bool tls = false;
};

// `http://HOST[:PORT][/]` or the same with https, an IPv6 host in brackets. Nothing for any other scheme or a path.
std::optional<server_address> parse_url(std::string_view url);

// The first thing that is wrong with the options, in words for the terminal; nothing when all are usable.
std::optional<std::string> problem_of(const options& chosen);

}  // namespace wenzheng::rehearse
