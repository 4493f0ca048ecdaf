#include "net/static_files.hpp"

#include <sodium.h>
#include <filesystem>
#include <fstream>

namespace wenzheng::net {
namespace {

namespace fs = std::filesystem;

std::string type_of(const fs::path& path) {
    static const std::map<std::string, std::string> types{{".html", "text/html; charset=utf-8"},
                                                          {".js", "text/javascript; charset=utf-8"},
                                                          {".css", "text/css; charset=utf-8"},
                                                          {".svg", "image/svg+xml"},
                                                          {".png", "image/png"},
                                                          {".ico", "image/x-icon"},
                                                          {".woff2", "font/woff2"},
                                                          {".json", "application/json"},
                                                          {".webmanifest", "application/manifest+json"},
                                                          {".txt", "text/plain; charset=utf-8"}};
    const auto found = types.find(path.extension().string());
    return found == types.end() ? "application/octet-stream" : found->second;
}

std::shared_ptr<const std::string> contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::make_shared<const std::string>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

}  // namespace

std::string tag_of(std::string_view bytes) {
    unsigned char digest[16];
    crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    char hex[33];
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return "\"" + std::string(hex) + "\"";
}

static_files static_files::load(const std::string& directory) {
    static_files all;
    std::error_code error;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        if (!at->is_regular_file() || at->path().extension() == ".gz") continue;
        static_file file;
        file.plain = contents(at->path());
        const auto zipped = fs::path(at->path().string() + ".gz");
        if (fs::exists(zipped, error)) file.gzip = contents(zipped);
        file.content_type = type_of(at->path());
        file.etag = tag_of(*file.plain);
        const auto name = "/" + fs::relative(at->path(), directory, error).generic_string();
        file.immutable = name.starts_with("/assets/");
        if (at->path().extension() == ".html") all.files_[name.substr(0, name.size() - 5)] = file;
        all.files_[name] = std::move(file);
    }
    return all;
}

const static_file* static_files::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

}  // namespace wenzheng::net
