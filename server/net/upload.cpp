#include "net/upload.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/read.hpp>
#include <chrono>

#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"
#include "live/keys.hpp"
#include "net/api.hpp"
#include "net/audited.hpp"
#include "net/evidence_store.hpp"
#include "net/http_write.hpp"
#include "net/query.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using body_parser = http::request_parser<http::buffer_body>;
template <class value>
using answered = boost::system::result<value, answer>;

// What the head of an upload says, once it was found good.
struct upload_request {
    std::shared_ptr<live::room> room;
    std::string account;
    inquiry::item_id item;  // of evidence
    std::string name;
    std::uint64_t bytes = 0;
};

struct kept_upload {
    std::string file;
    evidence_kind kind = evidence_kind::png;
};

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

// The id in /api/v1/inquiries/{id}/….
inquiry::inquiry_id inquiry_in(std::string_view target) {
    constexpr std::string_view start = "/api/v1/inquiries/";
    const auto rest = path_of(target).substr(start.size());
    return inquiry::inquiry_id{std::string(rest.substr(0, rest.find('/')))};
}

bool is_text(const std::string& text) {
    for (const char one : text)
        if (static_cast<unsigned char>(one) < 0x20 || one == '\x7f') return false;
    // Bytes that are no UTF-8 would be left out.
    const auto written = wire::json(text).dump(-1, ' ', false, wire::json::error_handler_t::ignore);
    return wire::json::parse(written) == text && !inquiry::is_blank(text);
}

std::optional<answer> refuse_head(const services& with, const http_parser& head, upload_kind what, bool secure) {
    const auto& fields = head.get();
    if (!origin_allowed(with.common, header(fields, http::field::origin), header(fields, http::field::host), secure))
        return error_answer({"foreign_origin", "this Origin is not allowed"});
    const auto type = header(fields, http::field::content_type);
    if (!beast::iequals({type.data(), type.size()}, "application/octet-stream"))
        return error_answer({"unsupported_media_type", "Content-Type must be application/octet-stream"});
    const auto bytes = head.content_length();
    if (!bytes || *bytes == 0) return error_answer({"bad_request", "Content-Length must say how long the body is"});
    if (*bytes > body_limit_of(what)) return error_answer({"too_large", "the file is too large"});
    return std::nullopt;
}

// The item that the evidence is of, and how it is called.
std::optional<answer> read_parameters(std::string_view target, upload_request& into) {
    const auto item = query_value(target, "item");
    const auto name = query_value(target, "name");
    if (!item) return error_answer({"missing_field", "item is needed"});
    if (!name) return error_answer({"missing_field", "name is needed"});
    if (!inquiry::is_id(*item)) return error_answer({"bad_field", "item must be an id"});
    if (!is_text(*name) || inquiry::characters(*name) > limits::title_characters)
        return error_answer({"bad_field", "name must be a text of at most 200 characters"});
    into.item = inquiry::item_id{*item};
    into.name = *name;
    return std::nullopt;
}

// Everything that can be known before the first byte of the body.
asio::awaitable<answered<upload_request>> admit(services& with, const http_parser& head, upload_kind what,
                                                bool secure) {
    if (auto wrong = refuse_head(with, head, what, secure)) co_return *wrong;
    const std::string target(head.get().target());
    co_await catch_up_with(with, std::string(header(head.get(), http::field::cookie)));
    const auto who = need_operator(with, header(head.get(), http::field::cookie));
    if (!who) co_return who.error();
    if (who->role != inquiry::account_role::admin && who->role != inquiry::account_role::director)
        co_return error_answer({"not_allowed", "only administrators and directors may do this"});
    upload_request found;
    found.account = who->account;
    found.bytes = *head.content_length();
    if (what == upload_kind::evidence)
        if (auto wrong = read_parameters(target, found)) co_return *wrong;
    auto id = inquiry_in(target);
    if (!inquiry::is_id(id.value)) co_return error_answer({"no_such_inquiry", "there is no such inquiry"});
    const auto room = co_await need_room(with, std::move(id));
    if (!room) co_return room.error();
    found.room = *room;
    if (what == upload_kind::evidence) {
        // Another worker may have shown the item already that this one has not followed yet.
        if (found.room->now().find(found.item) == nullptr) co_await found.room->follow_to_newest();
        if (found.room->now().find(found.item) == nullptr)
            co_return error_answer({"no_such_item", "there is no such item"});
        if (found.room->now().phase == inquiry::phase::finished)
            co_return error_answer({"inquiry_finished", "the inquiry is over"});
        if (found.room->now().evidence.size() >= limits::evidence)
            co_return error_answer({"limit_reached", "evidence"});
    }
    co_return answered<upload_request>{boost::system::in_place_value, std::move(found)};
}

// Told as soon as the first bytes are here.
std::optional<answer> refuse_content(std::optional<evidence_kind> kind, std::uint64_t bytes, upload_kind what) {
    if (!kind || (what == upload_kind::emblem && !is_image(*kind)))
        return error_answer({"unsupported_media", "the content is none of the types that are taken"});
    if (is_image(*kind) && bytes > limits::evidence_image_bytes)
        return error_answer({"too_large", "the picture is too large"});
    return std::nullopt;
}

