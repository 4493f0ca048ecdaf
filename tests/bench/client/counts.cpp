#include "client/counts.hpp"

#include <time.h>

#include <algorithm>
#include <charconv>

#include "rehearse/statistics.hpp"

namespace wenzheng::bench {

namespace {

constexpr std::string_view rev_word = "\"rev\":";
constexpr std::size_t from_the_end = 96;
constexpr std::size_t from_the_beginning = 64;

std::optional<std::uint64_t> number_behind(std::string_view text, std::size_t at) noexcept {
    if (at == std::string_view::npos) return std::nullopt;
    std::uint64_t number = 0;
    const auto* begin = text.data() + at + rev_word.size();
    const auto read = std::from_chars(begin, text.data() + text.size(), number);
    if (read.ec != std::errc()) return std::nullopt;
    return number;
}

}  // namespace

std::int64_t now_ns() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

std::optional<std::uint64_t> rev_in(std::string_view message) noexcept {
    const auto tail = message.substr(message.size() - std::min(message.size(), from_the_end));
    if (const auto found = number_behind(tail, tail.rfind(rev_word))) return found;
    const auto front = message.substr(0, from_the_beginning);
    return number_behind(front, front.find(rev_word));
}

double percentile_of(std::vector<double>& values, double share) {
    std::sort(values.begin(), values.end());
    return rehearse::percentile(values, share);
}

void update_counts::update(std::uint64_t rev, std::int64_t at_ns) {
    if (newest_ == nullptr || rev != newest_rev_) {
        newest_rev_ = rev;
        newest_ = &revs_[rev];
        if (newest_->first_ns == 0) newest_->first_ns = at_ns;
    }
    newest_->last_ns = at_ns;
    newest_->after_us.push_back(static_cast<std::uint32_t>((at_ns - newest_->first_ns) / 1'000));
}

nlohmann::json update_counts::report(std::uint64_t most_bytes) const {
    nlohmann::json out{{"messages", messages_}, {"bytes", bytes_}, {"most_bytes", most_bytes}};
    auto& revs = out["revs"] = nlohmann::json::array();
    for (const auto& [rev, seen] : revs_) {
        std::vector<double> after(seen.after_us.begin(), seen.after_us.end());
        revs.push_back({{"rev", rev},
                        {"count", after.size()},
                        {"first_ns", seen.first_ns},
                        {"last_ns", seen.last_ns},
                        {"p50_us", percentile_of(after, 0.5)},
                        {"p99_us", percentile_of(after, 0.99)},
                        {"max_us", percentile_of(after, 1)}});
    }
    return out;
}

}  // namespace wenzheng::bench
