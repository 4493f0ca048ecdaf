// A picture that is being drawn: boxes, marks, and text that is made to fit its place.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "card/card.hpp"

namespace wenzheng::card {

struct colour {
    double red = 0;
    double green = 0;
    double blue = 0;
    double alpha = 1;
};

enum class align { left, centre, right };

// Text is as large as it can be between two sizes; only what doesn't fit at the smaller one ends in an ellipsis.
struct text_style {
    double most = 32;
    double least = 16;
    colour ink{};
    bool bold = false;
    align to = align::left;
    bool wrap = false;
    double pitch = 1.28;  // from line to line, in letters
};

class canvas {
public:
    canvas(int width, int height);
    ~canvas();
    canvas(const canvas&) = delete;
    canvas& operator=(const canvas&) = delete;

    void fill(const rectangle& at, double radius, const colour& with);
    void fill(const rectangle& at, double radius, const colour& from, const colour& to);  // slanting downwards
    void outline(const rectangle& at, double radius, double line, const colour& with);
    void glow(double x, double y, double radius, const colour& with);
    // The shape that goes with a colour's name, so that no answer is told by its colour alone.
    void mark(std::string_view colour_name, const rectangle& at, const colour& with, const colour& on);

    // In the middle of its height.
    void write(const std::string& text, const rectangle& into, const text_style& style);
    // From the top, no higher than it needs; the height that it took. 0 for an empty text.
    double flow(const std::string& text, const rectangle& into, const text_style& style);
    // The size at which `text` would be written, and the room that it takes there.
    double size_for(const std::string& text, double width, double height, const text_style& style);
    double height_for(const std::string& text, double width, double height, const text_style& style);
    double width_of(const std::string& text, double size, bool bold);

    // While it only measures, nothing is drawn and no text is noted.
    void only_measure(bool yes) noexcept;

    picture finish() &&;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace wenzheng::card
