#include "rehearse/console.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace wenzheng::rehearse {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds answer_timeout{20};
constexpr std::chrono::milliseconds retry_pause{300};
// A command that is refused as stale or unavailable so many times in a row has another reason than bad luck.
constexpr int max_tries = 20;

}  // namespace

console::console(stage& shared, const std::string& inquiry, std::string cookie)
    : shared_(shared),
      link_(std::make_shared<link>(shared, "/ws/" + inquiry + "/console", std::move(cookie),
                                   static_cast<link::owner&>(*this))) {}

void console::received(const std::shared_ptr<message const>& what) {
    if (what->view) {
        latest_ = what;
        shared_.log.look(who_, *what->view, results_);
    } else if (what->type == "welcome") {
        if (!asked_id_.empty() && !answered_) link_->send(asked_text_);
    } else if (what->type == "progress") {
        const auto* ballot = latest_ ? latest_->view->find(text_of(what->body, "ballot")) : nullptr;
        shared_.log.look(who_, *what, ballot != nullptr && ballot->display != "immediate");
    } else if (text_of(what->body, "id") == asked_id_ && (what->type == "done" || what->type == "refused")) {
        answered_ = answer{what->type == "done", text_of(what->body, "code"), text_of(what->body, "message")};
        done_rev_ = std::max(done_rev_, number_of(what->body, "rev").value_or(0));
    }
}

void console::ended(int) {}

void console::write_command(const std::string& name, const json& args) {
    asked_id_ = random_id();
    const auto seen = std::max(done_rev_, latest_ ? latest_->view->rev : 0);
    asked_text_ = json{{"type", "command"}, {"id", asked_id_}, {"expect", seen}, {"name", name}, {"args", args}}.dump();
}

asio::awaitable<std::optional<console::answer>> console::ask() {
    answered_.reset();
    link_->send(asked_text_);
    co_await shared_.until([this] { return answered_.has_value() || gone(); }, answer_timeout);
    co_return answered_;
}

asio::awaitable<problem> console::command(std::string name, json args) {
    write_command(name, args);
    for (int tries = 0; tries < max_tries; ++tries) {
        const auto reply = co_await ask();
        if (reply && reply->done) co_return std::nullopt;
        if (shared_.interrupted()) co_return "interrupted";
        if (!reply) co_return name + " was not answered " + (gone() ? trouble() : "in time");
        const auto stale = reply->code == "stale_revision";
        if (!stale && reply->code != "unavailable") {
            co_return name + " was refused: " + reply->code + " " + reply->message;
        }
        ++shared_.log.refusals[reply->code];
        co_await shared_.pause(retry_pause);
        // Unavailable may mean done and not told, so it is asked again under the same id.
        if (stale) write_command(name, args);
    }
    co_return name + " was refused too often";
}

}  // namespace wenzheng::rehearse
