#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rehearse/flock_loop.hpp"
#include "rehearse/message.hpp"
#include "rehearse/reconnect.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// A client's standing connection: comes back as the close codes ask, until stopped.
// Held by shared_ptr until the stage's io_context has run out.
class link final : public std::enable_shared_from_this<link>, private flock_loop::client {
public:
    class owner {
    public:
        // A `welcome` comes first on every connection; from then on send() works.
        virtual void received(const std::shared_ptr<message const>& what) = 0;
        // The server asked not to come back, or stop() has been called; nothing follows.
        virtual void ended(int close_code) = 0;

    protected:
        ~owner() = default;
    };

    // `whose` has to outlive the io_context's run.
    link(stage& shared, std::string path, std::string cookie, owner& whose);

    // Once.
    void start();
    void stop();
    // Loses the present connection without a word; the link comes back at once.
    void drop();
    // False when there is no connection now: then nothing was sent.
    bool send(std::string_view text);
    bool ready() const { return ready_; }
    bool over() const { return over_; }
    // The last thing that went wrong in connecting; empty when it never did.
    const std::string& trouble() const { return trouble_; }

private:
    asio::awaitable<void> run();
    // One connection from start to end; what it closed with.
    asio::awaitable<int> visit();
    // Until the handshake is done.
    asio::awaitable<problem> open();
    void opened() override;
    void text(std::string_view message) override;
    void ended(int close_code, std::string_view why) override;
    void leave(int close_code);

    stage& shared_;
    std::string path_;
    std::string cookie_;
    owner& owner_;
    reconnect_policy policy_;
    std::optional<std::size_t> place_;  // in the flock, from the handshake to the end of a connection
    asio::steady_timer turn_;           // what run() waits for; cancelled whenever place_ or open_ changes
    problem refused_;                   // how the last handshake failed
    std::string trouble_;
    int close_code_ = close_abnormal;  // of the last connection
    bool open_ = false;
    bool ready_ = false;
    bool stopped_ = false;
    bool over_ = false;
    bool dropped_ = false;
};

}  // namespace wenzheng::rehearse
