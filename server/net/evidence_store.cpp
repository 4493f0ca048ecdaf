#include "net/evidence_store.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "live/on_pool.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view upload_prefix = ".upload-";

wire::problem disk_problem(int error) {
    if (error == ENOSPC || error == EDQUOT || error == EFBIG)
        return {"storage_full", "the disk of the evidence is full"};
    return {"unavailable", "the evidence folder can't be written"};
}

wire::result<void> write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return disk_problem(errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

// So that the new name is there after a power cut.
bool sync_folder(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

}  // namespace

evidence_upload::evidence_upload(evidence_store& store) : store_(store) {
    crypto_hash_sha256_init(&digest_);
    ++store_.uploads_;
}

evidence_upload::~evidence_upload() {
    if (!path_.empty()) ::unlink(path_.c_str());
    if (descriptor_ >= 0) ::close(descriptor_);
    --store_.uploads_;
}

evidence_file::~evidence_file() { ::close(descriptor_); }

evidence_store::evidence_store(std::string folder, std::uint64_t reserve_bytes)
    : folder_(std::move(folder)), reserve_bytes_(reserve_bytes) {}

boost::system::result<std::unique_ptr<evidence_store>, std::string> evidence_store::open(const std::string& folder,
                                                                                         std::uint64_t reserve_bytes) {
    using result = boost::system::result<std::unique_ptr<evidence_store>, std::string>;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || ::access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
        return result{boost::system::in_place_error,
                      "evidence folder " + folder + " can't be used: " +
                          (error ? error : std::error_code(errno, std::generic_category())).message()};
    std::unique_ptr<evidence_store> store(new evidence_store(folder, reserve_bytes));
    store->remove_left_behind();
    return result{boost::system::in_place_value, std::move(store)};
}

// An upload holds its file's lock as long as its server lives; what nobody holds is of one that died.
void evidence_store::remove_left_behind() const {
    std::error_code error;
    for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
        if (!at->path().filename().string().starts_with(upload_prefix)) continue;
        const int descriptor = ::open(at->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor < 0) continue;
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(at->path().c_str());
        ::close(descriptor);
    }
}

wire::result<std::unique_ptr<evidence_upload>> evidence_store::begin_now(std::uint64_t bytes) {
    struct statvfs disk {};
    if (::statvfs(folder_.c_str(), &disk) != 0) return disk_problem(errno);
    if (static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize < bytes + reserve_bytes_) return disk_problem(ENOSPC);
    std::unique_ptr<evidence_upload> made(new evidence_upload(*this));
    if (uploads_.load() > limits::uploads_at_once)
        return wire::problem{"too_many_requests", "other uploads are under way"};
    auto path = folder_ + "/" + std::string(upload_prefix) + "XXXXXX";
    made->descriptor_ = ::mkostemp(path.data(), O_CLOEXEC);
    if (made->descriptor_ < 0) return disk_problem(errno);
    made->path_ = std::move(path);
    if (::flock(made->descriptor_, LOCK_EX | LOCK_NB) != 0) return disk_problem(errno);
    return made;
}

wire::result<std::string> evidence_store::keep_now(evidence_upload& what, evidence_kind kind) const {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&what.digest_, digest);
    char hex[2 * sizeof digest + 1];
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    auto name = std::string(hex) + std::string(extension(kind));
    if (::fsync(what.descriptor_) != 0) return disk_problem(errno);
    if (::rename(what.path_.c_str(), (folder_ + "/" + name).c_str()) != 0) return disk_problem(errno);
    what.path_.clear();
    if (!sync_folder(folder_)) return disk_problem(errno);
    return wire::result<std::string>{boost::system::in_place_value, std::move(name)};
}

std::shared_ptr<const evidence_file> evidence_store::find_now(const std::string& file) const {
    if (!kind_in_name(file)) return nullptr;
    const int descriptor = ::open((folder_ + "/" + file).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return nullptr;
    struct stat about {};
    if (::fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(descriptor);
        return nullptr;
    }
    return std::shared_ptr<const evidence_file>(
        new evidence_file(descriptor, static_cast<std::uint64_t>(about.st_size)));
}

asio::awaitable<wire::result<std::unique_ptr<evidence_upload>>> evidence_store::begin(std::uint64_t bytes) {
    const auto work = [this, bytes] { return begin_now(bytes); };
    co_return co_await live::on_pool(pool_, work);
}

asio::awaitable<wire::result<void>> evidence_store::write(evidence_upload& to, std::string_view bytes) {
    const auto work = [&to, bytes] {
        crypto_hash_sha256_update(&to.digest_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
        return write_all(to.descriptor_, bytes);
    };
    co_return co_await live::on_pool(pool_, work);
}

asio::awaitable<wire::result<std::string>> evidence_store::keep(evidence_upload& what, evidence_kind kind) {
    const auto work = [this, &what, kind] { return keep_now(what, kind); };
    co_return co_await live::on_pool(pool_, work);
}

asio::awaitable<std::shared_ptr<const evidence_file>> evidence_store::find(std::string file) {
    const auto work = [this, file = std::move(file)] { return find_now(file); };
    co_return co_await live::on_pool(pool_, work);
}

asio::awaitable<std::size_t> evidence_store::read(std::shared_ptr<const evidence_file> from, std::uint64_t offset,
                                                  std::span<char> into) {
    const auto work = [from, offset, into] {
        const auto bytes = ::pread(from->descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
        return bytes > 0 ? static_cast<std::size_t>(bytes) : std::size_t{0};
    };
    co_return co_await live::on_pool(pool_, work);
}

}  // namespace wenzheng::net
