// One thread with everything it needs: its own loop, store connection, rooms and accepting socket. Workers share
// nothing but what never changes.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "live/accounts.hpp"
#include "live/audit.hpp"
#include "live/hub.hpp"
#include "live/outbox_group.hpp"
#include "net/listener.hpp"
#include "net/services.hpp"
#include "net/websocket_session.hpp"

namespace wenzheng::program {

class worker {
public:
    // `name` is unique among all workers of the store; `all` is every worker of this program, complete before start().
    worker(std::string name, std::size_t index, const record::store_settings& store, live::password_hasher& hasher,
           const net::settings& common, net::tls_files* tls, const std::vector<std::unique_ptr<worker>>& all);
    ~worker();

    // Before start(). Binds the accepting socket.
    boost::system::error_code listen(const boost::asio::ip::tcp::endpoint& at) { return listener_.open(at); }
    boost::asio::ip::tcp::endpoint endpoint() const { return listener_.endpoint(); }

    // The same for this machine alone, in plain HTTP on a port of its own: where TLS is all that others are offered.
    boost::system::error_code listen_locally();
    boost::asio::ip::tcp::endpoint local_endpoint() const { return local_listener_.endpoint(); }

    // Runs the loop on a thread of its own.
    void start();
    // Any thread: begins to accept connections.
    void accept();
    // Any thread: stops accepting, answers what is in flight, tells clients, and ends the loop. join() waits for it.
    void stop();
    void join();

    // On the loop's thread only.
    record::store& store() noexcept { return store_; }
    live::hub& hub() noexcept { return hub_; }
    live::accounts& accounts() noexcept { return accounts_; }
    boost::asio::io_context& context() noexcept { return context_; }
    // Any thread.
    const live::counters& counters() const noexcept { return counters_; }

private:
    boost::asio::awaitable<void> sweep();
    void make_room();
    boost::asio::awaitable<void> follow_accounts();
    boost::asio::awaitable<void> wind_down();
    void take_over(net::handover over);
    std::size_t place_of(const inquiry::inquiry_id& id, const inquiry::deputy_id& deputy) const;

    std::size_t index_;
    const std::vector<std::unique_ptr<worker>>& all_;
    boost::asio::io_context context_;
    live::counters counters_;
    live::outbox_group outboxes_;
    record::store store_;
    live::hub hub_;
    live::accounts accounts_;
    live::audit audit_;
    net::session_list sessions_;
    net::public_views views_;
    net::services services_;
    net::listener listener_;
    net::listener local_listener_;
    bool listens_locally_ = false;
    std::thread thread_;
    bool stopping_ = false;
};

}  // namespace wenzheng::program
