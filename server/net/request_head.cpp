#include "net/request_head.hpp"

#include <boost/beast/websocket/rfc6455.hpp>

#include "net/api.hpp"
#include "net/upload.hpp"

namespace wenzheng::net {
namespace http = boost::beast::http;

std::string_view target_of(const http::request_header<>& head) { return {head.target().data(), head.target().size()}; }

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::optional<answer> refuse_head(const http::request_header<>& head, boost::optional<std::uint64_t> content_bytes) {
    if (head.count(http::field::transfer_encoding) != 0)
        return error_answer({"bad_request", "Transfer-Encoding is not accepted"});
    if (head.count(http::field::content_length) > 1 || head.count(http::field::host) > 1)
        return error_answer({"bad_request", "a header stands twice"});
    // `2, 2` is one length to some and none to others.
    if (header(head, http::field::content_length).find_first_not_of("0123456789") != std::string_view::npos)
        return error_answer({"bad_request", "Content-Length must be a number"});
    if (boost::beast::websocket::is_upgrade(head) && content_bytes.value_or(0) != 0)
        return error_answer({"bad_request", "an upgrade has no body"});
    const auto target = target_of(head);
    if (!target.starts_with('/')) return error_answer({"bad_request", "the target must be a path"});
    if (upload_in(head.method(), target)) return std::nullopt;  // it looks for itself
    if (content_bytes.value_or(0) > body_limit_of(path_of(target)))
        return error_answer({"too_large", "the body is too large"});
    return std::nullopt;
}

}  // namespace wenzheng::net
