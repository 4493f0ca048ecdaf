// Who is connected to any node now. Not part of the record: each worker writes its part to the store, with a lifetime.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "record/store.hpp"
#include "wire/server_messages.hpp"

namespace wenzheng::live {

struct presence_report {
    std::vector<inquiry::deputy_id> deputies;
    std::vector<wire::screen_presence> screens;
    std::size_t viewers = 0;
};

class presence_board {
public:
    // `worker` is unique among all workers of the store.
    presence_board(record::store& store, const inquiry::inquiry_id& id, std::string worker);

    // Writes this worker's part when it changed or is about to expire.
    boost::asio::awaitable<void> write(const presence_report& own);

    // All parts that are not expired, as one. While the store is away the others' are as last known: a console shows
    // that the store is away, and must not show screens as gone that nobody has heard of since.
    boost::asio::awaitable<wire::presence> read(const presence_report& own);

private:
    record::store& store_;
    std::string key_;
    std::string worker_;
    std::vector<nlohmann::json> others_;  // the other workers' parts as last read
    std::string written_;
    inquiry::instant_ms written_at_ = 0;
};

}  // namespace wenzheng::live
