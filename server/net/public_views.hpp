// What the public is shown of inquiries, read once for every picture and page that is made of it.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "live/room.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::net {

// One worker's; used on its thread only.
class public_views {
public:
    // The newest view of role live. Null only where the room's own text can't be read, which would be a bug.
    std::shared_ptr<const wire::json> of(live::room& room);

private:
    struct read_view {
        std::string etag;
        std::shared_ptr<const wire::json> view;
    };
    std::unordered_map<std::string, read_view> views_;  // by inquiry
};

}  // namespace wenzheng::net
