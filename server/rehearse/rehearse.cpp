#include "rehearse/rehearse.hpp"

#include <sodium.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>
#include <ostream>

#include "rehearse/company.hpp"
#include "rehearse/evening.hpp"
#include "rehearse/guests.hpp"
#include "rehearse/report.hpp"
#include "rehearse/stage.hpp"
#include "rehearse/tls_link.hpp"

namespace wenzheng::rehearse {
namespace {

constexpr int could_not_play = 2;

constexpr const char* unchecked =
    "warning: --insecure: the server's certificate is not checked, so whoever stands between can read and change "
    "everything";

// Console, screen and the administrator's calls.
constexpr int other_sockets = 32;

asio::awaitable<problem> perform(const options& chosen, const stage& shared, company& everyone, evening& own,
                                 guests& joined) {
    problem stopped;
    if (chosen.join.empty()) {
        stopped = co_await own.play();
    } else {
        stopped = co_await joined.take_part();
    }
    // Whatever step it was that gave up.
    if (stopped && shared.interrupted()) stopped = "interrupted";
    co_await everyone.settle();
    co_await everyone.leave();
    co_return stopped;
}

bool trust_somebody(const options& chosen, stage& shared, std::ostream& progress) {
    auto trust = make_trust(chosen);
    if (!trust) {
        progress << trust.error() << std::endl;
        return false;
    }
    shared.trust = std::move(*trust);
    if (chosen.insecure) progress << unchecked << std::endl;
    return true;
}

std::uint64_t some_seed() {
    // Short enough to be typed in again.
    return randombytes_uniform(1'000'000);
}

report write_report(const options& chosen, const stage& shared, const company& everyone) {
    report what;
    what.url = chosen.url;
    what.inquiry = everyone.inquiry();
    what.deputies = everyone.deputies().size();
    what.screens = chosen.join.empty() && !everyone.spectators().empty() ? 1 : 0;
    what.viewers = everyone.spectators().size() - what.screens;
    what.found = shared.log.facts.judge();
    what.receipt_ms = summarise(shared.log.receipt_ms);
    for (const auto& [kind, times] : shared.log.reveal_ms) what.reveal_ms[kind] = summarise(times);
    what.refusals = shared.log.refusals;
    what.resends = shared.log.resends;
    what.connections = shared.log.connections;
    what.disconnections = shared.log.disconnections;
    return what;
}

}  // namespace

int run(const options& chosen, std::ostream& out, std::ostream& progress) {
    if (const auto wrong = problem_of(chosen)) {
        progress << *wrong << std::endl;
        return could_not_play;
    }
    if (sodium_init() < 0) return could_not_play;
    const auto server = *parse_url(chosen.url);
    const auto clients = static_cast<std::size_t>(chosen.deputies + chosen.viewers + other_sockets);
    if (!allow_sockets(server.tls ? sockets_a_secure_client * clients : clients)) {
        progress << "the system doesn't allow that many sockets (ulimit -n)" << std::endl;
        return could_not_play;
    }
    const auto started = steady_clock::now();
    const auto seed = chosen.seed.value_or(some_seed());
    stage shared{server, seed, !chosen.join.empty(), progress};
    if (server.tls && !trust_somebody(chosen, shared, progress)) return could_not_play;
    company everyone{shared, chosen};
    evening own{shared, chosen, everyone};
    guests joined{shared, chosen, everyone};

    asio::signal_set signals{shared.io, SIGINT, SIGTERM};
    signals.async_wait([&shared](boost::system::error_code error, int) {
        if (!error) shared.interrupt();
    });
    problem stopped;
    std::exception_ptr broken;
    asio::co_spawn(shared.io, perform(chosen, shared, everyone, own, joined),
                   [&](std::exception_ptr failure, problem why) {
                       broken = failure;
                       stopped = std::move(why);
                       shared.io.stop();
                   });
    shared.io.run();
    if (broken) std::rethrow_exception(broken);

    auto what = write_report(chosen, shared, everyone);
    what.seed = seed;
    what.stopped = std::move(stopped);
    what.duration_s = std::chrono::duration<double>(steady_clock::now() - started).count();
    chosen.json ? print_json(what, out) : print_text(what, out);
    out.flush();
    return exit_status(what);
}

}  // namespace wenzheng::rehearse
