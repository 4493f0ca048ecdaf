// The folder of evidence, with a real disk under it.
#include "net/evidence_store.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "catch.hpp"

using namespace wenzheng;
namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

struct own_folder {
    own_folder() {
        auto pattern = (fs::temp_directory_path() / "wenzheng-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path = pattern;
    }
    ~own_folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    own_folder(const own_folder&) = delete;
    own_folder& operator=(const own_folder&) = delete;

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& one : fs::directory_iterator(path)) all.push_back(one.path().filename().string());
        std::sort(all.begin(), all.end());
        return all;
    }
    fs::path path;
};

template <class value>
asio::awaitable<void> put(asio::awaitable<value> from, std::optional<value>& into) {
    into.emplace(co_await std::move(from));
}

template <class value>
value get(asio::awaitable<value> call) {
    asio::io_context context{1};
    std::optional<value> answer;
    asio::co_spawn(context, put(std::move(call), answer), asio::detached);
    context.run();
    return std::move(answer.value());
}

std::unique_ptr<net::evidence_store> open(const own_folder& folder, std::uint64_t reserve = 0) {
    auto opened = net::evidence_store::open(folder.path.string(), reserve);
    if (!opened) throw std::runtime_error(opened.error());
    return std::move(*opened);
}

const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

}  // namespace

TEST_CASE("an upload is called by its content, once it is whole") {
    const own_folder folder;
    const auto store = open(folder);
    for (int twice = 0; twice < 2; ++twice) {
        auto upload = get(store->begin(3));
        REQUIRE(upload.has_value());
        REQUIRE(get(store->write(**upload, "a")).has_value());
        REQUIRE(get(store->write(**upload, "bc")).has_value());
        if (twice == 0) CHECK(get(store->find(abc + ".png")) == nullptr);
        const auto name = get(store->keep(**upload, net::evidence_kind::png));
        REQUIRE(name.has_value());
        CHECK(*name == abc + ".png");
    }
    CHECK(folder.names() == std::vector<std::string>{abc + ".png"});
    const auto file = get(store->find(abc + ".png"));
    REQUIRE(file);
    CHECK(file->size() == 3);
    std::string piece(8, ' ');
    CHECK(get(store->read(file, 1, {piece.data(), 8})) == 2);
    CHECK(piece.substr(0, 2) == "bc");
    CHECK(get(store->read(file, 3, {piece.data(), 8})) == 0);
}

TEST_CASE("an upload that is given up leaves nothing") {
    const own_folder folder;
    const auto store = open(folder);
    {
        auto upload = get(store->begin(1'000));
        REQUIRE(upload.has_value());
        REQUIRE(get(store->write(**upload, "half")).has_value());
        CHECK(folder.names().size() == 1);
    }
    CHECK(folder.names().empty());
}

TEST_CASE("what a dead server left behind is removed, what a living one writes is not") {
    const own_folder folder;
    std::ofstream(folder.path / ".upload-dead00") << "half";
    std::ofstream(folder.path / ".upload-alive0") << "half";
    std::ofstream(folder.path / (abc + ".png")) << "abc";
    const int alive = ::open((folder.path / ".upload-alive0").c_str(), O_RDONLY);
    REQUIRE(::flock(alive, LOCK_EX | LOCK_NB) == 0);
    const auto store = open(folder);
    CHECK(folder.names() == std::vector<std::string>{".upload-alive0", abc + ".png"});
    ::close(alive);
}

TEST_CASE("an upload that would leave too little room on the disk does not begin") {
    const own_folder folder;
    const auto store = open(folder, std::uint64_t{1} << 60U);
    const auto upload = get(store->begin(1));
    REQUIRE_FALSE(upload.has_value());
    CHECK(upload.error().code == "storage_full");
    CHECK(folder.names().empty());
}

TEST_CASE("an upload that the disk has no room for ends as full, and leaves nothing") {
    const own_folder folder;
    const auto store = open(folder);
    auto upload = get(store->begin(5'000));
    REQUIRE(upload.has_value());
    // A limit on files answers writes like a disk without room.
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 1'000;
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto written = get(store->write(**upload, std::string(5'000, 'x')));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    REQUIRE_FALSE(written.has_value());
    CHECK(written.error().code == "storage_full");
    upload->reset();
    CHECK(folder.names().empty());
}

TEST_CASE("so many uploads at once and no more") {
    const own_folder folder;
    const auto store = open(folder);
    std::vector<std::unique_ptr<net::evidence_upload>> all;
    for (std::size_t i = 0; i < limits::uploads_at_once; ++i) {
        auto upload = get(store->begin(1));
        REQUIRE(upload.has_value());
        all.push_back(std::move(*upload));
    }
    const auto one_more = get(store->begin(1));
    REQUIRE_FALSE(one_more.has_value());
    CHECK(one_more.error().code == "too_many_requests");
    all.pop_back();
    CHECK(get(store->begin(1)).has_value());
}

TEST_CASE("only what is called like evidence is found, and no link") {
    const own_folder folder;
    const auto store = open(folder);
    std::ofstream(folder.path / "other.png") << "x";
    fs::create_symlink("/etc/passwd", folder.path / (abc + ".png"));
    fs::create_directory(folder.path / (std::string(64, 'b') + ".png"));
    for (const auto& name :
         {std::string("other.png"), abc + ".png", std::string(64, 'b') + ".png", "../" + abc + ".png"})
        CHECK(get(store->find(name)) == nullptr);
}

TEST_CASE("a folder that can't be made is said by name") {
    const auto opened = net::evidence_store::open("/proc/nowhere");
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().find("/proc/nowhere") != std::string::npos);
}
