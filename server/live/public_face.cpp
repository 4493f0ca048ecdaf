#include "live/public_face.hpp"

#include "wire/server_messages.hpp"
#include "wire/views.hpp"

namespace wenzheng::live {
using wire::client_role;

const public_face::page& public_face::page_of(const inquiry::state& shown, const std::string& epoch,
                                              inquiry::instant_ms clock) {
    auto etag = "\"" + epoch + "-" + std::to_string(shown.rev) + "\"";
    if (page_.etag != etag) {
        page_.body = wire::write_view(shown, client_role::live, {epoch, clock});
        page_.etag = std::move(etag);
    }
    return page_;
}

frame public_face::welcome(const std::string& epoch, inquiry::instant_ms clock) {
    if (!welcome_ || welcome_at_ != clock) {
        welcome_ = make_text_frame(wire::write_welcome(client_role::live, epoch, clock, nullptr));
        welcome_at_ = clock;
    }
    return welcome_;
}

}  // namespace wenzheng::live
