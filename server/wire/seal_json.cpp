#include "wire/seal_json.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace wenzheng::wire {
namespace {

using namespace inquiry;
using json = nlohmann::json;

std::vector<sealed_vote> read_votes(const json& in) {
    std::vector<sealed_vote> votes;
    for (const auto& [deputy, line] : in.items())
        votes.push_back(read_vote_line(deputy_id{deputy}, line.get<std::string>()));
    return votes;
}

}  // namespace

sealed_vote read_vote_line(const deputy_id& deputy, std::string_view line) {
    std::array<std::string, 6> part;
    for (auto& one : part) {
        const auto space = line.find(' ');
        one = line.substr(0, space);
        line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
    }
    if (part[4] == "-") part[4].clear();
    return {deputy,  mark{part[0]},    static_cast<std::uint32_t>(std::stoul(part[1])), part[2], std::stoll(part[3]),
            part[4], part[5] == "late"};
}

seal read_seal(std::string_view text) {
    const auto in = json::parse(text);
    seal sealed;
    for (const auto& [stored, n] : in.at("counts").items()) sealed.counts[mark{stored}] = n.get<count>();
    sealed.votes = read_votes(in.at("votes"));
    return sealed;
}

std::vector<sealed_vote> read_late_votes(std::string_view text) {
    if (text.empty()) return {};
    return read_votes(json::parse(text).at("late"));
}

mark_counts sum_of(const std::vector<sealed_vote>& votes) {
    mark_counts counts;
    for (const auto& vote : votes) ++counts[vote.mark];
    return counts;
}

}  // namespace wenzheng::wire
