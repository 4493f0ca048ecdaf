#include "program/worker.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "inquiry/limits.hpp"
#include "net/upgrade.hpp"

namespace wenzheng::program {
namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

asio::awaitable<void> pause_for(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace

worker::worker(std::string name, std::size_t index, const record::store_settings& store, live::password_hasher& hasher,
               const net::settings& common, net::tls_files* tls, const std::vector<std::unique_ptr<worker>>& all)
    : index_(index),
      all_(all),
      context_(1),
      store_(context_.get_executor(), store),
      hub_(store_, std::move(name), counters_),
      accounts_(store_, hasher),
      audit_(store_),
      services_{context_,
                hub_,
                accounts_,
                outboxes_,
                counters_,
                common,
                views_,
                audit_,
                [this](const auto& id, const auto& deputy) { return place_of(id, deputy) != index_; },
                [this](const auto& id, const auto& deputy, net::handover over) {
                    auto& other = *all_[place_of(id, deputy)];
                    asio::post(other.context_, [&other, over = std::make_shared<net::handover>(std::move(over))] {
                        other.take_over(std::move(*over));
                    });
                }},
      listener_(services_, sessions_, tls),
      local_listener_(services_, sessions_, nullptr) {}

worker::~worker() { join(); }

boost::system::error_code worker::listen_locally() {
    listens_locally_ = true;
    return local_listener_.open({asio::ip::address_v4::loopback(), 0});
}

// A deputy's sockets are kept by one worker of a node, so that what is one deputy's is in one place.
std::size_t worker::place_of(const inquiry::inquiry_id& id, const inquiry::deputy_id& deputy) const {
    const std::hash<std::string> hash;
    return hash(id.value + "/" + deputy.value) % all_.size();
}

void worker::take_over(net::handover over) {
    boost::system::error_code error;
    live::tcp_socket socket(context_.get_executor());
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const bool known = ::getsockname(over.socket, reinterpret_cast<sockaddr*>(&address), &length) == 0;
    socket.assign(known && address.ss_family == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), over.socket,
                  error);
    if (error || sessions_.closing()) {
        if (error) ::close(over.socket);
        return;
    }
    net::serve_upgrade(services_, sessions_,
                       {std::move(socket), std::move(over.early), std::move(over.request), std::move(over.from)});
}

void worker::start() {
    asio::co_spawn(context_, store_.run(), asio::detached);
    asio::co_spawn(context_, sweep(), asio::detached);
    asio::co_spawn(context_, follow_accounts(), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
}

void worker::accept() {
    asio::post(context_, [this] {
        asio::co_spawn(context_, listener_.run(), asio::detached);
        if (listens_locally_) asio::co_spawn(context_, local_listener_.run(), asio::detached);
        // One worker of a node keeps every inquiry open, so that ballots end by the clock with nobody connected.
        if (index_ == 0) asio::co_spawn(context_, hub_.watch_all(), asio::detached);
    });
}

asio::awaitable<void> worker::sweep() {
    while (!stopping_) {
        co_await pause_for(std::chrono::seconds(1));
        sessions_.sweep(steady_clock::now());
        make_room();
        counters_.frames_sent.store(outboxes_.counters.frames_sent, std::memory_order_relaxed);
        counters_.bytes_sent.store(outboxes_.counters.bytes_sent, std::memory_order_relaxed);
    }
}

// What is kept for deputies and consoles is being used: viewers go, each worker's in its turn.
void worker::make_room() {
    const auto beyond = services_.common.door->places.beyond_viewers();
    const auto each = services_.common.tls ? limits::descriptors_a_tls_connection : 1;
    if (beyond > 0) sessions_.shed_viewers((beyond - 1) / (each * all_.size()) + 1);
}

// What an account may do is read again and again, beside everything else; nothing waits for it.
asio::awaitable<void> worker::follow_accounts() {
    while (!stopping_) {
        if (store_.is_ready()) co_await accounts_.refresh();
        sessions_.sign_out_changed(accounts_);
        co_await pause_for(limits::accounts_interval);
    }
}

void worker::stop() {
    asio::post(context_, [this] {
        if (!std::exchange(stopping_, true)) asio::co_spawn(context_, wind_down(), asio::detached);
    });
}

// Stop accepting; answer what is in flight; tell clients; let the closing handshakes end; end the loop.
asio::awaitable<void> worker::wind_down() {
    constexpr auto look_again = std::chrono::milliseconds(10);
    const auto deadline = steady_clock::now() + limits::shutdown_timeout;
    listener_.stop();
    local_listener_.stop();
    sessions_.stop_receiving();
    while (!hub_.idle() && steady_clock::now() < deadline - limits::shutdown_timeout / 2)
        co_await pause_for(look_again);
    sessions_.close_all();
    while (!sessions_.empty() && steady_clock::now() < deadline) co_await pause_for(look_again);
    hub_.stop();
    store_.stop();
    co_await pause_for(look_again);
    context_.stop();
}

void worker::join() {
    if (thread_.joinable()) thread_.join();
}

}  // namespace wenzheng::program
