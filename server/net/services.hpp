// What the network side of one worker works with.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "live/accounts.hpp"
#include "live/audit.hpp"
#include "live/hub.hpp"
#include "live/outbox_group.hpp"
#include "net/doors.hpp"
#include "net/forwarded.hpp"
#include "net/public_views.hpp"
#include "net/static_files.hpp"
#include "wire/problem.hpp"

namespace wenzheng::net {

struct simulation {
    bool running = false;
    std::size_t deputies = 0;
};

// Simulated deputies of rehearsals, kept by the program. Any thread; none of them waits.
struct simulation_calls {
    std::function<simulation(const inquiry::inquiry_id&)> of;
    // The last so many of the roll, for the operator whose cookie this is. Problem: limit_reached.
    std::function<wire::result<void>(const inquiry::inquiry_id&, std::size_t deputies, std::string cookie)> start;
    std::function<void(const inquiry::inquiry_id&)> stop;
};

class card_cabinet;
class evidence_store;

// The same for all workers; immutable once they run.
struct settings {
    std::vector<std::string> allowed_origins;  // besides the server's own
    std::string metrics_token;                 // empty: only from loopback
    std::string frame_ancestors = "'self'";
    bool message_rates = true;
    bool tls = false;
    trusted_proxies trusted;
    doors* door = nullptr;
    static_files pages;
    evidence_store* evidence = nullptr;
    card_cabinet* cards = nullptr;
    std::function<std::string()> metrics;  // Prometheus text; any thread
    simulation_calls simulations;
};

// An upgrade request on its way to the worker that keeps this deputy's sockets.
struct handover {
    int socket = -1;
    std::string early;
    boost::beast::http::request_header<> request;
    arrival from;
};

// One worker's. Outlives every session.
struct services {
    boost::asio::io_context& context;
    live::hub& hub;
    live::accounts& accounts;
    live::outbox_group& outboxes;
    live::counters& counters;
    const settings& common;
    public_views& views;
    live::audit& audit;
    // Takes the handover to the deputy's worker and returns true, or false where this is the one.
    std::function<bool(const inquiry::inquiry_id&, const inquiry::deputy_id&)> is_elsewhere;
    std::function<void(const inquiry::inquiry_id&, const inquiry::deputy_id&, handover)> hand_over;
};

}  // namespace wenzheng::net
