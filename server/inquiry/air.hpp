// What is on air: pictures of screens, and evidence (暗访材料).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "inquiry/definition.hpp"

namespace wenzheng::inquiry {

enum class layout { hall, rostrum, caption, result, card, ranking, qr };

// Pinned by a director, where a screen doesn't follow the moderator.
enum class pinned_scene { title, question, result, evidence };

enum class card_kind { title, tallying, wait };

// What a screen shows. Without a scene: what the evening is at.
struct picture {
    inquiry::layout layout = inquiry::layout::hall;
    std::optional<pinned_scene> scene;
    std::optional<item_id> item;      // of a question
    std::optional<ballot_id> ballot;  // of a result; none with layout `result`: the newest
    std::optional<card_kind> card;
    friend bool operator==(const picture&, const picture&) = default;

    // Whether it follows the moderator and is its layout alone.
    bool automatic() const noexcept { return !scene && !item && !ballot && !card; }
};

// What a file is, told by its content.
enum class media { png, jpeg, webp, mp4, webm };
constexpr bool is_video(media kind) noexcept { return kind == media::mp4 || kind == media::webm; }

// A picture or a film, uploaded beforehand for one item.
struct evidence_state {
    evidence_id id;
    item_id item;
    std::string name;
    std::string file;  // SHA-256 of the content, hex, and an ending that says what it is
    media kind = media::png;
    std::int64_t bytes = 0;
};

// The evidence that is shown. While it plays, it is at `position_ms` + now − `at`.
struct showing_state {
    evidence_id evidence;
    bool beside = false;  // the department's own statement
    bool playing = false;
    std::int64_t position_ms = 0;
    instant_ms at = 0;
};

}  // namespace wenzheng::inquiry
