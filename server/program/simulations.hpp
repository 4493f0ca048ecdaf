// Simulated deputies of rehearsals: each rehearsal's are a process of their own, `wenzheng rehearse --join`, so that
// they share nothing with the server but its public address.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "inquiry/ids.hpp"
#include "net/services.hpp"

namespace wenzheng::program {

class simulations {
public:
    // `program` is run with the words of `rehearse`; the server's own where it is empty.
    explicit simulations(std::string program = {});
    // Ends those that still run, without asking.
    ~simulations();
    simulations(const simulations&) = delete;
    simulations& operator=(const simulations&) = delete;

    // Before start(): where this server is reached from its own machine.
    void serve_at(std::string url);

    // Any thread from here on.
    net::simulation of(const inquiry::inquiry_id& id) const;

    // Takes the place of one that runs for the same rehearsal. `cookie` is an operator's; it stands on no command line.
    // Problem: limit_reached.
    wire::result<void> start(const inquiry::inquiry_id& id, std::size_t deputies, std::string cookie);

    // Asks it to leave; it is ended when it has not after limits::simulation_stop_timeout.
    void stop(const inquiry::inquiry_id& id);

    // stop() for all; none starts any more.
    void stop_all();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace wenzheng::program
