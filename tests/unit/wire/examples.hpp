// The golden examples of protocol/examples.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wenzheng::testing {

struct example {
    std::string name;
    std::string text;

    nlohmann::json parsed() const { return nlohmann::json::parse(text); }
};

// The files of one folder, in the order of their names.
inline std::vector<example> examples(const std::string& folder) {
    std::vector<example> all;
    const std::filesystem::path root(WENZHENG_SOURCE_DIR "/protocol/examples");
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
        std::ifstream file(entry.path());
        all.push_back({folder + "/" + entry.path().filename().string(),
                       std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>())});
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

}  // namespace wenzheng::testing
