#include "net/forwarded.hpp"

#include "catch.hpp"

using namespace wenzheng;
using boost::asio::ip::make_address;
using boost::beast::http::fields;
using net::trusted_proxies;

namespace {

using headers = std::vector<std::pair<std::string, std::string>>;

net::client_place place(const std::string& peer, const headers& said, const std::vector<std::string>& trusted = {},
                        bool secure = false) {
    fields head;
    for (const auto& [name, value] : said) head.insert(name, value);
    const auto known = trusted_proxies::read(trusted);
    REQUIRE(known.has_value());
    return net::place_of(make_address(peer), secure, head, *known);
}

}  // namespace

TEST_CASE("whoever is not trusted says nothing about himself") {
    const headers said{{"X-Forwarded-For", "198.51.100.9"}, {"X-Forwarded-Proto", "https"}};
    const auto found = place("192.0.2.7", said, {"10.0.0.0/8"});
    CHECK(found.address.to_string() == "192.0.2.7");
    CHECK_FALSE(found.secure);
    CHECK_FALSE(found.loopback);
}

TEST_CASE("a trusted proxy names the client and how it came") {
    const auto found =
        place("10.1.2.3", {{"X-Forwarded-For", "198.51.100.9"}, {"x-forwarded-proto", "HTTPS"}}, {"10.0.0.0/8"});
    CHECK(found.address.to_string() == "198.51.100.9");
    CHECK(found.secure);
    CHECK_FALSE(found.loopback);
    CHECK_FALSE(place("10.1.2.3", {{"X-Forwarded-Proto", "http"}}, {"10.0.0.0/8"}).secure);
}

TEST_CASE("of several the rightmost that is no proxy of ours counts") {
    const auto at = [](const std::string& hops) {
        return place("10.1.2.3", {{"X-Forwarded-For", hops}}, {"10.0.0.0/8", "2001:db8::1"}).address.to_string();
    };
    CHECK(at("127.0.0.1, 198.51.100.9, 10.9.9.9") == "198.51.100.9");
    CHECK(at("198.51.100.9,10.9.9.9 , 2001:db8::1") == "198.51.100.9");
    CHECK(at("10.8.8.8, 10.9.9.9") == "10.8.8.8");
    CHECK(at("198.51.100.9, nonsense") == "10.1.2.3");
    CHECK(at("198.51.100.9, nonsense, 10.9.9.9") == "10.9.9.9");
    CHECK(at("") == "10.1.2.3");
    CHECK(at("::ffff:198.51.100.9") == "198.51.100.9");
    const auto twice =
        place("10.1.2.3", {{"X-Forwarded-For", "127.0.0.1"}, {"X-Forwarded-For", "198.51.100.9"}}, {"10.1.2.3"});
    CHECK(twice.address.to_string() == "198.51.100.9");
}

TEST_CASE("nobody's proxy is taken for this machine") {
    CHECK(place("127.0.0.1", {}).loopback);
    CHECK(place("::1", {}).loopback);
    for (const auto* name : {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded"})
        CHECK_FALSE(place("127.0.0.1", {{name, "x"}}).loopback);
    CHECK_FALSE(place("127.0.0.1", {{"X-Forwarded-For", "198.51.100.9"}}, {"127.0.0.1"}).loopback);
    CHECK(place("127.0.0.1", {{"X-Forwarded-For", "127.0.0.1"}}, {"127.0.0.1"}).loopback);
    CHECK(place("127.0.0.1", {}, {"127.0.0.1"}).loopback);
    CHECK_FALSE(place("192.0.2.7", {}).loopback);
}

TEST_CASE("TLS that ended here stays TLS") {
    CHECK(place("192.0.2.7", {{"X-Forwarded-Proto", "http"}}, {}, true).secure);
}

TEST_CASE("what is no address is told") {
    for (const auto* bad : {"proxy.example", "10.0.0.0/33", "10.0.0", "", "::/129"}) {
        const auto read = trusted_proxies::read({"10.0.0.1", bad});
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error() == bad);
    }
}

TEST_CASE("a household of IPv6 is one address") {
    CHECK(net::network_of(make_address("192.0.2.7")) == "192.0.2.7");
    CHECK(net::network_of(make_address("2001:db8:1:2:3:4:5:6")) == net::network_of(make_address("2001:db8:1:2::1")));
    CHECK(net::network_of(make_address("2001:db8:1:3::1")) != net::network_of(make_address("2001:db8:1:2::1")));
}
