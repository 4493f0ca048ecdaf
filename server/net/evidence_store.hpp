// The folder of evidence: files that are called by the SHA-256 of their content and never change. Several nodes may
// share one folder.
#pragma once

#include <sodium.h>

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "inquiry/limits.hpp"
#include "net/evidence_kind.hpp"
#include "wire/problem.hpp"

namespace wenzheng::net {

class evidence_store;

// A file that is being uploaded: has a name of its own until it is kept, and is gone where it never is.
class evidence_upload {
public:
    ~evidence_upload();
    evidence_upload(const evidence_upload&) = delete;
    evidence_upload& operator=(const evidence_upload&) = delete;

private:
    friend class evidence_store;
    explicit evidence_upload(evidence_store& store);

    evidence_store& store_;
    int descriptor_ = -1;
    std::string path_;
    crypto_hash_sha256_state digest_{};
};

// A file that is there, open for reading.
class evidence_file {
public:
    ~evidence_file();
    evidence_file(const evidence_file&) = delete;
    evidence_file& operator=(const evidence_file&) = delete;
    std::uint64_t size() const noexcept { return size_; }

private:
    friend class evidence_store;
    evidence_file(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}

    int descriptor_;
    std::uint64_t size_;
};

// Shared by all workers. What touches the disk runs on threads of its own, so that no vote waits for it.
class evidence_store {
public:
    // Makes the folder where it isn't there, and removes what uploads left behind whose server is gone. The error says
    // why the folder can't be used. `reserve_bytes` are left free on the disk.
    static boost::system::result<std::unique_ptr<evidence_store>, std::string> open(
        const std::string& folder, std::uint64_t reserve_bytes = limits::evidence_reserve_bytes);
    ~evidence_store() { stop(); }

    // Problems: storage_full, too_many_requests, unavailable.
    boost::asio::awaitable<wire::result<std::unique_ptr<evidence_upload>>> begin(std::uint64_t bytes);
    // Behind what was written before. The bytes stay until it is over. One call at a time.
    boost::asio::awaitable<wire::result<void>> write(evidence_upload& to, std::string_view bytes);
    // Makes it durable under the name of its content, which comes back.
    boost::asio::awaitable<wire::result<std::string>> keep(evidence_upload& what, evidence_kind kind);

    // Null where there is no such file, or its name isn't one.
    boost::asio::awaitable<std::shared_ptr<const evidence_file>> find(std::string file);
    // How many bytes were read, at least one; 0 where the disk failed.
    boost::asio::awaitable<std::size_t> read(std::shared_ptr<const evidence_file> from, std::uint64_t offset,
                                             std::span<char> into);

    // Waits for what is on its way. Before the loops go whose coroutines wait here.
    void stop() { pool_.join(); }

private:
    friend class evidence_upload;
    evidence_store(std::string folder, std::uint64_t reserve_bytes);
    void remove_left_behind() const;
    wire::result<std::unique_ptr<evidence_upload>> begin_now(std::uint64_t bytes);
    wire::result<std::string> keep_now(evidence_upload& what, evidence_kind kind) const;
    std::shared_ptr<const evidence_file> find_now(const std::string& file) const;

    std::string folder_;
    std::uint64_t reserve_bytes_;
    std::atomic<std::size_t> uploads_{0};
    boost::asio::thread_pool pool_{limits::evidence_threads};
};

}  // namespace wenzheng::net
