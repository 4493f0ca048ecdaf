// What everybody of the public is given alike, made once for all who ask.
#pragma once

#include <string>

#include "inquiry/state.hpp"
#include "live/frame.hpp"

namespace wenzheng::live {

// Used on its worker's thread only.
class public_face {
public:
    struct page {
        std::string body;  // the newest view of role live, whole
        std::string etag;
    };
    // Good until the next call.
    const page& page_of(const inquiry::state& shown, const std::string& epoch, inquiry::instant_ms clock);

    // The same for all who come within a millisecond, which may be dozens.
    frame welcome(const std::string& epoch, inquiry::instant_ms clock);

private:
    page page_;
    frame welcome_;
    inquiry::instant_ms welcome_at_ = 0;
};

}  // namespace wenzheng::live
