#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rehearse/message.hpp"
#include "rehearse/oracle.hpp"

namespace wenzheng::rehearse {

using steady_clock = std::chrono::steady_clock;

// What all clients of a rehearsal write down: the facts for the oracle and how long things took. One thread.
class logbook {
public:
    // With `moderated_by_others` votes and reveals come from people too, so a result is taken as revealed when its
    // ballot says so.
    explicit logbook(bool moderated_by_others)
        : facts{moderated_by_others}, moderated_by_others_(moderated_by_others) {}

    oracle facts;
    std::vector<double> receipt_ms;
    std::map<surface_kind, std::vector<double>> reveal_ms;
    std::map<std::string, std::int64_t> refusals;  // by code, votes and all else
    std::int64_t resends = 0;
    std::int64_t connections = 0;
    std::int64_t disconnections = 0;

    // Call right before the reveal is asked for: reveal times count from here.
    void revealing(const std::string& ballot);
    // What a surface was told. `known` is the surface's own memory of results that it reported already.
    void look(surface who, const seen_view& view, std::map<std::string, shown_result>& known);
    // A `progress` or `count`; `delayed` when the ballot's display is not immediate.
    void look(surface who, const message& running, bool delayed);

private:
    bool moderated_by_others_;
    std::map<std::string, steady_clock::time_point> reveal_asked_;
};

}  // namespace wenzheng::rehearse
