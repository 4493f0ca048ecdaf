// bench_client: told by lines of JSON on stdin what to do; a line of JSON on stdout comes of each, in order.
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <iostream>

#include "client/crowd.hpp"

namespace {

using namespace wenzheng;

void allow_all_descriptors() {
    rlimit most{};
    if (::getrlimit(RLIMIT_NOFILE, &most) != 0) return;
    most.rlim_cur = most.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &most);
}

// False when it was told to quit.
bool perform(bench::crowd& crowd, const std::string& line) {
    nlohmann::json answer;
    try {
        const auto what = nlohmann::json::parse(line);
        if (what.at("op") == "quit") return false;
        answer = crowd.perform(what);
    } catch (const std::exception& e) {
        answer = {{"error", e.what()}};
    }
    std::cout << answer.dump() << std::endl;
    return true;
}

}  // namespace

int main() {
    allow_all_descriptors();
    bench::crowd crowd;
    std::string lines;
    std::array<pollfd, 2> both{{{STDIN_FILENO, POLLIN, 0}, {crowd.descriptor(), POLLIN, 0}}};
    while (true) {
        ::poll(both.data(), both.size(), 1'000);
        if (both[1].revents != 0) crowd.step(0);
        if (both[0].revents == 0) continue;
        std::array<char, 64 * 1024> more{};
        const auto got = ::read(STDIN_FILENO, more.data(), more.size());
        if (got <= 0) return 0;
        lines.append(more.data(), static_cast<std::size_t>(got));
        for (auto end = lines.find('\n'); end != std::string::npos; end = lines.find('\n')) {
            if (!perform(crowd, lines.substr(0, end))) return 0;
            lines.erase(0, end + 1);
        }
    }
}
