// A body's own colours can be read from the back of a hall, or are refused.
#include "inquiry/appearance.hpp"

#include "catch.hpp"

using namespace wenzheng::inquiry;

TEST_CASE("colours are #rrggbb and come back as they were") {
    CHECK(colour_named("#5d0812") == colour_rgb{0x5d, 0x08, 0x12});
    CHECK(name_of(colour_rgb{0x5d, 0x08, 0x12}) == "#5d0812");
    for (const auto* bad : {"5d0812", "#5d081", "#5d08123", "#5D0812", "#5d081g", "gold", ""})
        CHECK_FALSE(colour_named(bad).has_value());
}

TEST_CASE("contrast is that of WCAG 2.2") {
    CHECK(contrast({255, 255, 255}, {0, 0, 0}) == Approx(21.0));
    CHECK(contrast({0, 0, 0}, {255, 255, 255}) == Approx(21.0));
    CHECK(contrast({10, 20, 30}, {10, 20, 30}) == Approx(1.0));
    // The lightest grey on which white text still passes, by the standard's own example.
    CHECK(contrast({255, 255, 255}, {0x76, 0x76, 0x76}) == Approx(4.54).epsilon(0.001));
}

TEST_CASE("a background too light for white, and an accent that melts into it, are refused") {
    appearance what;
    CHECK_FALSE(why_unreadable(what).has_value());
    what.background = colour_rgb{0x77, 0x77, 0x77};
    CHECK(why_unreadable(what).has_value());
    what.background = colour_rgb{0x76, 0x76, 0x76};
    CHECK_FALSE(why_unreadable(what).has_value());
    what.background = colour_rgb{0x10, 0x20, 0x40};
    what.accent = colour_rgb{0x20, 0x30, 0x50};
    CHECK(why_unreadable(what).has_value());
    what.accent = colour_rgb{0xf6, 0xd4, 0x91};
    CHECK_FALSE(why_unreadable(what).has_value());
}

TEST_CASE("an emblem is an uploaded picture") {
    const std::string digest(64, 'a');
    CHECK(is_picture_file(digest + ".png"));
    CHECK(is_picture_file(digest + ".webp"));
    for (const auto& bad : {digest + ".mp4", digest, digest + ".png.exe", std::string("../") + digest + ".png",
                            std::string(63, 'a') + ".png", std::string(64, 'A') + ".png"})
        CHECK_FALSE(is_picture_file(bad));
}
