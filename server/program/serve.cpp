#include "program/serve.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>
#include <csignal>
#include <filesystem>
#include <future>
#include <iostream>

#include "inquiry/limits.hpp"
#include "live/keys.hpp"
#include "net/card_cabinet.hpp"
#include "net/evidence_store.hpp"
#include "program/first_run.hpp"
#include "program/metrics.hpp"
#include "program/simulations.hpp"
#include "program/worker.hpp"
#include "record/private_redis.hpp"

namespace wenzheng::program {
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

// How many there may be from now on.
std::size_t raise_descriptor_limit() {
    constexpr std::size_t least = 256;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return least;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

// The built pages: where asked for, else beside the program in the build tree or as installed.
std::string web_dir_of(const config& with) {
    if (!with.web_dir.empty()) return with.web_dir;
    std::error_code error;
    const auto here = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const auto* candidate : {"web", "../web", "../share/wenzheng/web"})
        if (fs::exists(here / candidate / "phone.html", error)) return (here / candidate).string();
    return {};
}

struct node {
    node(std::size_t descriptors, const config& asked) : with(asked), door(descriptors, with.seats) {}

    config with;
    net::doors door;
    std::unique_ptr<net::tls_files> tls;
    net::settings common;
    std::unique_ptr<record::private_redis> redis;
    record::store_settings store;
    program::simulations simulations;
    std::unique_ptr<net::evidence_store> evidence;
    net::card_cabinet cards;
    std::vector<std::unique_ptr<worker>> workers;
    live::password_hasher hasher;  // ends before the loops go whose coroutines wait for it
};

// For the log: passwords stand in front of the last @ and behind a question mark.
std::string without_login(std::string url) {
    const auto from = url.find("://");
    if (const auto sign = url.rfind('@'); sign != std::string::npos && from != std::string::npos)
        url.erase(from + 3, sign - from - 2);
    return url.substr(0, url.find('?'));
}

// Redis first: nothing else makes sense without it. The error in English, or empty.
std::string open_store(node& n) {
    if (n.with.redis.empty()) {
        auto started = record::private_redis::start(n.with.data_dir);
        if (!started) return started.error();
        n.redis = std::move(*started);
        n.store.at = n.redis->endpoint();
        n.store.trouble = [redis = n.redis.get()] { return redis->trouble(); };
        n.store.log_rewrite_bytes = n.with.log_rewrite_bytes;
    } else {
        const auto at = record::read_redis_url(n.with.redis);
        if (!at) return "--redis: " + at.error();
        n.store.at = *at;
        std::error_code ignored;  // writing the marker says what is wrong
        fs::create_directories(n.with.data_dir, ignored);
    }
    n.store.replicas = n.with.replicas;
    auto marker = record::store_marker::open(n.redis ? record::private_marker(n.with.data_dir)
                                                     : record::outer_marker(n.with.data_dir, n.with.redis));
    if (!marker) return marker.error();
    n.store.marker = std::move(*marker);
    return {};
}

bool open_tls(node& n) {
    if (n.with.tls_certificate.empty()) return true;
    auto opened = net::tls_files::open(n.with.tls_certificate, n.with.tls_key);
    if (!opened) {
        spdlog::error("{}", opened.error());
        return false;
    }
    n.tls = std::move(*opened);
    return true;
}

bool open_evidence(node& n) {
    auto opened = net::evidence_store::open(n.with.evidence_dir);
    if (!opened) {
        spdlog::error("{}", opened.error());
        return false;
    }
    n.evidence = std::move(*opened);
    return true;
}

// The workers share their port by SO_REUSEPORT. Another program that does so too must not share it unnoticed.
boost::system::error_code port_is_taken(const asio::ip::tcp::endpoint& at) {
    asio::io_context context;
    asio::ip::tcp::acceptor probe(context);
    boost::system::error_code error;
    if (at.port() == 0) return error;
    probe.open(at.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) probe.bind(at, error);
    return error;
}

bool open_workers(node& n) {
    asio::io_context resolving;
    asio::ip::tcp::resolver resolver(resolving);
    boost::system::error_code error;
    const auto found = resolver.resolve(n.with.host, std::to_string(n.with.port), error);
    if (error || found.empty()) {
        spdlog::error("listen: {} is not an address", n.with.host);
        return false;
    }
    auto at = found.begin()->endpoint();
    if (const auto wrong = port_is_taken(at)) {
        spdlog::error("{}:{} can't be listened on: {}", n.with.host, at.port(), wrong.message());
        return false;
    }
    const auto count = n.with.workers != 0 ? n.with.workers : std::max(1U, std::thread::hardware_concurrency());
    const auto run = live::new_key();
    for (unsigned i = 0; i < count; ++i)
        n.workers.push_back(std::make_unique<worker>(run + "/" + std::to_string(i), i, n.store, n.hasher, n.common,
                                                     n.tls.get(), n.workers));
    for (auto& one : n.workers) {
        if (const auto wrong = one->listen(at)) {
            spdlog::error("{}:{} can't be listened on: {}", n.with.host, at.port(), wrong.message());
            return false;
        }
        at.port(one->endpoint().port());
    }
    if (n.tls == nullptr) return true;
    const auto wrong = n.workers.front()->listen_locally();
    if (wrong) spdlog::error("no port for this machine's own: {}", wrong.message());
    return !wrong;
}

std::string url_of(const asio::ip::tcp::endpoint& at, bool tls) {
    auto address = at.address();
    if (address.is_unspecified()) address = asio::ip::make_address(address.is_v6() ? "::1" : "127.0.0.1");
    const auto host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    return (tls ? "https://" : "http://") + host + ":" + std::to_string(at.port());
}

// Every worker has its own connection to the store: none accepts before all of them could answer.
bool all_ready(node& n) {
    const auto deadline = std::chrono::steady_clock::now() + limits::private_redis_start_timeout;
    return std::all_of(n.workers.begin(), n.workers.end(), [&](auto& one) {
        return asio::co_spawn(one->context(), one->store().wait_ready(deadline), asio::use_future).get();
    });
}

// The certificate may have been renewed. What can't be read changes nothing.
void reload(node& n) {
    if (n.tls == nullptr) return spdlog::info("asked to read the certificate again, and there is none");
    const auto read = n.tls->reload();
    if (read)
        spdlog::info("the certificate was read again");
    else
        spdlog::error("the certificate stays as it was: {}", read.error());
}

// SIGTERM or SIGINT ends, SIGHUP reloads. From its making on such a signal is kept for wait(), so that nobody who has
// read "listening" can end the program in any other way.
class end_signal {
public:
    explicit end_signal(node& n) : n_(n) { listen(); }
    void wait() { signals_.run(); }

private:
    void listen() {
        set_.async_wait([this](const boost::system::error_code& error, int which) {
            if (error || which != SIGHUP || closed_with_terminal()) return;
            reload(n_);
            listen();
        });
    }
    // Run by hand, without anything to reload, the signal means that the terminal was closed.
    bool closed_with_terminal() const { return n_.tls == nullptr && by_hand_; }

