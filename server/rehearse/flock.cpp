#include "rehearse/flock.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "rehearse/reconnect.hpp"

namespace wenzheng::rehearse {

namespace {

constexpr std::size_t incoming_bytes = 256 * 1024;
constexpr int events_a_poll = 512;
constexpr std::size_t answer_bytes_max = 8 * 1024;
constexpr std::string_view end_of_head = "\r\n\r\n";
constexpr int normal_closure = 1000;

std::string base64(const unsigned char* bytes, std::size_t size) {
    std::string text(4 * ((size + 2) / 3) + 1, '\0');
    const int written = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes, static_cast<int>(size));
    text.resize(static_cast<std::size_t>(written));
    return text;
}

// RFC 6455 §4.2.2.
std::string acceptance_of(const std::string& key) {
    const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("no SHA-1");
    return base64(digest.data(), size);
}

std::string random_key() {
    std::random_device random;
    std::array<unsigned char, 16> bytes{};
    for (auto& byte : bytes) byte = static_cast<unsigned char>(random());
    return base64(bytes.data(), bytes.size());
}

bool same_word(std::string_view one, std::string_view other) {
    return one.size() == other.size() && ::strncasecmp(one.data(), other.data(), one.size()) == 0;
}

// The value of a header of an answer; empty where it isn't there.
std::string_view header_in(std::string_view head, std::string_view name) {
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(line.size() + 2, head.size()));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !same_word(line.substr(0, colon), name)) continue;
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        return value;
    }
    return {};
}

// The port is left to connect(), which may take one that another connection has to another place.
bool bind_to(int fd, const std::string& address) noexcept {
    sockaddr_in from{};
    from.sin_family = AF_INET;
    constexpr int on = 1;
    ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    return ::inet_pton(AF_INET, address.c_str(), &from.sin_addr) == 1 &&
           ::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0;
}

}  // namespace

struct flock::member final : frame_listener {
    member(flock& all, std::size_t number, flock_place at) : of(all), who(number), where(std::move(at)) {}

    void text(std::string_view message) override {
        if (now == stage::open) of.keeper_.text(who, message);
    }
    void ping(std::string_view payload) override {
        if (now == stage::open) outgoing += masked_frame(10, payload, of.masks_());
    }
    void closed(int code) override {
        close_code = code;
        if (now == stage::open) say_goodbye(code);  // else that was the answer to ours
    }
    void say_goodbye(int code) {
        std::string said;
        if (code != 1005) said = {static_cast<char>(code >> 8), static_cast<char>(code)};
        outgoing += masked_frame(8, said, of.masks_());
    }

    flock& of;
    std::size_t who;
    int fd = -1;
    int close_code = 0;
    stage now = stage::waiting;
    bool paused = false;
    bool wants_room = false;
    std::uint32_t watched = 0;
    std::uint64_t received_bytes = 0;
    frame_reader reader;
    std::string outgoing;  // what the socket didn't take
    std::string answer;    // of the handshake, while it isn't all here
    flock_place where;     // emptied once the request is out
};

flock::flock(keeper& of, std::size_t handshakes_at_once)
    : keeper_(of),
      handshakes_max_(handshakes_at_once),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      key_(random_key()),
      accepts_(acceptance_of(key_)),
      masks_(std::random_device{}()),
      incoming_(incoming_bytes) {
    if (epoll_ < 0) throw std::runtime_error("epoll_create1 failed");
}

flock::~flock() {
    for (auto& one : members_)
        if (one) shut(*one);
    ::close(epoll_);
}

std::size_t flock::add(flock_place where) {
    const auto who = free_.empty() ? members_.size() : free_.back();
    auto made = std::make_unique<member>(*this, who, std::move(where));
    auto& one = *made;
    if (free_.empty()) {
        members_.push_back(std::move(made));
    } else {
        free_.pop_back();
        members_[who] = std::move(made);
    }
    if (one.where.socket >= 0)
        begin_connected(one);
    else
        to_begin_.push_back(who);
    return who;
}

