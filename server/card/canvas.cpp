#include "card/canvas.hpp"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace wenzheng::card {
namespace {

constexpr const char* family = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, sans-serif";
constexpr double line_box = 1.16;   // a line's own height, in letters
constexpr double above_mid = 0.36;  // from the middle of a letter down to the baseline

struct unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using layout_pointer = std::unique_ptr<PangoLayout, unref>;

void set_source(cairo_t* to, const colour& with) {
    cairo_set_source_rgba(to, with.red, with.green, with.blue, with.alpha);
}

void trace(cairo_t* to, const rectangle& at, double radius) {
    constexpr double quarter = std::numbers::pi / 2;
    const double r = std::min({radius, at.width / 2, at.height / 2});
    cairo_new_sub_path(to);
    cairo_arc(to, at.x + at.width - r, at.y + r, r, -quarter, 0);
    cairo_arc(to, at.x + at.width - r, at.y + at.height - r, r, 0, quarter);
    cairo_arc(to, at.x + r, at.y + at.height - r, r, quarter, 2 * quarter);
    cairo_arc(to, at.x + r, at.y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(to);
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned length) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct canvas::impl {
    int width = 0;
    int height = 0;
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;
    PangoContext* context = nullptr;
    std::vector<placed_text> texts;
    bool dry = false;

    layout_pointer layout(const std::string& text, double size, bool bold) const {
        layout_pointer made(pango_layout_new(context));
        auto* font = pango_font_description_from_string(family);
        pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
        pango_layout_set_font_description(made.get(), font);
        pango_font_description_free(font);
        pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
        return made;
    }

    static double width_of(PangoLayout* layout) {
        PangoRectangle extents;
        pango_layout_get_extents(layout, nullptr, &extents);
        return static_cast<double>(extents.width) / PANGO_SCALE;
    }

    static double height_of(PangoLayout* layout, double size, double pitch) {
        return (line_box + (pango_layout_get_line_count(layout) - 1) * pitch) * size;
    }

    layout_pointer broken(const std::string& text, double size, double wide, const text_style& style,
                          PangoWrapMode how) const {
        auto made = layout(text, size, style.bold);
        if (style.wrap) {
            pango_layout_set_width(made.get(), static_cast<int>(wide * PANGO_SCALE));
            pango_layout_set_wrap(made.get(), how);
        } else {
            pango_layout_set_single_paragraph_mode(made.get(), TRUE);
        }
        return made;
    }

    // No word is broken where a smaller size keeps it whole.
    bool fits(const std::string& text, double size, double wide, double high, const text_style& style) const {
        const auto made = broken(text, size, wide, style, PANGO_WRAP_WORD);
        return width_of(made.get()) <= wide + 0.5 && height_of(made.get(), size, style.pitch) <= high + 0.5;
    }

    double size_for(const std::string& text, double wide, double high, const text_style& style) const {
        double good = style.least;
        double bad = style.most;
        if (bad <= good || fits(text, bad, wide, high, style)) return std::max(bad, good);
        while (bad - good > 0.5) {
            const double middle = (good + bad) / 2;
            (fits(text, middle, wide, high, style) ? good : bad) = middle;
        }
        return good;
    }

    struct fitted {
        layout_pointer layout;
        double size = 0;
        double height = 0;
    };

    fitted fit(const std::string& text, double wide, double high, const text_style& style) const {
        const double size = size_for(text, wide, high, style);
        auto made = broken(text, size, wide, style, PANGO_WRAP_WORD);
        if (!fits(text, size, wide, high, style)) {
            made = broken(text, size, wide, style, PANGO_WRAP_WORD_CHAR);
            const int lines =
                style.wrap ? std::max(1, 1 + static_cast<int>((high / size - line_box) / style.pitch)) : 1;
            pango_layout_set_width(made.get(), static_cast<int>(wide * PANGO_SCALE));
            pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
            pango_layout_set_height(made.get(), -lines);
        }
        const double took = height_of(made.get(), size, style.pitch);
        return {std::move(made), size, took};
    }

    void put(const std::string& text, const fitted& what, const rectangle& into, double top, const text_style& style) {
        if (dry) return;
        set_source(cairo, style.ink);
        double widest = 0;
        double left = into.x + into.width;
        int n = 0;
        for (auto* one = pango_layout_get_lines_readonly(what.layout.get()); one != nullptr; one = one->next, ++n) {
            auto* line = static_cast<PangoLayoutLine*>(one->data);
            PangoRectangle extents;
            pango_layout_line_get_extents(line, nullptr, &extents);
            const double wide = static_cast<double>(extents.width) / PANGO_SCALE;
            const double spare = into.width - wide;
            const double x = into.x + (style.to == align::left ? 0 : style.to == align::right ? spare : spare / 2);
            const double baseline = top + what.size * (line_box / 2 + above_mid + n * style.pitch);
            cairo_move_to(cairo, x, baseline);
            pango_cairo_show_layout_line(cairo, line);
            widest = std::max(widest, wide);
            left = std::min(left, x);
        }
        texts.push_back(
            {text, {left, top, widest, what.height}, pango_layout_is_ellipsized(what.layout.get()) != FALSE});
    }
};

canvas::canvas(int width, int height) : impl_(std::make_unique<impl>()) {
    impl_->width = width;
    impl_->height = height;
    impl_->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    impl_->cairo = cairo_create(impl_->surface);
    if (cairo_status(impl_->cairo) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("no picture can be drawn");
    impl_->context = pango_cairo_create_context(impl_->cairo);
    pango_context_set_language(impl_->context, pango_language_from_string("zh-cn"));
    // The same lines on every machine, whatever its screens like.
    auto* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(impl_->context, options);
    cairo_font_options_destroy(options);
}

canvas::~canvas() {
    if (impl_->context != nullptr) g_object_unref(impl_->context);
    cairo_destroy(impl_->cairo);
    cairo_surface_destroy(impl_->surface);
}

void canvas::fill(const rectangle& at, double radius, const colour& with) {
    if (impl_->dry) return;
    trace(impl_->cairo, at, radius);
    set_source(impl_->cairo, with);
    cairo_fill(impl_->cairo);
}

void canvas::fill(const rectangle& at, double radius, const colour& from, const colour& to) {
    if (impl_->dry) return;
    auto* slope = cairo_pattern_create_linear(at.x, at.y, at.x + at.height * 0.2, at.y + at.height);
    cairo_pattern_add_color_stop_rgba(slope, 0, from.red, from.green, from.blue, from.alpha);
    cairo_pattern_add_color_stop_rgba(slope, 1, to.red, to.green, to.blue, to.alpha);
    trace(impl_->cairo, at, radius);
    cairo_set_source(impl_->cairo, slope);
    cairo_fill(impl_->cairo);
    cairo_pattern_destroy(slope);
}

void canvas::outline(const rectangle& at, double radius, double line, const colour& with) {
    if (impl_->dry) return;
    trace(impl_->cairo, at, radius);
    set_source(impl_->cairo, with);
    cairo_set_line_width(impl_->cairo, line);
    cairo_stroke(impl_->cairo);
}

void canvas::glow(double x, double y, double radius, const colour& with) {
    if (impl_->dry) return;
    auto* round = cairo_pattern_create_radial(x, y, 0, x, y, radius);
    cairo_pattern_add_color_stop_rgba(round, 0, with.red, with.green, with.blue, with.alpha);
    cairo_pattern_add_color_stop_rgba(round, 1, with.red, with.green, with.blue, 0);
    cairo_set_source(impl_->cairo, round);
    cairo_paint(impl_->cairo);
    cairo_pattern_destroy(round);
}

void canvas::mark(std::string_view name, const rectangle& at, const colour& with, const colour& on) {
    if (impl_->dry) return;
    auto* to = impl_->cairo;
    const double r = std::min(at.width, at.height) / 2;
    const double x = at.x + at.width / 2;
    const double y = at.y + at.height / 2;
    cairo_save(to);
    cairo_set_line_cap(to, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(to, CAIRO_LINE_JOIN_ROUND);
    cairo_new_path(to);
    cairo_arc(to, x, y, r, 0, 2 * std::numbers::pi);
    set_source(to, with);
    cairo_fill(to);
    set_source(to, on);
    cairo_set_line_width(to, r * 0.3);
    if (name == "green") {
        cairo_move_to(to, x - r * 0.45, y + r * 0.02);
        cairo_line_to(to, x - r * 0.1, y + r * 0.38);
        cairo_line_to(to, x + r * 0.48, y - r * 0.34);
        cairo_stroke(to);
    } else if (name == "red") {
        cairo_move_to(to, x - r * 0.36, y - r * 0.36);
        cairo_line_to(to, x + r * 0.36, y + r * 0.36);
        cairo_move_to(to, x + r * 0.36, y - r * 0.36);
        cairo_line_to(to, x - r * 0.36, y + r * 0.36);
        cairo_stroke(to);
    } else if (name == "yellow") {
        cairo_move_to(to, x - r * 0.45, y);
        cairo_line_to(to, x + r * 0.45, y);
        cairo_stroke(to);
    } else if (name == "blue") {
        cairo_arc(to, x, y, r * 0.55, -std::numbers::pi / 2, std::numbers::pi / 2);
        cairo_fill(to);
    } else {
        cairo_arc(to, x, y, r * 0.48, 0, 2 * std::numbers::pi);
        cairo_stroke(to);
    }
    cairo_restore(to);
}

void canvas::write(const std::string& text, const rectangle& into, const text_style& style) {
    if (text.empty()) return;
    const auto what = impl_->fit(text, into.width, into.height, style);
    impl_->put(text, what, into, into.y + (into.height - what.height) / 2, style);
}

double canvas::flow(const std::string& text, const rectangle& into, const text_style& style) {
    if (text.empty()) return 0;
    const auto what = impl_->fit(text, into.width, into.height, style);
    impl_->put(text, what, into, into.y, style);
    return what.height;
}

double canvas::size_for(const std::string& text, double width, double height, const text_style& style) {
    return impl_->size_for(text, width, height, style);
}

double canvas::height_for(const std::string& text, double width, double height, const text_style& style) {
    return text.empty() ? 0 : impl_->fit(text, width, height, style).height;
}

double canvas::width_of(const std::string& text, double size, bool bold) {
    return impl::width_of(impl_->layout(text, size, bold).get());
}

void canvas::only_measure(bool yes) noexcept { impl_->dry = yes; }

picture canvas::finish() && {
    cairo_surface_flush(impl_->surface);
    picture out;
    out.width = impl_->width;
    out.height = impl_->height;
    cairo_surface_write_to_png_stream(impl_->surface, append, &out.png);
    out.texts = std::move(impl_->texts);
    return out;
}

}  // namespace wenzheng::card

#if defined(__SANITIZE_ADDRESS__)
// Fontconfig's patterns point at their values by distance, which the search for leaks doesn't see as a pointer. How
// many it keeps is bounded by the fonts and sizes in use.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
#endif
