// What the public is sent beside the live API: the page of one inquiry.
#include "inquiry/ids.hpp"
#include "net/api.hpp"
#include "net/live_document.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using http::status;
using http::verb;

namespace {

// As the reader's address bar has it; behind a proxy that ends TLS, by what that says.
std::string origin_of(const request_context& context) {
    constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-[]";
    auto origin = base_url(context);
    if (std::string_view(origin).substr(7).find_first_not_of(harmless) != std::string_view::npos)
        origin = "http://localhost";
    const auto forwarded = context.request.find("X-Forwarded-Proto");
    if (forwarded != context.request.end() && forwarded->value() == "https") origin.replace(0, 4, "https");
    return origin;
}

answer no_such_page() { return error_answer({"no_such_page", "there is nothing here"}); }

}  // namespace

asio::awaitable<answer> handle_live_document(services& with, request_context context) {
    constexpr std::string_view folder = "/live/";
    const auto method = context.request.method();
    const std::string id(context.path.substr(folder.size()));
    const auto* built = with.common.pages.find("/live");
    if (built == nullptr || !inquiry::is_id(id)) co_return no_such_page();
    if (method != verb::get && method != verb::head)
        co_return error_answer({"method_not_allowed", "this address does not know this method"});
    const auto room = co_await with.hub.find(inquiry::inquiry_id{id});
    if (!room) co_return error_answer(room.error());
    if (!*room) co_return no_such_page();
    const auto view = with.views.of(**room);
    if (!view) co_return error_answer({"unavailable", "the view can't be read"});
    answer out;
    out.content_type = built->content_type;
    out.cache_control = "public, max-age=1";
    out.body = live_document(*built->plain, summarise(*view, with.hub.now()), origin_of(context), context.path);
    out.headers.emplace_back("ETag", tag_of(out.body));
    if (is_known(context.request, out.headers.back().second)) out.status = status::not_modified;
    co_return out;
}

}  // namespace wenzheng::net