    node& n_;
    bool by_hand_ = ::isatty(STDIN_FILENO) == 1;
    asio::io_context signals_;
    asio::signal_set set_{signals_, SIGTERM, SIGINT, SIGHUP};
};

// What all workers are told; before they are made.
void set_common(node& n) {
    const auto& with = n.with;
    n.common.tls = n.tls != nullptr;
    n.common.trusted = with.trusted;
    n.common.door = &n.door;
    n.common.allowed_origins = with.allowed_origins;
    n.common.metrics_token = with.metrics_token;
    n.common.frame_ancestors = with.frame_ancestors;
    n.common.message_rates = with.message_rates;
    n.common.evidence = n.evidence.get();
    n.common.cards = &n.cards;
    const auto web_dir = web_dir_of(with);
    n.common.pages = net::static_files::load(web_dir);
    if (n.common.pages.empty()) spdlog::warn("no web pages found: build web/ or give --web-dir");
    n.common.metrics = [&n] { return write_metrics(n.workers, n.door.places); };
    n.common.simulations = {
        [&n](const auto& id) { return n.simulations.of(id); },
        [&n](const auto& id, std::size_t deputies, std::string cookie) {
            return n.simulations.start(id, deputies, std::move(cookie));
        },
        [&n](const auto& id) { n.simulations.stop(id); },
    };
}

void end(node& n) {
    n.simulations.stop_all();
    for (auto& one : n.workers) one->stop();
    for (auto& one : n.workers) one->join();
    n.evidence->stop();
    n.cards.stop();
    n.redis.reset();
}

}  // namespace

int serve(const config& with) {
    const auto descriptors = raise_descriptor_limit();
    // Signals are waited for by the main thread alone; every thread started from here inherits the mask.
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &ours, nullptr);
    node n(descriptors, with);
    if (const auto wrong = open_store(n); !wrong.empty()) {
        spdlog::error("{}", wrong);
        return 1;
    }
    if (!open_tls(n) || !open_evidence(n)) return 1;
    set_common(n);
    if (!open_workers(n)) return 1;
    auto& first = *n.workers.front();
    const auto url = url_of(first.endpoint(), n.common.tls);
    n.simulations.serve_at(n.common.tls ? url_of(first.local_endpoint(), false) : url);
    for (auto& one : n.workers) one->start();
    auto prepared = asio::co_spawn(first.context(), prepare_first_run(first, url, with.sample), asio::use_future);
    const auto lines = prepared.get();
    if (!lines) {
        const auto store = n.redis ? n.with.data_dir : without_login(n.with.redis);
        const bool emptied = lines.error() == "store_emptied";
        spdlog::error("{}", emptied ? record::emptied_error(store, n.store.marker->file()) : lines.error());
        end(n);
        return 1;
    }
    if (!all_ready(n)) {
        spdlog::error("the store does not answer");
        end(n);
        return 1;
    }
    end_signal asked_to_end(n);
    for (auto& one : n.workers) one->accept();
    std::cout << "listening " << url << "\n";
    for (const auto& line : *lines) std::cout << line << "\n";
    std::cout.flush();
    spdlog::info("{} workers, store {}", n.workers.size(), n.redis ? with.data_dir : without_login(with.redis));
    asked_to_end.wait();
    spdlog::info("stopping");
    end(n);
    return 0;
}

}  // namespace wenzheng::program
