#include "program/verify.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "catch.hpp"
#include "inquiry/evening.hpp"
#include "record/chain.hpp"
#include "wire/event_json.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using nlohmann::json;

namespace {

constexpr int holds = 0;
constexpr int does_not_hold = 1;
constexpr int unreadable = 2;

// The lines of an export: a whole evening with a ballot revealed and one voided while open.
class exported {
public:
    exported() {
        lines.push_back({{"format", "wenzheng-record"}, {"version", 1}, {"inquiry", "evening"}, {"epoch", "epoch"}});
        add(event::inquiry_created{testing::a_definition()});
        add(event::inquiry_started{});
        for (const auto* deputy : {"d1", "d2", "d3"}) add(event::deputy_checked_in{deputy_id{deputy}});
        add(event::item_selected{item_id{"i1"}});
        add(event::ballot_opened{ballot_id{"plain"}, std::nullopt});
        close_line = add(event::ballot_closed{ballot_id{"plain"}, close_cause::moderator, {}},
                         R"({"counts":{"satisfied":1,"dissatisfied":1},"votes":{"d1":"satisfied 1 r1 1770000000001",)"
                         R"("d2":"dissatisfied 2 r2 1770000000002"}})");
        add(event::ballot_revealed{ballot_id{"plain"}});
        add(event::ballot_opened{ballot_id{"quorate"}, std::nullopt});
        void_line = add(event::ballot_voided{ballot_id{"quorate"}, "重投", std::nullopt},
                        R"({"counts":{"satisfied":1},"votes":{"d3":"satisfied 1 r3 1770000000003"}})");
        add(event::inquiry_finished{});
    }

    // Each event is chained to the one before, as a node writes it. The index of its line.
    std::size_t add(const any_event& what, const std::string& seal = {}) {
        const auto text = wire::write_event(what, {actor_kind::account, "admin"}, {digest, {}, {}});
        const auto rev = lines.size();
        json line{{"rev", rev}, {"at", 1'770'000'000'000 + static_cast<std::int64_t>(rev)}, {"event", text}};
        if (!seal.empty()) line["seal"] = seal;
        lines.push_back(line);
        chain_again(rev);
        return rev;
    }

    // Gives the line the digest that its content has, as one would who wants to hide a change.
    void chain_again(std::size_t from) {
        for (std::size_t i = from; i < lines.size(); ++i) {
            auto& line = lines[i];
            const auto before = i == 1 ? std::string() : lines[i - 1].at("digest").get<std::string>();
            digest =
                record::chain_digest(before, line.at("rev").get<std::uint64_t>(), line.at("at").get<std::int64_t>(),
                                     line.at("event").get<std::string>(), line.value("seal", ""));
            line["digest"] = digest;
        }
    }

    std::string text() const {
        std::string all;
        for (const auto& line : lines) all += wire::canonical(line) + "\n";
        return all;
    }

