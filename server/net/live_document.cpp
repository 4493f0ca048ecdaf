#include "net/live_document.hpp"

#include <algorithm>

namespace wenzheng::net {
namespace {

using wire::json;

std::string text_in(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<std::int64_t> instant_in(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char one : text) {
        switch (one) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += one;
        }
    }
    return out;
}

std::string meta(const char* attribute, const char* name, std::string_view content) {
    return std::string("<meta ") + attribute + "=\"" + name + "\" content=\"" + escaped(content) + "\">\n";
}

const json* item_of(const json& inquiry, const std::string& id) {
    for (const auto& item : inquiry.at("items"))
        if (text_in(item, "id") == id) return &item;
    return nullptr;
}

std::string verdict_of(const json& ballot) {
    const json* result = &ballot.at("result");
    if (const auto errata = ballot.find("errata"); errata != ballot.end())
        for (const auto& one : *errata)
            if (const auto corrected = one.find("result"); corrected != one.end()) result = &*corrected;
    const auto verdict = result->find("verdict");
    return verdict == result->end() ? std::string{} : text_in(*verdict, "name");
}

// `住房和城乡建设局 · 对答复的满意度测评：满意`
std::string describe_result(const json& inquiry, const json& ballot, bool en) {
    std::string out;
    if (const auto* item = item_of(inquiry, text_in(ballot, "item"))) out = text_in(*item, "department") + " · ";
    out += text_in(ballot, "title");
    const auto verdict = verdict_of(ballot);
    if (!verdict.empty()) out += (en ? ": " : "：") + verdict;
    return out;
}

std::string describe_state(const json& inquiry, bool en) {
    const auto state = text_in(inquiry, "state");
    if (state == "finished") return en ? "This inquiry has ended" : "本场问政到此结束";
    if (state != "running") return en ? "Starting soon" : "即将开始";
    const auto* item = item_of(inquiry, text_in(inquiry, "item"));
    if (item == nullptr) return en ? "Inquiry in progress" : "问政进行中";
    return (en ? "On now: " : "正在问政：") + text_in(*item, "department") + " · " + text_in(*item, "title");
}

std::string origin_of(const std::string& url) {
    const auto scheme = url.find("://");
    return scheme == std::string::npos ? std::string{} : url.substr(0, url.find('/', scheme + 3));
}

}  // namespace

bool is_public(const json& ballot, std::int64_t now_ms) {
    if (text_in(ballot, "state") != "revealed" || !ballot.contains("result")) return false;
    return instant_in(ballot, "revealed_at").value_or(now_ms) <= now_ms;
}

const json* newest_result(const json& view, std::int64_t now_ms) {
    const json* newest = nullptr;
    std::int64_t newest_at = 0;
    for (const auto& ballot : view.at("inquiry").at("ballots")) {
        if (!is_public(ballot, now_ms)) continue;
        const auto at = instant_in(ballot, "revealed_at").value_or(instant_in(ballot, "closes_at").value_or(0));
        if (newest != nullptr && at < newest_at) continue;
        newest = &ballot;
        newest_at = at;
    }
    return newest;
}

live_summary summarise(const json& view, std::int64_t now_ms) {
    const auto& inquiry = view.at("inquiry");
    live_summary out;
    out.language = text_in(inquiry, "language");
    const bool en = out.language.starts_with("en");
    if (inquiry.value("rehearsal", false)) out.title = en ? "[Rehearsal] " : "【彩排】";
    out.title += text_in(inquiry, "title");
    out.public_url = text_in(inquiry, "public_url");
    const auto* newest = newest_result(view, now_ms);
    if (newest == nullptr) {
        out.description = describe_state(inquiry, en);
        return out;
    }
    out.description = describe_result(inquiry, *newest, en);
    out.card = "/api/v1/inquiries/" + text_in(inquiry, "id") + "/ballots/" + text_in(*newest, "id") +
               "/card.png?shape=16x9&lang=" + (en ? "en" : "zh-CN");
    return out;
}

std::string live_document(std::string_view built, const live_summary& what, std::string_view origin,
                          std::string_view path) {
    const auto own_origin = origin_of(what.public_url);
    const std::string base(own_origin.empty() ? origin : std::string_view(own_origin));
    std::string tags = "<title>" + escaped(what.title) + "</title>\n";
    tags += meta("name", "description", what.description);
    tags += meta("property", "og:type", "website");
    tags += meta("property", "og:title", what.title);
    tags += meta("property", "og:description", what.description);
    tags += meta("property", "og:locale", what.language.starts_with("en") ? "en_US" : "zh_CN");
    tags += meta("property", "og:url", what.public_url.empty() ? base + std::string(path) : what.public_url);
    // The same once more, as WeChat looks for it.
    tags += meta("itemprop", "name", what.title) + meta("itemprop", "description", what.description);
    if (what.card) {
        tags += meta("property", "og:image", base + *what.card);
        tags += meta("property", "og:image:type", "image/png");
        tags += meta("property", "og:image:width", "1600") + meta("property", "og:image:height", "900");
        tags += meta("itemprop", "image", base + *what.card);
        tags += meta("name", "twitter:card", "summary_large_image");
    }
    constexpr std::string_view start = "<title>";
    constexpr std::string_view end = "</title>";
    const auto from = built.find(start);
    const auto to = from == std::string_view::npos ? from : built.find(end, from);
    if (to == std::string_view::npos) return std::string(built);
    return std::string(built.substr(0, from)) + tags + std::string(built.substr(to + end.size()));
}

}  // namespace wenzheng::net
