#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "rehearse/link.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// A moderator's console.
class console final : private link::owner {
public:
    console(stage& shared, const std::string& inquiry, std::string cookie);

    void arrive() { link_->start(); }
    void leave() { link_->stop(); }

    // Gives the command until it is done, again with the same id when the answer was lost, and anew when another
    // operator's event came first. One at a time.
    asio::awaitable<problem> command(std::string name, nlohmann::json args);

    // The newest view; null before the first.
    const seen_view* view() const { return latest_ ? &*latest_->view : nullptr; }
    bool sees_result(const std::string& ballot) const { return results_.contains(ballot); }
    bool gone() const { return link_->over(); }
    const std::string& trouble() const { return link_->trouble(); }

private:
    struct answer {
        bool done = false;
        std::string code;  // why it was refused
        std::string message;
    };

    void received(const std::shared_ptr<message const>& what) override;
    void ended(int close_code) override;
    // A new id, with what is seen now.
    void write_command(const std::string& name, const nlohmann::json& args);
    // Sends what was written last; nothing when no answer came in time.
    asio::awaitable<std::optional<answer>> ask();

    stage& shared_;
    const surface who_{surface_kind::console, 0};
    std::shared_ptr<link> link_;
    std::shared_ptr<const message> latest_;  // the newest view
    std::map<std::string, shown_result> results_;
    std::string asked_id_;
    std::string asked_text_;
    std::optional<answer> answered_;
    std::int64_t done_rev_ = 0;
};

}  // namespace wenzheng::rehearse
