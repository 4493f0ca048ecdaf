#include "program/config.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "catch.hpp"

using namespace wenzheng::program;

namespace {

// A settings file that is gone again after the test.
class settings_file {
public:
    explicit settings_file(const std::string& text) {
        auto pattern = (std::filesystem::temp_directory_path() / "wenzheng-config-XXXXXX").string();
        const int file = ::mkstemp(pattern.data());
        REQUIRE(file >= 0);
        ::close(file);
        path = pattern;
        std::ofstream(path) << text;
    }
    ~settings_file() { std::filesystem::remove(path); }
    settings_file(const settings_file&) = delete;
    settings_file& operator=(const settings_file&) = delete;

    std::string path;
};

serve_flags with_file(const settings_file& file) {
    serve_flags flags;
    flags.config_file = file.path;
    return flags;
}

std::string problem_of(const std::string& text) {
    const settings_file file(text);
    const auto made = make_config(with_file(file));
    return made ? "taken" : made.error();
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("without flags and file everything has its default") {
    const auto made = make_config({});
    REQUIRE(made.has_value());
    CHECK(made->host == "127.0.0.1");
    CHECK(made->port == 8080);
    CHECK(made->data_dir == "./data");
    CHECK(made->redis.empty());
    CHECK(made->workers == 0);
    CHECK_FALSE(made->sample);
    CHECK(made->frame_ancestors == "'self'");
    CHECK(made->evidence_dir == "./data/evidence");
}

TEST_CASE("a file sets everything that it names") {
    const settings_file file(
        "listen = \"0.0.0.0:9000\"\ndata_dir = \"/var/lib/wenzheng\"\nredis = \"redis://store\"\nworkers = 3\n"
        "web_dir = \"/usr/share/wenzheng\"\nallowed_origins = [\"https://a.example\", \"https://b.example\"]\n"
        "evidence_dir = \"/srv/evidence\"\nmetrics_token = \"token\"\nframe_ancestors = \"'none'\"\nlog_level = "
        "\"debug\"\n");
    const auto made = make_config(with_file(file));
    REQUIRE(made.has_value());
    CHECK(made->host == "0.0.0.0");
    CHECK(made->port == 9000);
    CHECK(made->data_dir == "/var/lib/wenzheng");
    CHECK(made->redis == "redis://store");
    CHECK(made->workers == 3);
    CHECK(made->web_dir == "/usr/share/wenzheng");
    CHECK(made->allowed_origins == std::vector<std::string>{"https://a.example", "https://b.example"});
    CHECK(made->metrics_token == "token");
    CHECK(made->frame_ancestors == "'none'");
    CHECK(made->evidence_dir == "/srv/evidence");
    CHECK(made->log_level == "debug");
}

TEST_CASE("flags win over the file, which keeps the rest") {
    const settings_file file(
        "listen = \"0.0.0.0:9000\"\ndata_dir = \"/one\"\nworkers = 3\nmetrics_token = \"token\"\n");
    auto flags = with_file(file);
    flags.listen = "[::1]:0";
    flags.data_dir = "/other";
    flags.workers = 2;
    flags.sample = true;
    const auto made = make_config(flags);
    REQUIRE(made.has_value());
    CHECK(made->host == "::1");
    CHECK(made->port == 0);
    CHECK(made->data_dir == "/other");
    CHECK(made->workers == 2);
    CHECK(made->sample);
    CHECK(made->metrics_token == "token");
}

TEST_CASE("how many replicas are waited for") {
    CHECK(make_config({})->replicas == 0);
    const settings_file file("replicas = 2\n");
    auto flags = with_file(file);
    CHECK(make_config(flags)->replicas == 2);
    flags.replicas = 0;
    CHECK(make_config(flags)->replicas == 0);
    for (const auto* wrong : {"replicas = -1\n", "replicas = 9\n", "replicas = \"2\"\n"})
        CHECK(has(problem_of(wrong), "replicas must be a whole number from 0 to 8"));
}

TEST_CASE("a setting that is unknown or of another kind is named") {
    CHECK(has(problem_of("lisen = \"0.0.0.0:9000\"\n"), "unknown setting lisen"));
    CHECK(has(problem_of("listen = 9000\n"), "listen must be a string"));
    CHECK(has(problem_of("data_dir = true\n"), "data_dir must be a string"));
    CHECK(has(problem_of("workers = \"3\"\n"), "workers must be a whole number"));
    CHECK(has(problem_of("workers = 0\n"), "workers must be a whole number"));
    CHECK(has(problem_of("workers = 257\n"), "workers must be a whole number"));
    CHECK(has(problem_of("workers = 1.5\n"), "workers must be a whole number"));
    CHECK(has(problem_of("allowed_origins = \"https://a.example\"\n"), "allowed_origins must be an array of strings"));
    CHECK(has(problem_of("allowed_origins = [1]\n"), "allowed_origins must be an array of strings"));
}

TEST_CASE("a file that is no TOML is refused with its line, and one that is not there too") {
    CHECK(has(problem_of("workers = 3\nlisten = \n"), "line 2"));
    serve_flags flags;
    flags.config_file = "/nonexistent/wenzheng.toml";
    CHECK_FALSE(make_config(flags).has_value());
}

TEST_CASE("an address to listen at has a host and a port") {
    for (const auto* wrong : {"8080", ":8080", "localhost", "localhost:", "localhost:http", "localhost:70000",
                              "localhost:-1", "localhost: 80"}) {
        CAPTURE(wrong);
        serve_flags flags;
        flags.listen = wrong;
        const auto made = make_config(flags);
        REQUIRE_FALSE(made.has_value());
        CHECK(has(made.error(), "HOST:PORT"));
    }
}

TEST_CASE("TLS needs both of its files") {
    serve_flags flags;
    flags.tls_certificate = "a.crt";
    const auto half = make_config(flags);
    REQUIRE_FALSE(half.has_value());
    CHECK(has(half.error(), "certificate and its key"));
    flags.tls_key = "a.key";
    CHECK(make_config(flags).has_value());
    CHECK(has(problem_of("tls_key = \"a.key\"\n"), "certificate and its key"));
}

TEST_CASE("trusted proxies are addresses and networks") {
    CHECK(problem_of("trusted_proxies = [\"192.0.2.1\", \"10.0.0.0/8\", \"2001:db8::/32\"]\n") == "taken");
    CHECK(has(problem_of("trusted_proxies = [\"proxy.example\"]\n"), "not proxy.example"));
    CHECK(has(problem_of("trusted_proxies = [1]\n"), "addresses and networks"));
    CHECK(has(problem_of("trusted_proxies = \"192.0.2.1\"\n"), "must be an array"));
}

TEST_CASE("the rate of messages is on or off") {
    const settings_file off("message_rate = \"off\"\n");
    const auto made = make_config(with_file(off));
    REQUIRE(made.has_value());
    CHECK_FALSE(made->message_rates);
    CHECK(make_config({})->message_rates);
    CHECK(has(problem_of("message_rate = 5\n"), "\"on\" or \"off\""));
}

TEST_CASE("what a node keeps of its descriptors may be said") {
    const settings_file kept("own_descriptors = 400\nkept_seats = 0\n");
    const auto made = make_config(with_file(kept));
    REQUIRE(made.has_value());
    CHECK(made->seats.own_descriptors == 400U);
    CHECK(made->seats.kept_seats == 0U);
    CHECK_FALSE(make_config({})->seats.kept_seats.has_value());
    CHECK(has(problem_of("own_descriptors = 10\n"), "from 64"));
    CHECK(has(problem_of("kept_seats = -1\n"), "whole number"));
}
