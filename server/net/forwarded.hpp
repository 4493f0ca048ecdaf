// From where a request really comes: the connection's other end, or what a proxy that is trusted says.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <vector>

#include "net/seats.hpp"

namespace wenzheng::net {

// What is known of a connection before its first byte.
struct arrival {
    boost::asio::ip::address address;
    bool secure = false;  // TLS was ended by this program
    seats::seat seat;
};

// Of one request.
struct client_place {
    boost::asio::ip::address address;
    bool secure = false;    // TLS all the way, or as far as a trusted proxy
    bool loopback = false;  // from this machine, by nobody's proxy
};

// Proxies that may say for whom they ask. Immutable.
class trusted_proxies {
public:
    // Addresses or networks (`10.0.0.0/8`). The error is the first that is neither.
    static boost::system::result<trusted_proxies, std::string> read(const std::vector<std::string>& all);
    bool contains(const boost::asio::ip::address& address) const;

private:
    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

client_place place_of(const boost::asio::ip::address& peer, bool secure, const boost::beast::http::fields& head,
                      const trusted_proxies& trusted);

// An IPv4 address mapped into IPv6 as what it is.
boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

// What limits by address count together: an IPv4 address, or a /64 of IPv6, which is one household's.
std::string network_of(const boost::asio::ip::address& address);

}  // namespace wenzheng::net
