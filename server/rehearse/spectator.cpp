#include "rehearse/spectator.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace wenzheng::rehearse {
namespace {

std::string path_of(surface_kind kind, const std::string& inquiry) {
    return "/ws/" + inquiry + (kind == surface_kind::screen ? "/screen" : "/live");
}

}  // namespace

spectator::spectator(stage& shared, surface who, const std::string& inquiry, std::string cookie)
    : shared_(shared),
      who_(who),
      link_(std::make_shared<link>(shared, path_of(who.kind, inquiry), std::move(cookie),
                                   static_cast<link::owner&>(*this))) {}

void spectator::received(const std::shared_ptr<message const>& what) {
    if (what->view) {
        latest_ = what;
        shared_.log.look(who_, *what->view, results_);
        if (who_.kind != surface_kind::screen) return;
        link_->send(nlohmann::json{{"type", "painted"}, {"rev", what->view->rev}}.dump());
    } else if (what->type == "progress" || what->type == "count") {
        const auto* ballot = latest_ ? latest_->view->find(text_of(what->body, "ballot")) : nullptr;
        shared_.log.look(who_, *what, ballot != nullptr && ballot->display != "immediate");
    }
}

void spectator::ended(int) {}

}  // namespace wenzheng::rehearse
