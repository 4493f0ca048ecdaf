#include "net/cookies.hpp"

#include <sodium.h>

#include <array>

#include "catch.hpp"

using namespace wenzheng;
using net::cookie_jar;

namespace {

const std::string secret(32, 's');
constexpr std::int64_t now_ms = 1'770'000'000'000;
constexpr std::int64_t hour_ms = 3'600'000;

std::string base64(std::string_view bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();
    return out;
}

// A cookie as it was written before accounts had versions.
std::string old_cookie(const std::string& payload) {
    std::array<unsigned char, crypto_generichash_BYTES> mac{};
    const auto bytes = "wz_operator\n" + payload;
    crypto_generichash(mac.data(), mac.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
    return base64(payload) + "." + base64({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

}  // namespace

TEST_CASE("an operator's cookie names account, role and version") {
    const cookie_jar jar(secret);
    const auto line = jar.write({"clerk", inquiry::account_role::director, "v1"}, now_ms);
    CHECK(line.find("HttpOnly") != std::string::npos);
    const auto read = jar.read_operator(line.substr(0, line.find(';')), now_ms + hour_ms);
    REQUIRE(read);
    CHECK(read->account == "clerk");
    CHECK(read->role == inquiry::account_role::director);
    CHECK(read->version == "v1");
    CHECK_FALSE(cookie_jar(std::string(32, 't')).read_operator(line.substr(0, line.find(';')), now_ms));
}

TEST_CASE("a cookie's value is good until the instant that it was written for") {
    const cookie_jar jar(secret);
    const auto header = "a=b; wz_operator=" + jar.write_value({"clerk", inquiry::account_role::admin, "v1"}, now_ms);
    CHECK(jar.read_operator(header, now_ms));
    CHECK_FALSE(jar.read_operator(header, now_ms + 1));
}

TEST_CASE("a cookie from before accounts had versions names the empty one") {
    const auto value = old_cookie(R"({"account":"clerk","role":"moderator","until":1770000000000})");
    const auto read = cookie_jar(secret).read_operator("wz_operator=" + value, now_ms);
    REQUIRE(read);
    CHECK(read->account == "clerk");
    CHECK(read->version.empty());
}

TEST_CASE("forgetting leaves the browser nothing") {
    const auto line = cookie_jar::forget_operator();
    CHECK(line.starts_with("wz_operator=;"));
    CHECK(line.find("Max-Age=0") != std::string::npos);
    CHECK_FALSE(cookie_jar(secret).read_operator("wz_operator=", now_ms));
}

TEST_CASE("over TLS a cookie has the name that only TLS can set") {
    const cookie_jar jar(secret);
    const auto line = jar.write({"clerk", inquiry::account_role::director, "v1"}, now_ms, true);
    CHECK(line.starts_with("__Host-wz_operator="));
    for (const auto* part : {"; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Strict"})
        CHECK(line.find(part) != std::string::npos);
    CHECK(line.find("Domain") == std::string::npos);
    CHECK(cookie_jar::forget_operator(true).starts_with("__Host-wz_operator=;"));
    CHECK(jar.write({"clerk", inquiry::account_role::director, "v1"}, now_ms).find("Secure") == std::string::npos);
}

TEST_CASE("each kind of connection reads its own cookies only") {
    const auto kept = [](const std::string& said, bool secure) {
        boost::beast::http::fields head;
        head.set(boost::beast::http::field::cookie, said);
        net::keep_cookies_of(head, secure);
        return std::string(head[boost::beast::http::field::cookie]);
    };
    const std::string both = "a=1; wz_operator=plain;  __Host-wz_operator=secure; wz_deputy=plain; __Host-b=2";
    CHECK(kept(both, false) == "a=1; wz_operator=plain; wz_deputy=plain; __Host-b=2");
    CHECK(kept(both, true) == "a=1; wz_operator=secure; __Host-b=2");
    CHECK(kept("wz_operator=plain", true).empty());
    CHECK(kept("__Host-wz_deputy=x", false).empty());
    CHECK(kept("", true).empty());
}

TEST_CASE("a screen's ticket is good for a connection alone") {
    const cookie_jar jar(secret);
    const net::screen_cookie screen{inquiry::inquiry_id{"evening"}, inquiry::screen_id{"s-1"}, 7};
    const auto ticket = jar.write_ticket(screen, now_ms);
    CHECK(ticket.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
          std::string::npos);
    const auto read = jar.read_ticket(ticket, now_ms + hour_ms);
    REQUIRE(read);
    CHECK(read->inquiry.value == "evening");
    CHECK(read->screen.value == "s-1");
    CHECK(read->key_rev == 7);
    CHECK_FALSE(jar.read_ticket(ticket, now_ms + 73 * hour_ms));
    CHECK_FALSE(jar.read_screen("wz_screen=" + ticket, now_ms));
    const auto cookie = jar.write(screen, now_ms);
    CHECK_FALSE(jar.read_ticket(cookie.substr(10, cookie.find(';') - 10), now_ms));
    CHECK_FALSE(jar.read_ticket("", now_ms));
    CHECK_FALSE(cookie_jar(std::string(32, 't')).read_ticket(ticket, now_ms));
}
