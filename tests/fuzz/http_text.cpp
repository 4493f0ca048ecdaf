// What stands in a request's target and headers: target, Range, Cookie and Origin, a line each.
#include <array>

#include "net/api.hpp"
#include "net/byte_range.hpp"
#include "net/cookies.hpp"
#include "net/query.hpp"
#include "target.hpp"

using namespace wenzheng;

WENZHENG_FUZZ_TARGET("http_text") {
    std::array<std::string_view, 4> line;
    for (auto& one : line) {
        const auto end = input.find('\n');
        one = input.substr(0, end);
        input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
    }
    const auto [target, range, cookie, origin] = line;
    if (const auto value = net::query_value(target, "shape"))
        fuzz::must(value->size() <= target.size(), "decoding makes nothing longer");
    constexpr std::uint64_t size_bytes = 1'000;
    const auto part = net::read_range(range, size_bytes);
    if (part.what == net::byte_range::kind::part) {
        fuzz::must(part.length > 0, "a part is not empty");
        fuzz::must(part.offset < size_bytes && part.length <= size_bytes - part.offset, "a part lies in the file");
    }
    const net::cookie_jar jar("a secret that nobody guesses 0123");
    fuzz::must(!jar.read_operator(cookie, 0) && !jar.read_deputy(cookie, 0) && !jar.read_screen(cookie, 0),
               "nobody signs for us");
    fuzz::must(!jar.read_ticket(cookie, 0), "nor writes a ticket");
    if (!origin.empty() && net::origin_allowed({}, origin, "studio.example", false))
        fuzz::must(origin == "http://studio.example" || origin == "https://studio.example", "only our own origin");
    if (!origin.empty() && net::origin_allowed({}, origin, "studio.example", true))
        fuzz::must(origin == "https://studio.example", "and over TLS no other than by TLS");
}
