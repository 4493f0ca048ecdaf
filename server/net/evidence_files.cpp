#include "net/evidence_files.hpp"

#include <algorithm>

#include "net/byte_range.hpp"
#include "net/evidence_store.hpp"
#include "net/http_write.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using http::status;
using http::verb;

namespace {

constexpr std::string_view folder = "/evidence/";

answer describe(std::string_view name, evidence_kind kind) {
    answer out;
    out.content_type = media_type(kind);
    out.cache_control = "private, max-age=31536000, immutable";
    // A picture that is opened as a page of its own still can't do anything.
    out.content_security_policy = "default-src 'none'; sandbox";
    out.headers.emplace_back("ETag", "\"" + std::string(name.substr(0, name.find('.'))) + "\"");
    out.headers.emplace_back("Accept-Ranges", "bytes");
    out.headers.emplace_back("Content-Disposition", "inline");
    return out;
}

void cut(answer& out, const byte_range& range, std::uint64_t size) {
    const auto whole = "/" + std::to_string(size);
    if (range.what == byte_range::kind::beyond) {
        out.status = status::range_not_satisfiable;
        out.headers.emplace_back("Content-Range", "bytes *" + whole);
        out.slice.reset();
        return;
    }
    out.slice->offset = range.offset;
    out.slice->length = range.length;
    if (range.what == byte_range::kind::whole) return;
    out.status = status::partial_content;
    out.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.offset) + "-" +
                                                  std::to_string(range.offset + range.length - 1) + whole);
}

}  // namespace

asio::awaitable<answer> handle_evidence(services& with, request_context context) {
    const auto method = context.request.method();
    if (method != verb::get && method != verb::head)
        co_return error_answer({"method_not_allowed", "this address does not know this method"});
    const std::string name(context.path.substr(folder.size()));
    const auto kind = kind_in_name(name);
    std::shared_ptr<const evidence_file> file;
    if (kind) file = co_await with.common.evidence->find(name);
    if (!file) co_return error_answer({"no_such_page", "there is nothing here"});
    auto out = describe(name, *kind);
    const auto& etag = out.headers.front().second;
    if (is_known(context.request, etag)) {
        out.status = status::not_modified;
        co_return out;
    }
    out.slice = file_slice{file, 0, file->size()};
    const auto& fields = context.request;
    const auto only_if = header(fields, http::field::if_range);
    const bool whole = method == verb::head || (!only_if.empty() && only_if != etag);
    cut(out, read_range(whole ? std::string_view{} : header(fields, http::field::range), file->size()), file->size());
    co_return out;
}

asio::awaitable<boost::system::error_code> send_slice(evidence_store& store, http_stream& to, file_slice what) {
    std::string piece(std::min<std::uint64_t>(what.length, limits::evidence_piece_bytes), '\0');
    boost::system::error_code error;
    while (what.length > 0 && !error) {
        const std::span<char> wanted(piece.data(), std::min<std::uint64_t>(what.length, piece.size()));
        const auto bytes = co_await store.read(what.file, what.offset, wanted);
        if (bytes == 0) co_return boost::system::errc::make_error_code(boost::system::errc::io_error);
        what.offset += bytes;
        what.length -= bytes;
        error = co_await write_all(to, std::string_view(piece.data(), bytes));
    }
    co_return error;
}

}  // namespace wenzheng::net
