// The web pages, read once into memory at the start and shared by all workers.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace wenzheng::net {

struct static_file {
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;  // null where the build made none
    std::string content_type;
    std::string etag;
    bool immutable = false;  // its name holds a digest of its content
};

// A strong entity tag of content.
std::string tag_of(std::string_view bytes);

// Immutable after load(); any thread.
class static_files {
public:
    // Reads every file below `directory`; with `NAME.gz` beside NAME as its compressed form. Missing directory: no
    // files.
    static static_files load(const std::string& directory);

    // `/assets/x.js`, or a page's short address such as `/phone`. Null where there is none.
    const static_file* find(std::string_view path) const;
    bool empty() const noexcept { return files_.empty(); }

private:
    std::map<std::string, static_file, std::less<>> files_;
};

}  // namespace wenzheng::net
