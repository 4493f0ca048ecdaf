// What a node remembers of its store in a file of its own, outside the store: that a record was begun there, so that
// an emptied store is not taken for a new one, and how much of it was seen.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace wenzheng::record {

// Shared by all workers of a node; any thread.
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

    // Reads the file where there is one. The error says in English what is wrong with it.
    static boost::system::result<std::shared_ptr<store_marker>, std::string> open(std::filesystem::path file);

    std::optional<memory> known() const;
    const std::filesystem::path& file() const noexcept { return file_; }

    // Durable when it returns, where it is new; false where that can't be.
    bool remember(const std::string& store, const std::string& epoch, std::uint64_t writes);

    // Counts only in the epoch that is remembered. save() writes it down, without waiting for the disk: what a power
    // cut takes away makes it less than it was, never more.
    void saw_writes(const std::string& epoch, std::uint64_t writes);
    void save();

private:
    bool write(const memory& what, bool sync);

    std::filesystem::path file_;
    mutable std::mutex mutex_;
    std::optional<memory> known_;
    std::uint64_t saved_writes_ = 0;
};

// The marker of the private Redis in this data directory, and of the outer store with this URL.
std::filesystem::path private_marker(const std::filesystem::path& data_dir);
std::filesystem::path outer_marker(const std::filesystem::path& data_dir, const std::string& url);

// What to tell who starts a node whose store is empty although it was begun: what is wrong, and the ways out.
std::string emptied_error(const std::string& store, const std::filesystem::path& marker);

}  // namespace wenzheng::record
