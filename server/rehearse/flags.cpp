#include <CLI/CLI.hpp>

#include "rehearse/options.hpp"

// Apart from options.cpp because CLI11 is a large header that nothing else here needs.

namespace wenzheng::rehearse {

void add_rehearse_options(CLI::App& app, options& chosen) {
    app.add_option("--url", chosen.url, "the running server, or the proxy before it, http(s)://HOST:PORT")->required();
    app.add_option("--ca", chosen.ca, "a PEM file of certificates to trust beside the system's");
    app.add_flag("--insecure", chosen.insecure, "believe whatever certificate the server shows");
    app.add_option("--account", chosen.account, "an administrator's account")->capture_default_str();
    app.add_option("--password-env", chosen.password_env, "the environment variable that holds the password")
        ->capture_default_str();
    app.add_option("--cookie-env", chosen.cookie_env,
                   "instead of a password: the environment variable that holds an administrator's cookie wz_operator");
    app.add_option("--deputies", chosen.deputies, "phones; with --join, the last so many on the roll")
        ->capture_default_str();
    app.add_option("--viewers", chosen.viewers, "followers of the live page")->capture_default_str();
    app.add_option("--rounds", chosen.rounds, "ballots to play")->capture_default_str();
    app.add_option("--seed", chosen.seed, "repeat the choices and moments of an earlier rehearsal");
    app.add_option(
        "--join", chosen.join,
        "take part in this inquiry instead, which a person moderates; revokes the keys of its last deputies");
    app.add_flag("--json", chosen.json, "print the report as one JSON object");
}

}  // namespace wenzheng::rehearse
