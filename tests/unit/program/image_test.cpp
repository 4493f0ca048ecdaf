#include "program/record_image.hpp"

#include "catch.hpp"
#include "inquiry/evening.hpp"
#include "record/chain.hpp"
#include "wire/event_json.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using namespace wenzheng::program;

namespace {

const std::string sealed = R"({"counts":{"satisfied":1,"dissatisfied":1},"votes":{"d1":"satisfied 1 r1 1770000000001",)"
                           R"("d2":"dissatisfied 2 r2 1770000000002"}})";

// A ballot held, in the store's own keys.
struct an_image {
    an_image() {
        image.inquiry = "evening";
        image.store = "store";
        image.epoch = "epoch";
        add(event::inquiry_created{testing::a_definition()});
        add(event::inquiry_started{});
        for (const auto* deputy : {"d1", "d2", "d3"}) add(event::deputy_checked_in{deputy_id{deputy}});
        add(event::item_selected{item_id{"i1"}});
        add(event::ballot_opened{ballot_id{"plain"}, std::nullopt});
        add(event::ballot_closed{ballot_id{"plain"}, close_cause::moderator, {}}, sealed);
        image.hashes["hot"]["rev"] = std::to_string(image.events.size());
        image.hashes["votes:plain"] = {{"d1", "satisfied 1 r1 1770000000001"},
                                       {"d2", "dissatisfied 2 r2 1770000000002"}};
        image.hashes["nonces"]["d1 n1"] = "R plain satisfied 1 r1 1770000000001";
        image.sets["present"] = {"d1", "d2", "d3"};
    }

    void add(const any_event& what, const std::string& seal = {}) {
        const auto text = wire::write_event(what, {actor_kind::account, "admin"}, {digest, {}, {}});
        const auto rev = image.events.size() + 1;
        const auto at = static_cast<std::int64_t>(1770000000000 + rev);
        image.events.push_back({rev, at, text, seal});
        digest = record::chain_digest(digest, rev, at, text, seal);
    }

    record_image image;
    std::string digest;
};

std::string problem_of(const std::string& text) {
    const auto read = read_image(text);
    return read ? check_image(*read) : read.error();
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a record comes back from its file as it was") {
    const an_image made;
    CHECK(check_image(made.image).empty());
    const auto text = write_image(made.image);
    const auto read = read_image(text);
    REQUIRE(read.has_value());
    CHECK(is_same_record(made.image, *read));
    CHECK(read->store == "store");
    CHECK(write_image(*read) == text);
}

TEST_CASE("thousands of votes take several lines, and come back whole") {
    an_image made;
    for (int i = 0; i < 2'000; ++i) {
        made.image.hashes["nonces"]["d" + std::to_string(i)] = "R";
        made.image.sets["electorate:deputies"].insert("d" + std::to_string(i));
    }
    const auto read = read_image(write_image(made.image));
    REQUIRE(read.has_value());
    CHECK(is_same_record(made.image, *read));
}

TEST_CASE("a file that was cut or changed is refused") {
    const auto text = write_image(an_image().image);
    CHECK(has(problem_of(""), "cut off"));
    CHECK(has(problem_of(text.substr(0, text.size() / 2)), "cut off"));
    CHECK(has(problem_of(text.substr(0, text.size() - 1)), "cut off"));
    auto changed = text;
    changed.replace(changed.find("dissatisfied 2 r2"), 12, "satisfied___");
    CHECK(has(problem_of(changed), "changed"));
    const auto other = std::string("{\"format\":\"something\"}\n");
    CHECK(has(problem_of(other + "{\"end\":true,\"sha256\":\"" + record::sha256_hex(other) + "\"}\n"), "version"));
}

TEST_CASE("a record whose votes, events or revision don't fit together is refused, however well it is signed") {
    an_image vote_lost;
    vote_lost.image.hashes["votes:plain"].erase("d2");
    CHECK(has(problem_of(write_image(vote_lost.image)), "another count"));
    an_image behind;
    behind.image.hashes["hot"]["rev"] = "3";
    CHECK(has(problem_of(write_image(behind.image)), "another revision"));
    an_image gap;
    gap.image.events.erase(gap.image.events.begin() + 3);
    CHECK(has(problem_of(write_image(gap.image)), "out of order"));
    an_image forged;
    forged.image.events[4].event.replace(forged.image.events[4].event.find("d3"), 2, "d4");
    CHECK(has(problem_of(write_image(forged.image)), "chained"));
    an_image open;
    open.image.hashes["hot"]["ballot"] = "plain";
    CHECK(has(problem_of(write_image(open.image)), "another ballot is open"));
}
