// What the public is sent beside the live API: the page of one inquiry, and results as pictures.
#include "inquiry/ids.hpp"
#include "net/api.hpp"
#include "net/card_cabinet.hpp"
#include "net/live_document.hpp"
#include "net/query.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using http::status;
using http::verb;

namespace {

// As the reader's address bar has it.
std::string origin_of(const request_context& context) {
    constexpr std::string_view harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-[]";
    auto origin = base_url(context);
    const std::string_view host = std::string_view(origin).substr(origin.find("://") + 3);
    if (host.find_first_not_of(harmless) != std::string_view::npos)
        origin = context.from.secure ? "https://localhost" : "http://localhost";
    return origin;
}

answer no_such_page() { return error_answer({"no_such_page", "there is nothing here"}); }

// Which card is asked for; nothing where the query says what there isn't.
struct wanted_card {
    card::shape as = card::shape::tall;
    card::language in = card::language::zh;
};

std::optional<wanted_card> card_in(const request_context& context) {
    const std::string_view target(context.request.target().data(), context.request.target().size());
    const auto shape = query_value(target, "shape").value_or("3x4");
    const auto language = query_value(target, "lang").value_or("zh-CN");
    if (shape != "3x4" && shape != "16x9") return std::nullopt;
    if (language != "zh-CN" && language != "en") return std::nullopt;
    return wanted_card{shape == "3x4" ? card::shape::tall : card::shape::wide,
                       language == "en" ? card::language::en : card::language::zh};
}

}  // namespace

asio::awaitable<answer> handle_card(services& with, request_context context, inquiry::inquiry_id id,
                                    std::string ballot) {
    const auto wanted = card_in(context);
    if (!wanted) co_return error_answer({"bad_field", "shape is 3x4 or 16x9, lang is zh-CN or en"});
    const auto room = co_await need_room(with, std::move(id));
    if (!room) co_return room.error();
    const auto view = with.views.of(**room);
    if (!view) co_return error_answer({"unavailable", "the view can't be read"});
    auto what = card::content_of(*view, ballot, wanted->in, (*room)->public_clock());
    if (!what) co_return error_answer({"not_revealed", "the result has not been announced"});
    answer out;
    out.content_type = "image/png";
    out.cache_control = "public, max-age=1";
    auto tag = tag_of(card::key_of(*what) + (wanted->as == card::shape::tall ? "3x4" : "16x9"));
    out.headers.emplace_back("ETag", tag);
    if (is_known(context.request, tag)) {
        out.status = status::not_modified;
        co_return out;
    }
    auto drawn = co_await with.common.cards->get(std::move(tag), std::move(*what), wanted->as);
    if (!drawn) co_return error_answer(drawn.error());
    out.shared_body = std::move(*drawn);
    co_return out;
}

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
    out.body =
        live_document(*built->plain, summarise(*view, (*room)->public_clock()), origin_of(context), context.path);
    out.headers.emplace_back("ETag", tag_of(out.body));
    if (is_known(context.request, out.headers.back().second)) out.status = status::not_modified;
    co_return out;
}

}  // namespace wenzheng::net