    std::vector<json> lines;
    std::string digest;
    std::size_t close_line = 0;
    std::size_t void_line = 0;
};

struct verdict_of {
    explicit verdict_of(const std::string& text) {
        auto path = (std::filesystem::temp_directory_path() / "wenzheng-export-XXXXXX").string();
        const int file = ::mkstemp(path.data());
        REQUIRE(file >= 0);
        ::close(file);
        std::ofstream(path) << text;
        std::ostringstream out;
        code = program::verify(path, out);
        said = out.str();
        std::filesystem::remove(path);
    }
    int code = -1;
    std::string said;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an export that nobody touched holds, and its ballots are printed") {
    const exported whole;
    const verdict_of verdict(whole.text());
    CHECK(verdict.code == holds);
    CHECK(has(verdict.said, "ballot plain verdict - cast 2 digest "));
    CHECK_FALSE(has(verdict.said, "ballot quorate"));
    CHECK(has(verdict.said, "ok evening events " + std::to_string(whole.lines.size() - 1) + " digest " + whole.digest));
}

TEST_CASE("an export with any byte flipped behind its head does not hold") {
    const auto text = exported().text();
    const auto head = text.find('\n') + 1;
    int flips = 0;
    for (std::size_t i = head; i < text.size(); i += 7) {
        auto other = text;
        other[i] = static_cast<char>(other[i] ^ 1);
        const verdict_of verdict(other);
        if (verdict.code == holds) FAIL("byte " << i << ": " << text.substr(i, 20));
        ++flips;
    }
    CHECK(flips > 300);
}

TEST_CASE("a change whose digest was reckoned anew breaks the chain behind it") {
    exported changed;
    changed.lines[2]["at"] = 1'770'000'009'999;
    changed.chain_again(2);
    const verdict_of verdict(changed.text());
    CHECK(verdict.code == does_not_hold);
    CHECK(has(verdict.said, "line 4"));
    CHECK(has(verdict.said, "isn't chained"));
}

TEST_CASE("a count that its votes don't give does not hold, also of a ballot that was voided") {
    exported closed;
    closed.lines[closed.close_line]["seal"] =
        R"({"counts":{"satisfied":2},"votes":{"d1":"satisfied 1 r1 1","d2":"dissatisfied 2 r2 2"}})";
    closed.chain_again(closed.close_line);
    CHECK(has(verdict_of(closed.text()).said, "holds a count that its votes don't give"));
    exported voided;
    voided.lines[voided.void_line]["seal"] = R"({"counts":{"satisfied":5},"votes":{"d3":"satisfied 1 r3 1"}})";
    voided.chain_again(voided.void_line);
    const verdict_of verdict(voided.text());
    CHECK(verdict.code == does_not_hold);
    CHECK(has(verdict.said, "holds a count that its votes don't give"));
}

TEST_CASE("an export with a line left out, twice or in another order does not hold") {
    exported less;
    less.lines.erase(less.lines.begin() + 3);
    CHECK(verdict_of(less.text()).code == does_not_hold);
    exported twice;
    twice.lines.insert(twice.lines.begin() + 3, twice.lines[3]);
    CHECK(verdict_of(twice.text()).code == does_not_hold);
    exported turned;
    std::swap(turned.lines[3], turned.lines[4]);
    CHECK(verdict_of(turned.text()).code == does_not_hold);
}

TEST_CASE("an export of another inquiry than its head says, or of none, does not hold") {
    exported other;
    other.lines[0]["inquiry"] = "other";
    CHECK(verdict_of(other.text()).code == does_not_hold);
    other.lines[0]["inquiry"] = 7;
    CHECK(verdict_of(other.text()).code == does_not_hold);
    exported none;
    none.lines.resize(1);
    CHECK(verdict_of(none.text()).code == does_not_hold);
}

TEST_CASE("what is no export can't be read") {
    CHECK(verdict_of("").code == unreadable);
    CHECK(verdict_of("nothing\n").code == unreadable);
    CHECK(verdict_of("{\"format\":\"wenzheng-record\",\"version\":2,\"inquiry\":\"evening\"}\n").code == unreadable);
    CHECK(verdict_of("{\"format\":\"other\",\"version\":1}\n").code == unreadable);
    CHECK(verdict_of("{\"format\":1,\"version\":\"one\"}\n").code == unreadable);
    std::ostringstream out;
    CHECK(program::verify("/nonexistent/export.jsonl", out) == unreadable);
}

TEST_CASE("lines that are no events, or hold wrong kinds, do not hold and do no harm") {
    const auto head = exported().lines[0].dump() + "\n";
    for (const auto* line :
         {"", "[]", "7", "{}", R"({"rev":"1","at":1,"event":"{}","digest":"a"})",
          R"({"rev":1,"at":1,"event":{},"digest":"a"})", R"({"rev":1,"at":1,"event":"{}","digest":7})",
          R"({"rev":1,"at":1,"event":"{}","seal":7,"digest":"a"})"}) {
        CAPTURE(line);
        CHECK(verdict_of(head + line + "\n").code == does_not_hold);
    }
}
