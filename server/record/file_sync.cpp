#include "record/file_sync.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace wenzheng::record {

bool put_file(const std::filesystem::path& file, std::string_view text, bool sync, bool replace) {
    const auto beside = file.string() + ".new";
    const int to = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0) return false;
    bool good = true;
    while (good && !text.empty()) {
        const auto n = ::write(to, text.data(), text.size());
        if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
        good = n > 0 || errno == EINTR;
    }
    if (sync) good = ::fsync(to) == 0 && good;
    good = ::close(to) == 0 && good;
    if (replace) {
        good = good && ::rename(beside.c_str(), file.c_str()) == 0;
        if (!good) ::unlink(beside.c_str());
    } else {
        good = good && ::link(beside.c_str(), file.c_str()) == 0;  // fails where there is one
        ::unlink(beside.c_str());
    }
    return good && (!sync || sync_folder(file.parent_path()));
}

bool sync_folder(const std::filesystem::path& folder) {
    const auto name = folder.empty() ? std::filesystem::path(".") : folder;
    const int at = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) return false;
    const bool good = ::fsync(at) == 0;
    ::close(at);
    return good;
}

}  // namespace wenzheng::record
