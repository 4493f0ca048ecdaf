#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/verb.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "rehearse/stage.hpp"

namespace wenzheng::rehearse {

struct http_answer {
    unsigned status = 0;
    // Discarded when the body is not JSON.
    nlohmann::json body;
    // What went wrong on the way or what the server refused, in words; empty after a status of 2xx.
    std::string trouble;
    std::map<std::string, std::string> cookies;  // set by this answer

    bool ok() const { return trouble.empty(); }
};

// Calls one at a time over one kept connection, with the cookies that it was given. A call that the server puts off
// (429, 503) is repeated for a while.
class http_client {
public:
    explicit http_client(stage& shared);

    asio::awaitable<http_answer> get(std::string path);
    asio::awaitable<http_answer> post(std::string path, const nlohmann::json& body);
    // As it goes into a Cookie header; empty when there is none of that name.
    std::string cookie(const std::string& name) const;
    void keep_cookie(std::string name, std::string value) { cookies_[std::move(name)] = std::move(value); }
    void forget_cookies() { cookies_.clear(); }

private:
    struct exchange_result;

    asio::awaitable<http_answer> call(boost::beast::http::verb verb, std::string path, std::string body);
    asio::awaitable<exchange_result> exchange(boost::beast::http::verb verb, const std::string& path,
                                              const std::string& body);
    asio::awaitable<problem> connect();

    stage& shared_;
    boost::beast::tcp_stream socket_;
    boost::beast::flat_buffer incoming_;
    std::map<std::string, std::string> cookies_;
    bool connected_ = false;
};

}  // namespace wenzheng::rehearse
