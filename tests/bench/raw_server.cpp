// bench_raw_server: what the kernel charges. One epoll loop that answers upgrades, and on `POST /publish` walks over
// all clients with one bare send() each of the same prepared frame. No rules, no limits, no mercy for slow clients.
//   bench_raw_server --port 0 --bytes N        prints `listening PORT CONTROL_PORT`
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr int events_a_turn = 512;
constexpr std::string_view end_of_head = "\r\n\r\n";

enum class kind : std::uint8_t { none, listener, control_listener, control, upgrading, client };

struct place {
    kind what = kind::none;
    std::size_t index = 0;  // of a client, in the row of all
    std::string head;       // of a request that isn't all here
};

class server {
public:
    explicit server(std::size_t payload_bytes) : payload_bytes_(payload_bytes), places_(64) {
        epoll_ = ::epoll_create1(0);
        listener_ = listen_on(kind::listener);
        control_ = listen_on(kind::control_listener);
    }

    void run() {
        std::printf("listening %d %d\n", port_of(listener_), port_of(control_));
        std::fflush(stdout);
        std::array<epoll_event, events_a_turn> events{};
        while (true) {
            const int count = ::epoll_wait(epoll_, events.data(), events_a_turn, -1);
            for (int i = 0; i < count; ++i) on_event(events[static_cast<std::size_t>(i)].data.fd);
        }
    }

private:
    int listen_on(kind what) {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        constexpr int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 || ::listen(fd, 4'096) != 0) std::exit(1);
        watch(fd, what);
        return fd;
    }

    static int port_of(int fd) {
        sockaddr_in at{};
        socklen_t size = sizeof at;
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size);
        return ntohs(at.sin_port);
    }

    void watch(int fd, kind what) {
        if (static_cast<std::size_t>(fd) >= places_.size()) places_.resize(static_cast<std::size_t>(fd) * 2);
        at(fd).what = what;
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
    }

    place& at(int fd) { return places_[static_cast<std::size_t>(fd)]; }

    void on_event(int fd) {
        const auto what = at(fd).what;
        if (what == kind::listener || what == kind::control_listener) {
            for (int one = accept_one(fd); one >= 0; one = accept_one(fd))
                watch(one, what == kind::listener ? kind::upgrading : kind::control);
            return;
        }
        std::array<char, 4'096> bytes{};
        const auto got = ::recv(fd, bytes.data(), bytes.size(), 0);
        if (got <= 0) return leave(fd);
        if (what == kind::client) return;  // whatever it says
        auto& head = at(fd).head;
        head.append(bytes.data(), static_cast<std::size_t>(got));
        if (head.find(end_of_head) == std::string::npos) return;
        const std::string request = std::move(head);
        std::string().swap(head);
        if (what == kind::upgrading)
            upgrade(fd, request);
        else
            answer_control(fd, request);
    }

    static int accept_one(int listener) { return ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK); }

    void leave(int fd) {
        if (at(fd).what == kind::client) {
            const auto index = at(fd).index;
            clients_[index] = clients_.back();
            at(clients_[index]).index = index;
            clients_.pop_back();
        }
        at(fd) = {};
        ::close(fd);
    }

    void upgrade(int fd, std::string_view request) {
        constexpr std::string_view name = "Sec-WebSocket-Key: ";
        const auto begin = request.find(name);
        if (begin == std::string_view::npos) return leave(fd);
        const auto key = request.substr(begin + name.size(), request.find("\r\n", begin) - begin - name.size());
        const auto answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: " +
            acceptance_of(std::string(key)) + "\r\n\r\n" + frame();
        if (::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(answer.size()))
            return leave(fd);
        at(fd).what = kind::client;
        at(fd).index = clients_.size();
        clients_.push_back(fd);
    }

    static std::string acceptance_of(const std::string& key) {
        const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
        std::array<unsigned char, 64> out{};
        const int written = EVP_EncodeBlock(out.data(), digest.data(), static_cast<int>(size));
        return {reinterpret_cast<const char*>(out.data()), static_cast<std::size_t>(written)};
    }

    // The update of this rev, as one frame without a mask.
    std::string frame() const {
        std::string payload = R"({"type":"view","rev":)" + std::to_string(rev_) + R"(,"rest":")";
        if (payload.size() + 2 < payload_bytes_) payload.append(payload_bytes_ - payload.size() - 2, 'x');
        payload += "\"}";
        std::string bytes{'\x81'};
        if (payload.size() < 126) {
            bytes += static_cast<char>(payload.size());
        } else {
            bytes += {126, static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size())};
        }
        return bytes + payload;
    }

    void publish() {
        ++rev_;
        const auto bytes = frame();
        for (std::size_t i = clients_.size(); i-- > 0;) {
            const auto sent = ::send(clients_[i], bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent != static_cast<ssize_t>(bytes.size())) leave(clients_[i]);
        }
    }

    void answer_control(int fd, std::string_view request) {
        if (request.starts_with("POST /publish ")) publish();
        const auto body =
            R"({"rev":)" + std::to_string(rev_) + R"(,"clients":)" + std::to_string(clients_.size()) + "}";
        const auto answer =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n\r\n" + body;
        ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
    }

    std::size_t payload_bytes_;
    std::uint64_t rev_ = 1;
    int epoll_ = -1;
    int listener_ = -1;
    int control_ = -1;
    std::vector<place> places_;  // by descriptor
    std::vector<int> clients_;
};

}  // namespace

int main(int argc, char** argv) {
    rlimit most{};
    ::getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &most);
    std::size_t bytes = 400;
    for (int i = 1; i + 1 < argc; ++i)
        if (std::string_view(argv[i]) == "--bytes") bytes = std::strtoul(argv[i + 1], nullptr, 10);
    server(bytes).run();
}
