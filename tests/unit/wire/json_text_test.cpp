#include "wire/json_text.hpp"

#include "catch.hpp"

using namespace wenzheng::wire;

namespace {

bool taken(std::string_view text, std::size_t max_depth = 8) { return parse_json(text, max_depth).has_value(); }

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("JSON is taken up to the depth and not beyond") {
    CHECK(taken(nested(8)));
    CHECK_FALSE(taken(nested(9)));
    CHECK_FALSE(taken(std::string(1'000'000, '[')));
    CHECK(taken(R"({"a":{"a":{"a":1}}})", 3));
    CHECK_FALSE(taken(R"({"a":{"a":{"a":{}}}})", 3));
}

TEST_CASE("brackets within a text are no depth") {
    CHECK(taken(R"({"a":"[[[[[[[[[[[[\"[[[["})", 1));
    CHECK(taken(R"(["\\",[1]])", 2));
}

TEST_CASE("a key may stand once in one object, and again in another") {
    CHECK_FALSE(taken(R"({"a":1,"a":1})"));
    CHECK_FALSE(taken("{\"a\":1,\"\\u0061\":1}"));
    CHECK_FALSE(taken(R"({"b":{"a":1,"a":2}})"));
    CHECK_FALSE(taken(R"([{"a":1},{"a":1,"a":1}])"));
    CHECK(taken(R"({"a":{"a":1},"b":{"a":1}})"));
    CHECK(taken(R"([{"a":1},{"a":1}])"));
}

TEST_CASE("what is not UTF-8 is not JSON") {
    CHECK(taken("\"满意\""));
    CHECK_FALSE(taken("\"\xff\""));
    CHECK_FALSE(taken("\"\xe6\xbb\""));
    CHECK_FALSE(taken("\"\xc0\xaf\""));
    CHECK_FALSE(taken("\"\xed\xa0\x80\""));
    CHECK_FALSE(taken(R"("\ud800")"));
    CHECK(taken(R"("\ud83d\ude00")"));
}

TEST_CASE("almost JSON is not JSON") {
    for (const auto* text :
         {"", " ", "{", "{}{}", "[1,]", "{\"a\":1,}", "// c\n{}", "NaN", "'a'", "{a:1}", "01", "\"\t\""})
        CHECK_FALSE(taken(text));
}

TEST_CASE("canonical bytes have sorted keys, no spaces and letters as they are") {
    const auto value = json::parse(R"({ "b" : [1, 2], "a" : "满意", "c" : {"z":1,"y":null} })");
    CHECK(canonical(value) == R"({"a":"满意","b":[1,2],"c":{"y":null,"z":1}})");
    CHECK(canonical(json::parse(canonical(value))) == canonical(value));
}

TEST_CASE("every problem of a text is bad_json") {
    for (const auto* text : {"x", "{\"a\":1,\"a\":1}", "[[[[[[[[[[]]]]]]]]]]"}) {
        const auto parsed = parse_json(text, 8);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == "bad_json");
    }
}
