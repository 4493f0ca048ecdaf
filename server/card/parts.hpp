// The parts of a card, each drawn into the place that it is given.
#pragma once

#include "card/canvas.hpp"
#include "card/palette.hpp"

namespace wenzheng::card {

// What every part draws with.
struct pen {
    canvas& on;
    const content& what;
    const palette& with;
    double tight = 1;  // how much of its usual room the text around the result gets
};

// Title of the evening with its marks, department, item and ballot; from the top down. The height that it took.
double draw_heading(const pen& p, const rectangle& into, bool wide);

// Figures of turnout, quorum, advice, correction, rule and date; from the bottom up. The height that it took.
double draw_foot(const pen& p, const rectangle& into, bool wide);

// Each answer with its count, its share and its bar.
void draw_answers(const pen& p, const rectangle& into);
double answers_height(const pen& p, double width);  // in which they are read easily

// The verdict and the score. How high it wants to be, given its width; 0 where there is neither.
double plate_height(const pen& p);
void draw_plate(const pen& p, const rectangle& into);

// A questionnaire: every question's counts and verdict.
void draw_questions(const pen& p, const rectangle& into);
double questions_height(const pen& p, double width);

}  // namespace wenzheng::card
