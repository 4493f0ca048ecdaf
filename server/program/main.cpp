// The command line.
#include <sodium.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "inquiry/limits.hpp"
#include "program/backup.hpp"
#include "program/config.hpp"
#include "program/serve.hpp"
#include "program/verify.hpp"
#include "rehearse/options.hpp"
#include "rehearse/rehearse.hpp"
#include "version.hpp"

namespace {

using namespace wenzheng;

int serve_with(const program::serve_flags& flags) {
    const auto config = program::make_config(flags);
    if (!config) {
        std::cerr << config.error() << "\n";
        return 2;
    }
    spdlog::set_level(spdlog::level::from_str(config->log_level));
    return program::serve(*config);
}

int rehearse_with(const rehearse::options& chosen) {
    if (const auto problem = rehearse::problem_of(chosen)) {
        std::cerr << *problem << "\n";
        return 2;
    }
    return rehearse::run(chosen, std::cout, std::cerr);
}

}  // namespace

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    spdlog::set_default_logger(spdlog::stderr_color_mt("wenzheng"));
    CLI::App app("wenzheng: live inquiries", "wenzheng");
    app.set_version_flag("--version", std::string("wenzheng ") + std::string(version));
    app.require_subcommand(1);

    program::serve_flags serve_flags;
    auto* serve = app.add_subcommand("serve", "serve inquiries over HTTP and WebSocket");
    serve->add_option("--listen", serve_flags.listen, "HOST:PORT, port 0 picks one (127.0.0.1:8080)");
    serve->add_option("--data-dir", serve_flags.data_dir, "where a private Redis keeps the record (./data)");
    serve->add_option("--redis", serve_flags.redis,
                      "an outer Redis instead: redis://…, unix:///… or redis-sentinel://…");
    serve->add_option("--replicas", serve_flags.replicas, "of the outer Redis, that have a vote before its receipt (0)")
        ->check(CLI::Range(std::size_t{0}, limits::replicas_wanted));
    serve->add_option("--workers", serve_flags.workers, "threads (number of processors)")->check(CLI::Range(1, 256));
    serve->add_option("--config", serve_flags.config_file, "settings in TOML; flags win over it")
        ->check(CLI::ExistingFile);
    serve->add_option("--web-dir", serve_flags.web_dir, "the built web pages");
    serve->add_option("--evidence-dir", serve_flags.evidence_dir,
                      "where uploaded evidence is kept; nodes of one store share it (DATA_DIR/evidence)");
    serve->add_option("--tls-certificate", serve_flags.tls_certificate,
                      "PEM, the whole chain: serve HTTPS; read again on SIGHUP");
    serve->add_option("--tls-key", serve_flags.tls_key, "PEM, the certificate's key");
    serve->add_flag("--sample", serve_flags.sample, "load the sample inquiry when the store is empty");

    std::string record_file;
    auto* verify = app.add_subcommand("verify", "check an exported record, with no server and no Redis");
    verify->add_option("file", record_file, "a record as exported")->required();

    program::record_place place;
    std::string inquiry;
    std::string backup_file;
    bool replace = false;
    const auto add_place = [&](CLI::App& command) {
        command.add_option("--data-dir", place.data_dir, "of a private Redis, whether a server runs there or not");
        command.add_option("--redis", place.redis, "an outer Redis");
        command.add_option("file", backup_file, "the backup")->required();
    };
    auto* backup = app.add_subcommand("backup", "write one inquiry's whole record, votes included, to a file");
    add_place(*backup);
    backup->add_option("--inquiry", inquiry, "its id")->required();
    backup->add_flag("--replace", replace, "overwrite the file");
    auto* restore = app.add_subcommand("restore", "check a backup and put its inquiry into a store that has it not");
    add_place(*restore);

    rehearse::options rehearse_options;
    auto* rehearse = app.add_subcommand("rehearse", "play an evening with simulated phones and viewers");
    rehearse::add_rehearse_options(*rehearse, rehearse_options);

    CLI11_PARSE(app, argc, argv);
    if (*serve) return serve_with(serve_flags);
    if (*verify) return program::verify(record_file, std::cout);
    if (*backup) return program::backup(place, inquiry, backup_file, replace, std::cerr);
    if (*restore) return program::restore(place, backup_file, std::cerr);
    return rehearse_with(rehearse_options);
}
