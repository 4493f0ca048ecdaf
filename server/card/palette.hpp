// The colours of a card: the screens' two themes, or a body's own.
#pragma once

#include <string_view>

#include "card/canvas.hpp"

namespace wenzheng::card {

struct palette {
    colour deep, middle, high;  // the ground, from its edge to its light
    colour glow;
    colour accent, accent_deep, on_accent;
    colour ink, ink_soft;
    colour panel, panel_line, track;
};

palette palette_of(const look& looks);

// Answers keep their colour in every theme.
colour answer_colour(std::string_view name);
// What can be read on it.
colour on_answer(std::string_view name);

}  // namespace wenzheng::card
