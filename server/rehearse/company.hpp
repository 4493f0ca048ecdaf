#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "rehearse/console.hpp"
#include "rehearse/deputy.hpp"
#include "rehearse/http_client.hpp"
#include "rehearse/options.hpp"
#include "rehearse/spectator.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// Everyone who takes part in one inquiry: console, deputies, viewers, screens. Held until the io_context has run out.
class company {
public:
    company(stage& shared, const options& chosen) : shared_(shared), chosen_(chosen), office_(shared) {}

    // As the administrator; every other call needs it.
    asio::awaitable<problem> sign_in();
    // The HTTP calls of the administrator.
    http_client& office() { return office_; }

    void attend(std::string inquiry) { inquiry_ = std::move(inquiry); }
    const std::string& inquiry() const { return inquiry_; }

    // Connects a console and waits for its first view.
    asio::awaitable<problem> open_console();
    // New keys for these deputies (which revokes the old ones), or for all when none is named; then each joins.
    asio::awaitable<problem> seat_deputies(std::vector<std::string> ids);
    asio::awaitable<problem> add_screen();
    void add_viewers();
    // Connects everybody and waits until all are welcome.
    asio::awaitable<problem> arrive();
    // Waits for the answers and views that are still under way when the end has come.
    asio::awaitable<void> settle();
    // Says goodbye and waits a little until everybody has gone.
    asio::awaitable<void> leave();

    console& moderator() { return *console_; }
    const std::vector<std::shared_ptr<deputy>>& deputies() const { return deputies_; }
    const std::vector<std::shared_ptr<spectator>>& spectators() const { return spectators_; }
    std::size_t unanswered() const;
    // A wait that grows with the number of clients.
    std::chrono::milliseconds patience() const;

private:
    struct key {
        std::string id;
        std::string text;
    };
    struct seating;

    asio::awaitable<problem> make_keys(std::vector<std::string> ids, std::vector<key>& keys);
    asio::awaitable<void> seat_some(std::shared_ptr<seating> all);

    stage& shared_;
    const options& chosen_;
    http_client office_;
    std::string inquiry_;
    std::unique_ptr<console> console_;
    std::vector<std::shared_ptr<deputy>> deputies_;
    std::vector<std::shared_ptr<spectator>> spectators_;
};

}  // namespace wenzheng::rehearse
