#include "net/cookies.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "inquiry/limits.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::net {
namespace {

using json = nlohmann::json;

std::string base64(std::string_view bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.pop_back();
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                          &length, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return std::nullopt;
    out.resize(length);
    return out;
}

std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const auto end = header.find(';');
        auto pair = header.substr(0, end);
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    }
    return std::nullopt;
}

constexpr std::string_view our_prefix = "wz_";
constexpr std::string_view secure_prefix = "__Host-";

std::string set_cookie(std::string_view name, const std::string& value, std::int64_t lifetime_ms, bool secure) {
    return (secure ? std::string(secure_prefix) : std::string()) + std::string(name) + "=" + value +
           "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(lifetime_ms / 1000) +
           (secure ? "; Secure" : "");
}

// The pair under the name that it is read by; nothing where another kind of connection has set it.
std::optional<std::string_view> own_pair(std::string_view pair, bool secure) {
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(secure_prefix) && pair.substr(secure_prefix.size()).starts_with(our_prefix)) {
        if (!secure) return std::nullopt;
        return pair.substr(secure_prefix.size());
    }
    if (secure && pair.starts_with(our_prefix)) return std::nullopt;
    return pair;
}

// The payload of a value, if its signature holds and it is not expired.
template <class signer>
std::optional<json> open_value(std::string_view value, std::string_view name, std::int64_t now_ms, const signer& sign) {
    const auto dot = value.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto payload = from_base64(value.substr(0, dot));
    if (!payload) return std::nullopt;
    const auto expected = sign(name, *payload);
    const auto given = value.substr(dot + 1);
    if (given.size() != expected.size() || sodium_memcmp(given.data(), expected.data(), given.size()) != 0)
        return std::nullopt;
    auto read = json::parse(*payload, nullptr, false);
    if (!read.is_object() || read.value("until", std::int64_t{0}) < now_ms) return std::nullopt;
    return read;
}

// The same of the named cookie.
template <class signer>
std::optional<json> open(std::string_view header, std::string_view name, std::int64_t now_ms, const signer& sign) {
    const auto value = find_cookie(header, name);
    if (!value) return std::nullopt;
    return open_value(*value, name, now_ms, sign);
}

std::string payload_of(const screen_cookie& who, std::int64_t now_ms) {
    return json{{"inquiry", who.inquiry.value},
                {"screen", who.screen.value},
                {"rev", who.key_rev},
                {"until", now_ms + limits::deputy_cookie_lifetime_ms}}
        .dump();
}

std::optional<screen_cookie> screen_in(const std::optional<json>& read) {
    if (!read) return std::nullopt;
    return screen_cookie{inquiry::inquiry_id{read->value("inquiry", "")}, inquiry::screen_id{read->value("screen", "")},
                         read->value("rev", std::uint64_t{0})};
}

}  // namespace

std::string cookie_jar::sign(std::string_view name, std::string_view payload) const {
    std::array<unsigned char, crypto_generichash_BYTES> mac{};
    const std::string bytes = std::string(name) + "\n" + std::string(payload);
    const auto key_bytes = std::min<std::size_t>(secret_.size(), crypto_generichash_KEYBYTES_MAX);
    crypto_generichash(mac.data(), mac.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       reinterpret_cast<const unsigned char*>(secret_.data()), key_bytes);
    return base64({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

std::string cookie_jar::write_value(const operator_cookie& who, std::int64_t until_ms) const {
    const auto payload = json{
        {"account", who.account},
        {"role", wire::enum_words::text(wire::enum_words::role, who.role)},
        {"version", who.version},
        {"sign_in", who.sign_in},
        {"until", until_ms}}.dump();
    return base64(payload) + "." + sign(operator_cookie_name, payload);
}

std::string cookie_jar::write(const operator_cookie& who, std::int64_t now_ms, bool secure) const {
    return set_cookie(operator_cookie_name, write_value(who, now_ms + limits::operator_cookie_lifetime_ms),
                      limits::operator_cookie_lifetime_ms, secure);
}

std::string cookie_jar::forget_operator(bool secure) { return set_cookie(operator_cookie_name, "", 0, secure); }

std::string cookie_jar::write(const deputy_cookie& who, std::int64_t now_ms, bool secure) const {
    const auto payload = json{{"inquiry", who.inquiry.value},
                              {"deputy", who.deputy.value},
                              {"rev", who.key_rev},
                              {"until", now_ms + limits::deputy_cookie_lifetime_ms}}
                             .dump();
    return set_cookie(deputy_cookie_name, base64(payload) + "." + sign(deputy_cookie_name, payload),
                      limits::deputy_cookie_lifetime_ms, secure);
}

std::string cookie_jar::write(const screen_cookie& who, std::int64_t now_ms, bool secure) const {
    const auto payload = payload_of(who, now_ms);
    return set_cookie(screen_cookie_name, base64(payload) + "." + sign(screen_cookie_name, payload),
                      limits::deputy_cookie_lifetime_ms, secure);
}

std::optional<operator_cookie> cookie_jar::read_operator(std::string_view header, std::int64_t now_ms) const {
    const auto read = open(header, operator_cookie_name, now_ms, [this](auto n, auto p) { return sign(n, p); });
    if (!read) return std::nullopt;
    const auto& roles = wire::enum_words::role;
    const auto role = std::find(roles.begin(), roles.end(), read->value("role", ""));
    if (role == roles.end()) return std::nullopt;
    return operator_cookie{read->value("account", ""), static_cast<inquiry::account_role>(role - roles.begin()),
                           read->value("version", ""), read->value("sign_in", std::uint64_t{0}),
                           read->value("until", std::int64_t{0})};
}

std::optional<deputy_cookie> cookie_jar::read_deputy(std::string_view header, std::int64_t now_ms) const {
    const auto read = open(header, deputy_cookie_name, now_ms, [this](auto n, auto p) { return sign(n, p); });
    if (!read) return std::nullopt;
    return deputy_cookie{inquiry::inquiry_id{read->value("inquiry", "")}, inquiry::deputy_id{read->value("deputy", "")},
                         read->value("rev", std::uint64_t{0})};
}

std::optional<screen_cookie> cookie_jar::read_screen(std::string_view header, std::int64_t now_ms) const {
    return screen_in(open(header, screen_cookie_name, now_ms, [this](auto n, auto p) { return sign(n, p); }));
}

std::string cookie_jar::write_ticket(const screen_cookie& who, std::int64_t now_ms) const {
    const auto payload = payload_of(who, now_ms);
    return base64(payload) + "." + sign(screen_ticket_name, payload);
}

std::optional<screen_cookie> cookie_jar::read_ticket(std::string_view ticket, std::int64_t now_ms) const {
    return screen_in(open_value(ticket, screen_ticket_name, now_ms, [this](auto n, auto p) { return sign(n, p); }));
}

void keep_cookies_of(boost::beast::http::fields& head, bool secure) {
    const auto said = head.find(boost::beast::http::field::cookie);
    if (said == head.end()) return;
    std::string_view rest(said->value().data(), said->value().size());
    std::string kept;
    while (!rest.empty()) {
        const auto end = rest.find(';');
        if (const auto pair = own_pair(rest.substr(0, end), secure)) {
            if (!kept.empty()) kept += "; ";
            kept += *pair;
        }
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    head.set(boost::beast::http::field::cookie, kept);
}

}  // namespace wenzheng::net
