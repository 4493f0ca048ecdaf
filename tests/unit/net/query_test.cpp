#include "net/query.hpp"

#include "catch.hpp"

using wenzheng::net::query_value;

TEST_CASE("a query's values are decoded") {
    CHECK(query_value("/a?item=i1&name=b", "item") == "i1");
    CHECK(query_value("/a?item=i1&name=%E7%8E%B0%E5%9C%BA+1%2B1.png", "name") == "现场 1+1.png");
    CHECK(query_value("/a?name=", "name") == "");
    CHECK(query_value("/a?x=name&name=y=z", "name") == "y=z");
}

TEST_CASE("what is absent, twice there or badly encoded has no value") {
    for (const auto* target : {"/a", "/a?", "/a?name", "/a?names=x", "/a/name=x", "/a?name=1&name=2", "/a?name=%",
                               "/a?name=%4", "/a?name=%zz", "/a?name=%+1"})
        CHECK_FALSE(query_value(target, "name"));
}
