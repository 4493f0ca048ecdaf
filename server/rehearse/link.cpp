#include "rehearse/link.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

namespace wenzheng::rehearse {

link::link(stage& shared, std::string path, std::string cookie, owner& whose)
    : shared_(shared), path_(std::move(path)), cookie_(std::move(cookie)), owner_(whose) {}

void link::start() {
    asio::co_spawn(shared_.io, run(), [self = shared_from_this()](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

void link::stop() {
    stopped_ = true;
    if (present_) present_->close();
}

void link::drop() {
    if (!present_) return;
    dropped_ = true;
    present_->drop();
}

bool link::send(std::string text) {
    if (!ready_) return false;
    present_->send(std::move(text));
    return true;
}

asio::awaitable<void> link::run() {
    auto code = close_abnormal;
    while (!stopped_) {
        dropped_ = false;
        code = co_await visit();
        if (stopped_ || dropped_) continue;
        const auto pause = policy_.after(code, shared_.random);
        if (!pause) break;
        co_await shared_.pause(*pause);
    }
    over_ = true;
    owner_.ended(code);
    shared_.ring();
}

asio::awaitable<int> link::visit() {
    const auto here = std::make_shared<connection>(shared_);
    co_await shared_.entrance.enter();
    problem failed{"stopped"};
    // Not as one expression: g++ 12 destroys what a co_await inside ?: gives twice.
    if (!stopped_) failed = co_await here->open(path_, cookie_);
    shared_.entrance.leave();
    if (failed) {
        trouble_ = std::move(*failed);
        co_return close_abnormal;
    }
    ++shared_.log.connections;
    present_ = here;
    if (stopped_) here->close();
    while (const auto text = co_await here->read()) {
        const auto what = shared_.frames.read(*text);
        if (!what) continue;
        if (what->type == "welcome") {
            policy_.welcomed();
            ready_ = true;
        }
        owner_.received(what);
        shared_.ring();
    }
    ready_ = false;
    present_.reset();
    if (!stopped_ && !dropped_) ++shared_.log.disconnections;
    if (here->close_code() >= 4000) trouble_ = "closed with " + std::to_string(here->close_code());
    co_return here->close_code();
}

}  // namespace wenzheng::rehearse