void flock::begin_some() {
    while (handshakes_ < handshakes_max_ && !to_begin_.empty()) {
        const auto& one = members_[to_begin_.front()];
        to_begin_.pop_front();
        if (one && one->now == stage::waiting) begin(*one);
    }
}

// Nothing is sent yet, so nothing can fail before add() has told the number.
void flock::begin_connected(member& one) {
    one.fd = one.where.socket;
    ::fcntl(one.fd, F_SETFL, ::fcntl(one.fd, F_GETFL) | O_NONBLOCK);
    ++handshakes_;
    one.now = stage::connecting;
    one.wants_room = true;
    watch(one);
}

void flock::begin(member& one) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(one.where.port);
    ++handshakes_;
    one.now = stage::connecting;
    if (::inet_pton(AF_INET, one.where.address.c_str(), &at.sin_addr) != 1) return end(one, close_abnormal, "address");
    one.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (one.fd < 0) return end(one, close_abnormal, std::strerror(errno));
    constexpr int on = 1;
    ::setsockopt(one.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (one.where.receive_bytes > 0)
        ::setsockopt(one.fd, SOL_SOCKET, SO_RCVBUF, &one.where.receive_bytes, sizeof one.where.receive_bytes);
    if (!one.where.from.empty() && !bind_to(one.fd, one.where.from)) return end(one, close_abnormal, "bind");
    constexpr linger at_once{1, 0};
    if (one.where.reset_when_dropped) ::setsockopt(one.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    if (::connect(one.fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 && errno != EINPROGRESS)
        return end(one, close_abnormal, std::strerror(errno));
    one.wants_room = true;
    watch(one);
}

std::string flock::request_of(const flock_place& where) const {
    std::string text = "GET " + where.path + " HTTP/1.1\r\nHost: " + where.host +
                       "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: " +
                       key_ + "\r\n";
    if (!where.origin.empty()) text += "Origin: " + where.origin + "\r\n";
    if (!where.agent.empty()) text += "User-Agent: " + where.agent + "\r\n";
    if (!where.cookie.empty()) text += "Cookie: " + where.cookie + "\r\n";
    return text + "\r\n";
}

// Level-triggered: what isn't read now is told again.
void flock::watch(member& one) {
    const std::uint32_t wanted = (one.paused ? 0U : EPOLLIN) | (one.wants_room ? EPOLLOUT : 0U);
    if (one.fd < 0 || (one.watched == wanted && one.watched != 0)) return;
    epoll_event event{};
    event.events = wanted;
    event.data.u64 = one.who;
    ::epoll_ctl(epoll_, one.watched == 0 && !one.paused ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, one.fd, &event);
    one.watched = wanted;
}

void flock::poll(int timeout_ms) {
    begin_some();
    std::array<epoll_event, events_a_poll> events{};
    const int count = ::epoll_wait(epoll_, events.data(), events_a_poll, timeout_ms);
    for (int i = 0; i < count; ++i) {
        auto& one = *members_[events[static_cast<std::size_t>(i)].data.u64];
        if (one.fd >= 0) on_event(one, events[static_cast<std::size_t>(i)].events);
    }
    begin_some();
    bury();
}

void flock::on_event(member& one, std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) on_writable(one);
    if (one.fd >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) on_readable(one);
}

void flock::on_writable(member& one) {
    if (one.now == stage::connecting) {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(one.fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return end(one, close_abnormal, std::strerror(error));
        one.now = stage::upgrading;
        one.outgoing = request_of(one.where);
        one.where = {};
    }
    flush(one);
}

// False where the connection has ended.
bool flock::flush(member& one) {
    while (!one.outgoing.empty()) {
        const auto sent = ::send(one.fd, one.outgoing.data(), one.outgoing.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            one.outgoing.erase(0, static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            break;
        } else if (errno != EINTR) {
            end(one, close_abnormal, std::strerror(errno));
            return false;
        }
    }
    if (one.outgoing.empty()) std::string().swap(one.outgoing);
    one.wants_room = !one.outgoing.empty();
    watch(one);
    return true;
}

void flock::on_readable(member& one) {
    const auto got = ::recv(one.fd, incoming_.data(), incoming_.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
    if (got <= 0) return end(one, close_abnormal, got == 0 ? "end of stream" : std::strerror(errno));
    const std::string_view bytes(incoming_.data(), static_cast<std::size_t>(got));
    one.received_bytes += bytes.size();
    if (one.now == stage::upgrading) return on_upgrade_bytes(one, bytes);
    if (!one.reader.take(bytes, one)) return end(one, close_abnormal, "broken frames");
    if (one.fd < 0) return;
    if (!one.outgoing.empty() && !one.wants_room && !flush(one)) return;
    if (one.close_code != 0) end(one, one.close_code, "closed");
}

void flock::on_upgrade_bytes(member& one, std::string_view bytes) {
    one.answer.append(bytes);
    const auto end_at = one.answer.find(end_of_head);
    if (end_at == std::string::npos) {
        if (one.answer.size() > answer_bytes_max) end(one, close_abnormal, "no answer to the handshake");
        return;
    }
    const std::string answer = std::move(one.answer);
    std::string().swap(one.answer);
    const auto head = std::string_view(answer).substr(0, end_at);
    if (!head.starts_with("HTTP/1.1 101 ")) return end(one, close_abnormal, head.substr(0, head.find("\r\n")));
    if (header_in(head, "Sec-WebSocket-Accept") != accepts_)
        return end(one, close_abnormal, "the answer to another handshake");
    one.now = stage::open;
    --handshakes_;
    keeper_.opened(one.who);
    if (one.fd < 0) return;
    if (!one.reader.take(std::string_view(answer).substr(end_at + end_of_head.size()), one))
        return end(one, close_abnormal, "broken frames");
    if (one.fd < 0) return;
    if (!one.outgoing.empty() && !flush(one)) return;
    if (one.close_code != 0) end(one, one.close_code, "closed");
}

void flock::send(std::size_t who, std::string_view message) {
    auto& one = *members_[who];
    if (one.now != stage::open) return;
    one.outgoing += masked_frame(1, message, masks_());
    if (!one.wants_room) flush(one);
}

void flock::pause(std::size_t who, bool paused) {
    auto& one = *members_[who];
    if (one.fd < 0 || one.paused == paused) return;
    one.paused = paused;
    epoll_event event{};
    event.events = (paused ? 0U : EPOLLIN) | (one.wants_room ? EPOLLOUT : 0U);
    event.data.u64 = who;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, one.fd, &event);
    one.watched = event.events;
}

void flock::close(std::size_t who) {
    auto& one = *members_[who];
    if (one.now != stage::open) return;
    one.now = stage::closing;
    one.say_goodbye(normal_closure);
    if (!one.wants_room) flush(one);
}

void flock::drop(std::size_t who) {
    auto& one = *members_[who];
    if (one.now == stage::connecting || one.now == stage::upgrading) --handshakes_;
    one.now = stage::over;
    shut(one);
}

void flock::forget(std::size_t who) {
    drop(who);
    forgotten_.push_back(who);
}

// What the kernel told in the same poll() could reach a number's next owner, and frames be read of one that is no more.
void flock::bury() {
    for (const auto who : forgotten_) members_[who].reset();
    free_.insert(free_.end(), forgotten_.begin(), forgotten_.end());
    forgotten_.clear();
}

std::uint64_t flock::bytes_of(std::size_t who) const noexcept { return members_[who]->received_bytes; }

void flock::end(member& one, int code, std::string_view why) {
    if (one.now == stage::over) return;
    drop(one.who);
    keeper_.ended(one.who, code, why);
}

void flock::shut(member& one) noexcept {
    if (one.fd >= 0) ::close(one.fd);
    one.fd = -1;
}

}  // namespace wenzheng::rehearse
