#include "rehearse/http_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "rehearse/tls_link.hpp"

namespace wenzheng::rehearse {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds call_timeout{30};
constexpr std::chrono::seconds patience{60};
constexpr std::chrono::milliseconds first_pause{250};
constexpr std::chrono::milliseconds longest_pause{4'000};
constexpr std::size_t max_body = 64 * 1024 * 1024;

// `name=value; attributes` of a Set-Cookie header.
std::optional<std::pair<std::string, std::string>> read_cookie(std::string_view header) {
    const auto pair = header.substr(0, header.find(';'));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    return std::pair{std::string{pair.substr(0, equals)}, std::string{pair.substr(equals + 1)}};
}

std::string refusal(const std::string& path, unsigned status, const nlohmann::json& body) {
    auto text = path + ": " + std::to_string(status);
    for (const auto* field : {"code", "message"}) {
        const auto part = text_of(body, field);
        if (!part.empty()) text += " " + part;
    }
    return text;
}

}  // namespace

struct http_client::exchange_result {
    http_answer answer;
    // The kept connection turned out to be gone; the server can't have read the request.
    bool stale = false;
};

http_client::http_client(stage& shared) : shared_(shared), socket_(shared.io) {}

asio::awaitable<http_answer> http_client::get(std::string path) {
    co_return co_await call(http::verb::get, std::move(path), {});
}

asio::awaitable<http_answer> http_client::post(std::string path, const nlohmann::json& body) {
    co_return co_await call(http::verb::post, std::move(path), body.dump());
}

std::string http_client::cookie(const std::string& name) const {
    // Under TLS, the server's cookies have this prefix.
    for (const auto& [known, value] : cookies_) {
        if (known == name || known == "__Host-" + name) return known + "=" + value;
    }
    return {};
}

asio::awaitable<http_answer> http_client::call(http::verb verb, std::string path, std::string body) {
    const auto deadline = steady_clock::now() + patience;
    auto wait = first_pause;
    while (true) {
        auto tried = co_await exchange(verb, path, body);
        if (tried.stale) tried = co_await exchange(verb, path, body);
        auto& answer = tried.answer;
        const auto put_off = answer.status == 429 || answer.status == 503;
        if (!put_off || steady_clock::now() + wait > deadline || shared_.interrupted()) {
            for (const auto& [name, value] : answer.cookies) cookies_[name] = value;
            co_return std::move(answer);
        }
        co_await shared_.pause(wait);
        wait = std::min(2 * wait, longest_pause);
    }
}

asio::awaitable<problem> http_client::connect() {
    incoming_.clear();
    const auto failed = co_await dial(shared_, socket_, call_timeout);
    if (failed) co_return "connecting to " + shared_.server.authority + ": " + *failed;
    connected_ = true;
    co_return std::nullopt;
}

asio::awaitable<http_client::exchange_result> http_client::exchange(http::verb verb, const std::string& path,
                                                                    const std::string& body) {
    const auto reused = connected_;
    exchange_result result;
    if (!connected_) {
        if (auto failed = co_await connect()) {
            result.answer.trouble = std::move(*failed);
            co_return result;
        }
    }
    http::request<http::string_body> request{verb, path, 11, body};
    request.set(http::field::host, shared_.server.authority);
    request.set(http::field::user_agent, "wenzheng-rehearse");
    if (verb == http::verb::post) request.set(http::field::content_type, "application/json");
    std::string cookies;
    for (const auto& [name, value] : cookies_) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) request.set(http::field::cookie, cookies);
    request.prepare_payload();

    socket_.expires_after(call_timeout);
    http::response_parser<http::string_body> parser;
    parser.body_limit(max_body);
    auto [error, ignored_size] = co_await http::async_write(socket_, request, as_values);
    if (!error) std::tie(error, ignored_size) = co_await http::async_read(socket_, incoming_, parser, as_values);
    if (error || !parser.get().keep_alive()) {
        connected_ = false;
        socket_.close();
    }
    if (error) {
        result.stale = reused && error != beast::error::timeout && !parser.got_some();
        result.answer.trouble = path + ": " + error.message();
        co_return result;
    }
    const auto& response = parser.get();
    result.answer.status = response.result_int();
    result.answer.body = nlohmann::json::parse(response.body(), nullptr, false);
    const auto [begin, end] = response.equal_range(http::field::set_cookie);
    for (auto header = begin; header != end; ++header) {
        const auto value = header->value();
        if (auto cookie = read_cookie({value.data(), value.size()})) result.answer.cookies.insert(std::move(*cookie));
    }
    const auto good = result.answer.status >= 200 && result.answer.status < 300;
    if (!good) result.answer.trouble = refusal(path, result.answer.status, result.answer.body);
    co_return result;
}

}  // namespace wenzheng::rehearse
