#include "net/forwarded.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <optional>
#include <string_view>

namespace wenzheng::net {
namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr unsigned short household_bits = 64;

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

// The values of a header that may stand more than once, in order.
std::vector<std::string_view> values_of(const http::fields& head, std::string_view name) {
    std::vector<std::string_view> all;
    const auto [begin, end] = head.equal_range(boost::beast::string_view(name.data(), name.size()));
    for (auto at = begin; at != end; ++at) {
        std::string_view rest(at->value().data(), at->value().size());
        while (true) {
            const auto comma = rest.find(',');
            all.push_back(trimmed(rest.substr(0, comma)));
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    return all;
}

std::optional<asio::ip::address> read_address(std::string_view text) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    return plain_address(address);
}

// Whether anybody says that he asks for somebody else.
bool is_forwarded(const http::fields& head) {
    constexpr std::array<const char*, 5> names{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP",
                                               "Forwarded"};
    return std::any_of(names.begin(), names.end(), [&](const char* name) { return head.count(name) != 0; });
}

}  // namespace

boost::system::result<trusted_proxies, std::string> trusted_proxies::read(const std::vector<std::string>& all) {
    trusted_proxies made;
    for (const auto& one : all) {
        const bool is_network = one.find('/') != std::string::npos;
        const bool is_v6 = one.find(':') != std::string::npos;
        boost::system::error_code error;
        if (is_v6)
            made.v6_.push_back(asio::ip::make_network_v6(is_network ? one : one + "/128", error).canonical());
        else
            made.v4_.push_back(asio::ip::make_network_v4(is_network ? one : one + "/32", error).canonical());
        if (error) return {boost::system::in_place_error, one};
    }
    return {boost::system::in_place_value, std::move(made)};
}

bool trusted_proxies::contains(const asio::ip::address& address) const {
    const auto holds = [&](const auto& network, const auto& one) {
        using network_type = std::decay_t<decltype(network)>;
        return network_type(one, network.prefix_length()).canonical() == network;
    };
    if (address.is_v4())
        return std::any_of(v4_.begin(), v4_.end(), [&](const auto& n) { return holds(n, address.to_v4()); });
    return std::any_of(v6_.begin(), v6_.end(), [&](const auto& n) { return holds(n, address.to_v6()); });
}

client_place place_of(const asio::ip::address& peer, bool secure, const http::fields& head,
                      const trusted_proxies& trusted) {
    client_place found{peer, secure, peer.is_loopback() && !is_forwarded(head)};
    if (!trusted.contains(peer)) return found;
    // Each proxy appends whom it heard; what stands further left than the first one that is nobody's proxy of ours was
    // written by him. What can't be read ends it too: then the proxy itself is all that is known.
    const auto hops = values_of(head, "X-Forwarded-For");
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const auto address = read_address(*hop);
        if (!address) break;
        found.address = *address;
        found.loopback = found.address.is_loopback();
        if (!trusted.contains(found.address)) break;
    }
    const auto schemes = values_of(head, "X-Forwarded-Proto");
    if (!schemes.empty() && boost::beast::iequals({schemes.back().data(), schemes.back().size()}, "https"))
        found.secure = true;
    return found;
}

asio::ip::address plain_address(const asio::ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

std::string network_of(const asio::ip::address& address) {
    if (address.is_v4()) return address.to_string();
    return asio::ip::network_v6(address.to_v6(), household_bits).canonical().to_string();
}

}  // namespace wenzheng::net
