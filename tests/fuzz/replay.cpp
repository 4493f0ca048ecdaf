// The short run: every target on its seeds and on inputs made from them, always the same ones.
//   fuzz_replay SEEDS_DIR INPUTS_A_TARGET
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "target.hpp"

namespace {

using namespace wenzheng;
namespace fs = std::filesystem;

constexpr std::size_t input_bytes_max = 16'384;

std::map<std::string, fuzz::run>& targets() {
    static std::map<std::string, fuzz::run> all;
    return all;
}

std::vector<std::string> seeds_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& one : fs::directory_iterator(folder)) files.push_back(one.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> seeds;
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return seeds;
}

// Changes a few bytes, as a fuzzer would: flips, numbers at the edge, cuts, repeats, and a part of another seed.
std::string changed(std::string text, const std::vector<std::string>& seeds, std::mt19937& random) {
    const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
    for (auto changes = 1 + below(4); changes > 0; --changes) {
        const auto at = below(text.size() + 1);
        switch (below(6)) {
            case 0:
                if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
                break;
            case 1: text.insert(at, 1, static_cast<char>(below(256))); break;
            case 2: text.erase(at, below(16)); break;
            case 3: text.insert(at, text.substr(below(text.size() + 1), below(64))); break;
            case 4: {
                const auto& other = seeds[below(seeds.size())];
                text.insert(at, other.substr(below(other.size() + 1), below(64)));
                break;
            }
            default: {
                static const std::vector<std::string> edges{
                    "-1", "9223372036854775808", "1e999", "\\u0000", "\xff", "{", "["};
                text.insert(at, edges[below(edges.size())]);
            }
        }
    }
    text.resize(std::min(text.size(), input_bytes_max));
    return text;
}

}  // namespace

wenzheng::fuzz::registration::registration(const char* name, run what) { targets()[name] = what; }

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "fuzz_replay SEEDS_DIR INPUTS_A_TARGET\n";
        return 2;
    }
    const auto inputs = std::stoul(argv[2]);
    for (const auto& [name, run] : targets()) {
        const auto seeds = seeds_in(fs::path(argv[1]) / name);
        if (seeds.empty()) {
            std::cerr << name << " has no seeds\n";
            return 1;
        }
        std::cout << name << ": " << seeds.size() << " seeds, " << inputs << " made from them" << std::endl;
        for (const auto& seed : seeds) run(seed);
        std::mt19937 random(20'261'123);
        for (std::size_t n = 0; n < inputs; ++n) run(changed(seeds[n % seeds.size()], seeds, random));
    }
    return 0;
}
