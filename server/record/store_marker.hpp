// What a node remembers of its store in a file of its own, outside the store: that a record was begun there, so that
// an emptied store is not taken for a new one, and how much of it was seen.
#pragma once

#include <boost/system/result.hpp>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace wenzheng::record {

// Shared by all workers of a node; any thread. With a file it has a thread of its own that writes down how much was
// seen, because a worker must never wait for a disk.
class store_marker {
public:
    struct memory {
        std::string store;         // wz:store
        std::string epoch;         // wz:epoch
        std::uint64_t writes = 0;  // wz:writes, the highest seen in that epoch
        friend bool operator==(const memory&, const memory&) = default;
    };

    // Remembers in memory only.
    store_marker() = default;
    ~store_marker();
    store_marker(const store_marker&) = delete;
    store_marker& operator=(const store_marker&) = delete;

    // Reads the file where there is one. The error says in English what is wrong with it.
    static boost::system::result<std::shared_ptr<store_marker>, std::string> open(std::filesystem::path file);

    std::optional<memory> known() const;
    const std::filesystem::path& file() const noexcept { return file_; }

    // Durable when it returns, where it is new; false where that can't be.
    bool remember(const std::string& store, const std::string& epoch, std::uint64_t writes);

    // Counts only in the epoch that is remembered. It is in the file a second later, and need not be on the disk: what
    // a power cut takes away makes it less than it was, never more.
    void saw_writes(const std::string& epoch, std::uint64_t writes);
    void save();

private:
    bool write(const memory& what, bool sync) const;
    void keep();

    std::filesystem::path file_;
    std::mutex writing_;  // before mutex_, which is never held while the disk is waited for
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<memory> known_;
    std::uint64_t saved_writes_ = 0;
    bool stopping_ = false;
    std::thread keeper_;
};

// The marker of the private Redis in this data directory, and of the outer store with this URL.
std::filesystem::path private_marker(const std::filesystem::path& data_dir);
std::filesystem::path outer_marker(const std::filesystem::path& data_dir, const std::string& url);

// What to tell who starts a node whose store is empty although it was begun: what is wrong, and the ways out.
std::string emptied_error(const std::string& store, const std::filesystem::path& marker);

}  // namespace wenzheng::record
