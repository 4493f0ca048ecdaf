// What a room keeps of one connected deputy.
#pragma once

#include <map>
#include <vector>

#include "live/client.hpp"
#include "wire/server_messages.hpp"

namespace wenzheng::live {

struct deputy_desk {
    std::vector<client*> clients;  // oldest first
    std::map<inquiry::ballot_id, wire::confirmed_vote> votes;
    bool loaded = false;  // his votes of before have come from the store
};

}  // namespace wenzheng::live
