#include "net/public_views.hpp"

namespace wenzheng::net {

std::shared_ptr<const wire::json> public_views::of(live::room& room) {
    const auto& page = room.live_page();
    auto& known = views_[room.now().what.id.value];
    if (!known.view || known.etag != page.etag) {
        auto read = wire::json::parse(page.body, nullptr, false);
        if (read.is_discarded()) return nullptr;
        known.view = std::make_shared<const wire::json>(std::move(read));
        known.etag = page.etag;
    }
    return known.view;
}

}  // namespace wenzheng::net
