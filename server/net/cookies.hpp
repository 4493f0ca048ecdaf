// Signed cookies: who someone is, good on every node of one store and after a restart.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "inquiry/commands.hpp"
#include "inquiry/ids.hpp"

namespace wenzheng::net {

struct operator_cookie {
    std::string account;
    inquiry::account_role role = inquiry::account_role::moderator;
    std::string version;        // of the account when it signed in (live::account_standing)
    std::uint64_t sign_in = 0;  // a number of its own, by which it is signed out; 0: it can't be
    std::int64_t until_ms = 0;  // as read
};
struct deputy_cookie {
    inquiry::inquiry_id inquiry;
    inquiry::deputy_id deputy;
    std::uint64_t key_rev = 0;
};
struct screen_cookie {
    inquiry::inquiry_id inquiry;
    inquiry::screen_id screen;
    std::uint64_t key_rev = 0;
};

inline constexpr std::string_view operator_cookie_name = "wz_operator";
inline constexpr std::string_view deputy_cookie_name = "wz_deputy";
inline constexpr std::string_view screen_cookie_name = "wz_screen";
inline constexpr std::string_view screen_ticket_name = "wz_ticket";  // what it is signed as

// Signs and reads with the store's secret. Cheap to copy; thread-safe.
class cookie_jar {
public:
    explicit cookie_jar(std::string secret) : secret_(std::move(secret)) {}

    // A value of Set-Cookie, with its attributes. `now_ms` is the store's clock; `secure` says that it goes over TLS,
    // where a cookie has another name, which browsers keep for TLS and for this host alone.
    std::string write(const operator_cookie& who, std::int64_t now_ms, bool secure = false) const;
    std::string write(const deputy_cookie& who, std::int64_t now_ms, bool secure = false) const;
    std::string write(const screen_cookie& who, std::int64_t now_ms, bool secure = false) const;

    // The value alone, for a program that acts for the operator until `until_ms`.
    std::string write_value(const operator_cookie& who, std::int64_t until_ms) const;

    // The same for a page whose browser keeps no cookies: said by its connection itself. No cookie, and none is it.
    std::string write_ticket(const screen_cookie& who, std::int64_t now_ms) const;
    std::optional<screen_cookie> read_ticket(std::string_view ticket, std::int64_t now_ms) const;

    // A value of Set-Cookie that makes the browser forget the operator's cookie.
    static std::string forget_operator(bool secure = false);

    // From a request's Cookie header; nothing where it is missing, forged or expired.
    std::optional<operator_cookie> read_operator(std::string_view header, std::int64_t now_ms) const;
    std::optional<deputy_cookie> read_deputy(std::string_view header, std::int64_t now_ms) const;
    std::optional<screen_cookie> read_screen(std::string_view header, std::int64_t now_ms) const;

private:
    std::string sign(std::string_view name, std::string_view payload) const;

    std::string secret_;
};

// Leaves in a request what its kind of connection has given, under the names above: over TLS what has the prefix that
// only TLS can have set, and else what has none.
void keep_cookies_of(boost::beast::http::fields& head, bool secure);

}  // namespace wenzheng::net
