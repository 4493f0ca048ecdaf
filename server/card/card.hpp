// The result of a ballot as a picture to be posted: content in, PNG out. No clock, no file, no network.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "card/content.hpp"

namespace wenzheng::card {

enum class shape { tall, wide };  // 3:4 and 16:9

struct rectangle {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

// A piece of text as it stands on the card.
struct placed_text {
    std::string text;
    rectangle at;
    bool cut = false;  // it ends in an ellipsis
};

struct picture {
    std::string png;
    int width = 0;
    int height = 0;
    std::vector<placed_text> texts;
};

picture draw(const content& what, shape as);

}  // namespace wenzheng::card
