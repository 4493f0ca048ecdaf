// An HTTP answer before it is bytes.
#pragma once

#include <boost/beast/http/status.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "inquiry/refusal.hpp"
#include "wire/json_text.hpp"
#include "wire/problem.hpp"

namespace wenzheng::net {

class evidence_file;

// A part of a file, or all of it.
struct file_slice {
    std::shared_ptr<const evidence_file> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct answer {
    boost::beast::http::status status = boost::beast::http::status::ok;
    std::string content_type = "application/json";
    std::string body;
    std::shared_ptr<const std::string> shared_body;  // instead of body, where it is set
    std::optional<file_slice> slice;                 // instead of both
    std::string cache_control = "no-store";
    std::vector<std::pair<std::string, std::string>> headers;  // ETag, Set-Cookie, Content-Encoding …
    std::string content_security_policy;                       // empty: that of pages
    bool close = false;
    // What the list of acts says of it beside what the request does; goes to nobody else.
    struct {
        std::string account;  // of who signed in or out
        std::string inquiry;
        std::string subject;
        std::optional<std::size_t> count;
    } noted;

    const std::string& bytes() const noexcept { return shared_body ? *shared_body : body; }
};

answer json_answer(boost::beast::http::status status, const wire::json& body);
answer error_answer(boost::beast::http::status status, const wire::problem& why);
// The status follows from the code.
answer error_answer(const wire::problem& why);
answer error_answer(const inquiry::refusal& why);

}  // namespace wenzheng::net
