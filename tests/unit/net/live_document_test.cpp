#include "net/live_document.hpp"

#include "catch.hpp"

using namespace wenzheng;
using wire::json;

namespace {

constexpr std::string_view built =
    "<!doctype html><html lang=\"zh-CN\"><head><title>问政直播</title><script src=\"/assets/a.js\"></script></head>"
    "<body></body></html>";

json ballot(const char* id, const char* state, std::int64_t revealed_at) {
    json out{{"id", id}, {"item", "i1"}, {"title", "满意度测评"}, {"state", state}, {"closes_at", 1}};
    if (revealed_at != 0) {
        out["revealed_at"] = revealed_at;
        out["result"] = {{"verdict", {{"name", "满意"}}}};
    }
    return out;
}

json view_of(json ballots, const char* state = "running") {
    return {{"inquiry",
             {{"id", "e1"},
              {"title", "专题问政"},
              {"language", "zh-CN"},
              {"state", state},
              {"rehearsal", false},
              {"item", "i1"},
              {"items", {{{"id", "i1"}, {"department", "住建局"}, {"title", "物业管理"}}}},
              {"ballots", std::move(ballots)}}}};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a shared page says title, newest result and its picture") {
    auto ballots = json::array({ballot("b1", "revealed", 200), ballot("b2", "revealed", 100), ballot("b3", "open", 0)});
    const auto summary = net::summarise(view_of(ballots), 1'000);
    CHECK(summary.title == "专题问政");
    CHECK(summary.description == "住建局 · 满意度测评：满意");
    REQUIRE(summary.card);
    CHECK(*summary.card == "/api/v1/inquiries/e1/ballots/b1/card.png?shape=16x9&lang=zh-CN");
    const auto page = net::live_document(built, summary, "https://a.example", "/live/e1");
    CHECK(has(page, "<title>专题问政</title>"));
    CHECK_FALSE(has(page, "问政直播"));
    CHECK(has(page, "<meta property=\"og:url\" content=\"https://a.example/live/e1\">"));
    CHECK(has(page, "content=\"https://a.example/api/v1/inquiries/e1/ballots/b1/card.png?shape=16x9&amp;lang=zh-CN\""));
    CHECK(has(page, "<script src=\"/assets/a.js\"></script></head>"));
}

TEST_CASE("a result is not spoken of before its instant") {
    auto ballots = json::array({ballot("b1", "revealed", 100), ballot("b2", "revealed", 200)});
    const auto before = net::summarise(view_of(json::array({ballots[1]})), 199);
    CHECK_FALSE(before.card);
    CHECK(before.description == "正在问政：住建局 · 物业管理");
    CHECK(net::newest_result(view_of(ballots), 199)->at("id") == "b1");
    CHECK(net::newest_result(view_of(ballots), 200)->at("id") == "b2");
    auto corrected = ballots[0];
    corrected["errata"] = {{{"result", {{"verdict", {{"name", "不满意"}}}}}}, {{"reason", "错字"}}};
    CHECK(net::summarise(view_of(json::array({corrected})), 100).description == "住建局 · 满意度测评：不满意");
    auto again = ballots[0];
    again["state"] = "void";
    CHECK(net::newest_result(view_of(json::array({again})), 300) == nullptr);
}

TEST_CASE("an inquiry is described by its state, in its language") {
    CHECK(net::summarise(view_of(json::array(), "draft"), 1).description == "即将开始");
    CHECK(net::summarise(view_of(json::array(), "finished"), 1).description == "本场问政到此结束");
    auto english = view_of(json::array());
    english["inquiry"]["language"] = "en";
    english["inquiry"]["rehearsal"] = true;
    english["inquiry"]["item"] = nullptr;
    const auto summary = net::summarise(english, 1);
    CHECK(summary.title == "[Rehearsal] 专题问政");
    CHECK(summary.description == "Inquiry in progress");
}

TEST_CASE("what people wrote never becomes a part of the page") {
    auto view = view_of(json::array());
    view["inquiry"]["title"] = "</title><script>alert('x')</script>\"&";
    const auto page = net::live_document(built, net::summarise(view, 1), "http://h", "/live/e1");
    CHECK_FALSE(has(page, "<script>alert"));
    CHECK(has(page, "<title>&lt;/title&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;</title>"));
    CHECK(has(page, "<meta property=\"og:title\" content=\"&lt;/title&gt;"));
}

TEST_CASE("where the inquiry has a public address, that is what is shared") {
    auto view = view_of(json::array({ballot("b1", "revealed", 100)}));
    view["inquiry"]["public_url"] = "https://wz.example.cn/live/tonight";
    const auto page = net::live_document(built, net::summarise(view, 100), "http://10.0.0.5:8080", "/live/e1");
    CHECK(has(page, "<meta property=\"og:url\" content=\"https://wz.example.cn/live/tonight\">"));
    CHECK(has(page, "content=\"https://wz.example.cn/api/v1/inquiries/e1/"));
    CHECK_FALSE(has(page, "10.0.0.5"));
}

TEST_CASE("a page without a title is sent as it was built") {
    CHECK(net::live_document("<html></html>", net::summarise(view_of(json::array()), 1), "http://h", "/live/e1") ==
          "<html></html>");
}