asio::awaitable<void> say_continue(http_stream& to, const http_parser& head) {
    const auto expected = header(head.get(), http::field::expect);
    if (!beast::iequals({expected.data(), expected.size()}, "100-continue")) co_return;
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await write_all(to, go_on);
}

// Piece by piece from the connection to the disk.
asio::awaitable<answered<kept_upload>> store_body(evidence_store& into, http_stream& from, beast::flat_buffer& buffer,
                                                  body_parser& body, std::uint64_t bytes, upload_kind what) {
    const auto begun = co_await into.begin(bytes);
    if (!begun) co_return error_answer(begun.error());
    evidence_upload& upload = **begun;
    std::string piece(limits::evidence_piece_bytes, '\0');
    std::optional<evidence_kind> kind;
    while (!body.is_done()) {
        body.get().body().data = piece.data();
        body.get().body().size = piece.size();
        boost::system::error_code error;
        from.expires_after(limits::upload_piece_timeout);
        co_await http::async_read(from, buffer, body, no_throw(error));
        if (error && error != http::error::need_buffer)
            co_return error_answer({"bad_request", "the body ended too early"});
        const std::string_view read(piece.data(), piece.size() - body.get().body().size);
        if (!kind) {
            kind = evidence_kind_of(read.substr(0, evidence_head_bytes));
            if (auto wrong = refuse_content(kind, bytes, what)) co_return *wrong;
        }
        const auto written = co_await into.write(upload, read);
        if (!written) co_return error_answer(written.error());
    }
    auto file = co_await into.keep(upload, *kind);
    if (!file) co_return error_answer(file.error());
    co_return kept_upload{std::move(*file), *kind};
}

// The id under which the record has it: the newest that is the same in everything.
std::string newest_of(const inquiry::state& s, const upload_request& request, const std::string& file) {
    std::string found;
    for (const auto& one : s.evidence)
        if (one.item == request.item && one.name == request.name && one.file == file)
            if (const auto& id = one.id.value; std::pair(id.size(), id) > std::pair(found.size(), found)) found = id;
    return found;
}

asio::awaitable<answer> finish(upload_request request, kept_upload kept, upload_kind what) {
    wire::json body{{"file", kept.file}, {"type", media_type(kept.kind)}, {"bytes", request.bytes}};
    if (what == upload_kind::emblem) co_return json_answer(http::status::created, body);
    inquiry::any_command add = inquiry::command::add_evidence{request.item, request.name, kept.file, kept.kind,
                                                              static_cast<std::int64_t>(request.bytes)};
    const auto rev = co_await perform(*request.room, std::move(add), request.account);
    if (!rev) co_return error_answer(rev.error());
    co_await request.room->follow_as_far_as(*rev);
    body["id"] = newest_of(request.room->now(), request, kept.file);
    body["rev"] = *rev;
    co_return json_answer(http::status::created, body);
}

}  // namespace

std::optional<upload_kind> upload_in(http::verb method, std::string_view target) noexcept {
    target = path_of(target);
    constexpr std::string_view start = "/api/v1/inquiries/";
    if (method != http::verb::post || !target.starts_with(start)) return std::nullopt;
    const auto rest = target.substr(start.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    if (rest.substr(slash) == "/evidence") return upload_kind::evidence;
    if (rest.substr(slash) == "/emblem") return upload_kind::emblem;
    return std::nullopt;
}

std::uint64_t body_limit_of(upload_kind what) noexcept {
    return what == upload_kind::emblem ? limits::emblem_bytes : limits::evidence_video_bytes;
}

asio::awaitable<answer> receive_upload(services& with, http_stream& from, beast::flat_buffer& buffer, http_parser& head,
                                       upload_kind what, client_place place) {
    live::add(with.counters.requests);
    from.expires_never();
    const std::string target(head.get().target());
    auto admitted = co_await admit(with, head, what, place.secure);
    if (!admitted) {
        auto refused = admitted.error();
        refused.close = true;
        co_return refused;
    }
    co_await say_continue(from, head);
    body_parser body(std::move(head));
    body.body_limit(body_limit_of(what));
    auto kept = co_await store_body(*with.common.evidence, from, buffer, body, admitted->bytes, what);
    from.expires_never();
    if (!kept) {
        auto refused = kept.error();
        refused.close = !body.is_done();
        co_return refused;
    }
    auto noted = *admitted;
    auto out = co_await finish(std::move(*admitted), std::move(*kept), what);
    out.noted.account = std::move(noted.account);
    out.noted.subject = std::move(noted.name);
    const auto act = what == upload_kind::evidence ? "evidence_uploaded" : "emblem_uploaded";
    auto id = inquiry_in(target);
    co_return co_await write_down(with, place, act, std::move(id), std::move(out));
}

asio::awaitable<void> drain(http_stream& from) {
    std::array<char, 16 * 1024> scratch;
    boost::system::error_code error;
    from.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    const auto until = std::chrono::steady_clock::now() + limits::upload_drain_timeout;
    from.expires_at(until);
    while (!error) co_await from.async_read_some(asio::buffer(scratch), no_throw(error));
}

}  // namespace wenzheng::net
