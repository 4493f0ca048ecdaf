#include "wire/air_json.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"
#include "inquiry/ranking.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {

using namespace inquiry;

picture read_picture(object_reader& r) {
    picture what;
    const json* object = r.object("picture", true);
    if (object == nullptr) return what;
    auto in = r.inside("picture", *object);
    what.layout = static_cast<layout>(in.word("layout", enum_words::layout));
    if (in.has("scene")) what.scene = static_cast<pinned_scene>(in.word("scene", enum_words::pinned_scene));
    what.item = in.optional_id<item_id>("item");
    what.ballot = in.optional_id<ballot_id>("ballot");
    if (in.has("card")) what.card = static_cast<card_kind>(in.word("card", enum_words::card_kind));
    in.finish();
    return what;
}

json write_picture(const picture& what) {
    json out{{"layout", enum_words::text(enum_words::layout, what.layout)}};
    if (what.scene) out["scene"] = enum_words::text(enum_words::pinned_scene, *what.scene);
    if (what.item) out["item"] = what.item->value;
    if (what.ballot) out["ballot"] = what.ballot->value;
    if (what.card) out["card"] = enum_words::text(enum_words::card_kind, *what.card);
    return out;
}

namespace {

std::optional<colour_rgb> read_colour(object_reader& in, std::string_view name) {
    if (!in.has(name)) return std::nullopt;
    const auto colour = colour_named(in.text(name, 7));
    if (!colour) in.fail("bad_field", name, "must be a colour like #5d0812");
    return colour;
}

}  // namespace

std::optional<appearance> read_appearance(object_reader& r) {
    const json* object = r.object("appearance", false);
    if (object == nullptr) return std::nullopt;
    auto in = r.inside("appearance", *object);
    appearance what;
    what.theme = static_cast<theme>(in.word("theme", enum_words::theme, 0));
    what.emblem = in.text_or("emblem", 100, {});
    if (!what.emblem.empty() && !is_picture_file(what.emblem))
        in.fail("bad_field", "emblem", "must be the name of an uploaded picture");
    what.background = read_colour(in, "background");
    what.accent = read_colour(in, "accent");
    in.finish();
    if (r.failed()) return std::nullopt;
    if (const auto why = why_unreadable(what)) r.fail("bad_field", "appearance", *why);
    return what;
}

json write_appearance(const appearance& what) {
    json out{{"theme", enum_words::text(enum_words::theme, what.theme)}};
    if (!what.emblem.empty()) out["emblem"] = what.emblem;
    if (what.background) out["background"] = name_of(*what.background);
    if (what.accent) out["accent"] = name_of(*what.accent);
    return out;
}

std::string read_public_url(object_reader& r) {
    const auto url = r.text_or("public_url", limits::public_url_characters, {});
    if (url.empty()) return url;
    const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    const bool plain = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 127; });
    if (scheme == 0 || url.size() == scheme || !plain)
        r.fail("bad_field", "public_url", "must be an address that begins with http:// or https://");
    return url;
}

json write_screens(const state& s) {
    json out = json::array();
    for (const auto& screen : s.screens) {
        json one{{"id", screen.id.value},
                 {"name", screen.name},
                 {"layout", enum_words::text(enum_words::layout, screen.on_air.layout)},
                 {"panic", screen.panic}};
        if (!screen.on_air.automatic()) one["picture"] = write_picture(screen.on_air);
        if (screen.preview) one["preview"] = write_picture(*screen.preview);
        out.push_back(std::move(one));
    }
    return out;
}

json write_ranking(const state& s) {
    json out = json::array();
    for (const auto& one : ranking_of(s)) {
        const auto* item = s.find(one.item);
        out.push_back({{"place", one.place},
                       {"item", one.item.value},
                       {"department", item == nullptr ? std::string{} : item->department},
                       {"ballot", one.ballot.value},
                       {"figure", one.figure},
                       {"label", enum_words::text(enum_words::ranking_figure, one.kind)}});
    }
    return out;
}

json write_evidence(const state& s) {
    json out = json::array();
    for (const auto& one : s.evidence)
        out.push_back({{"id", one.id.value},
                       {"item", one.item.value},
                       {"name", one.name},
                       {"type", enum_words::text(enum_words::media, one.kind)},
                       {"url", "/evidence/" + one.file},
                       {"bytes", one.bytes}});
    return out;
}

json write_showing(const showing_state& showing) {
    return {{"evidence", showing.evidence.value},
            {"beside", showing.beside},
            {"playing", showing.playing},
            {"position_ms", showing.position_ms},
            {"at", showing.at}};
}

}  // namespace wenzheng::wire
