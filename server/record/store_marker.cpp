#include "record/store_marker.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "inquiry/limits.hpp"
#include "record/chain.hpp"
#include "record/file_sync.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::record {
namespace {

constexpr const char* format_name = "wenzheng-store";

}  // namespace

boost::system::result<std::shared_ptr<store_marker>, std::string> store_marker::open(std::filesystem::path file) {
    using result = boost::system::result<std::shared_ptr<store_marker>, std::string>;
    auto made = std::make_shared<store_marker>();
    made->file_ = std::move(file);
    std::ifstream in(made->file_);
    if (!in) {
        made->keeper_ = std::thread([&keeps = *made] { keeps.keep(); });
        return made;
    }
    std::stringstream text;
    text << in.rdbuf();
    const auto value = wire::json::parse(text.str(), nullptr, false);
    const bool good = value.is_object() && value.value("format", "") == format_name && value.contains("store") &&
                      value.at("store").is_string() && value.contains("epoch") && value.at("epoch").is_string() &&
                      value.contains("writes") && value.at("writes").is_number_unsigned();
    if (!good)
        return result{boost::system::in_place_error,
                      made->file_.string() + " is damaged: it says which store this node belongs to"};
    made->known_ = memory{value.at("store").get<std::string>(), value.at("epoch").get<std::string>(),
                          value.at("writes").get<std::uint64_t>()};
    made->saved_writes_ = made->known_->writes;
    made->keeper_ = std::thread([&keeps = *made] { keeps.keep(); });
    return made;
}

store_marker::~store_marker() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (keeper_.joinable()) keeper_.join();
    save();
}

void store_marker::keep() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_.wait_for(lock, limits::store_look_interval, [this] { return stopping_; });
        lock.unlock();
        save();
        lock.lock();
    }
}

std::optional<store_marker::memory> store_marker::known() const {
    const std::lock_guard lock(mutex_);
    return known_;
}

bool store_marker::remember(const std::string& store, const std::string& epoch, std::uint64_t writes) {
    const std::lock_guard first(writing_);
    memory next{store, epoch, writes};
    {
        const std::lock_guard lock(mutex_);
        if (known_ && known_->store == store && known_->epoch == epoch) {
            known_->writes = std::max(known_->writes, writes);
            return true;
        }
    }
    if (!write(next, true)) return false;
    const std::lock_guard lock(mutex_);
    saved_writes_ = next.writes;
    known_ = std::move(next);
    return true;
}

void store_marker::saw_writes(const std::string& epoch, std::uint64_t writes) {
    const std::lock_guard lock(mutex_);
    if (known_ && known_->epoch == epoch) known_->writes = std::max(known_->writes, writes);
}

void store_marker::save() {
    const std::lock_guard first(writing_);
    memory what;
    {
        const std::lock_guard lock(mutex_);
        if (!known_ || known_->writes == saved_writes_) return;
        what = *known_;
    }
    if (!write(what, false)) return;
    const std::lock_guard lock(mutex_);
    saved_writes_ = what.writes;
}

bool store_marker::write(const memory& what, bool sync) const {
    if (file_.empty()) return true;
    const auto text = wire::canonical({{"format", format_name},
                                       {"version", 1},
                                       {"store", what.store},
                                       {"epoch", what.epoch},
                                       {"writes", what.writes}}) +
                      "\n";
    return put_file(file_, text, sync);
}

std::filesystem::path private_marker(const std::filesystem::path& data_dir) { return data_dir / "wenzheng.store"; }

std::filesystem::path outer_marker(const std::filesystem::path& data_dir, const std::string& url) {
    return data_dir / ("wenzheng.store-" + sha256_hex(url).substr(0, 16));
}

std::string emptied_error(const std::string& store, const std::filesystem::path& marker) {
    return "a record was begun in " + store +
           ", and it is gone: the store is empty. It is not begun again by itself, because votes may have been "
           "confirmed "
           "there. Bring the files back, or restore a backup (wenzheng restore). To begin anew without them, remove " +
           marker.string() + " by hand.";
}

}  // namespace wenzheng::record
