#pragma once

#include <map>
#include <memory>
#include <string>

#include "rehearse/link.hpp"
#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

// A surface that only watches: a viewer of the live page, or a screen, which also tells what it has painted.
class spectator final : private link::owner {
public:
    // A viewer has no cookie.
    spectator(stage& shared, surface who, const std::string& inquiry, std::string cookie);

    void arrive() { link_->start(); }
    void leave() { link_->stop(); }
    bool welcomed() const { return link_->ready(); }
    bool sees_result(const std::string& ballot) const { return results_.contains(ballot); }
    bool gone() const { return link_->over(); }
    const std::string& trouble() const { return link_->trouble(); }

private:
    void received(const std::shared_ptr<message const>& what) override;
    void ended(int close_code) override;

    stage& shared_;
    surface who_;
    std::shared_ptr<link> link_;
    std::shared_ptr<const message> latest_;  // the newest view
    std::map<std::string, shown_result> results_;
};

}  // namespace wenzheng::rehearse
