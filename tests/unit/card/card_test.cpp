#include "card/card.hpp"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include "card/cards.hpp"
#include "catch.hpp"

using namespace card_test;
using card::language;
using card::shape;

namespace {

constexpr std::int64_t later_ms = revealed_ms + 100'000;

std::string repeated(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

announced satisfaction() {
    announced what{.ballot = plain_ballot(),
                   .pressed = {{"satisfied", 163}, {"basically_satisfied", 71}, {"dissatisfied", 48}}};
    what.ballot.rule.quorum = inquiry::quorum_rule{{{2, 3}, inquiry::comparison::at_least}};
    return what;
}

announced weighted_with_advice() {
    auto what = satisfaction();
    what.ballot.rule.weights = {
        {choice_id{"satisfied"}, 100}, {choice_id{"basically_satisfied"}, 80}, {choice_id{"dissatisfied"}, 0}};
    what.ballot.rule.group_weights = {{inquiry::electorate_id{"deputies"}, 60}, {inquiry::electorate_id{"public"}, 40}};
    what.ballot.advisory = {inquiry::electorate_id{"public"}, inquiry::electorate_id{"observers"}};
    what.advisory = {{{"satisfied", 45}, {"basically_satisfied", 3}, {"dissatisfied", 2}},
                     {{"satisfied", 7}, {"dissatisfied", 1}}};
    return what;
}

announced score() {
    announced what{.ballot = plain_ballot()};
    what.ballot.scale = inquiry::scale{"score", inquiry::scale_kind::score, {}};
    what.ballot.title = "对整改成效打分";
    what.ballot.rule.verdicts = {{"优秀", {}, {}, {}, {}, 90}, {"良好", {}, {}, {}, {}, 75}, {"较差", {}, {}, {}}};
    what.ballot.rule.drop = inquiry::drop_rule{1, 1, 5};
    what.pressed = {{"#95", 40}, {"#88", 52}, {"#73", 9}, {"#20", 2}};
    return what;
}

announced ten_choices() {
    auto what = satisfaction();
    what.ballot.title = "最需要优先解决的问题是哪一个";
    inquiry::scale scale{"own", inquiry::scale_kind::choices, {}};
    const char* labels[] = {
        "老旧小区电梯加装",   "停车难停车贵",     "物业收费与服务不符",       "二次供水水质", "外墙脱落隐患整治",
        "消防通道长期被占用", "公共维修资金使用", "小区充电桩和飞线充电治理", "噪声扰民",     "都不了解"};
    const char* colours[] = {"green", "blue", "red", "yellow", "grey"};
    what.pressed.clear();
    for (int i = 0; i < 10; ++i) {
        const std::string id = "c" + std::to_string(i);
        scale.choices.push_back({choice_id{id}, labels[i], "Choice " + std::to_string(i), colours[i % 5], {}, i != 9});
        what.pressed.emplace_back(id, 7 + 13 * ((i * 7) % 10));
    }
    what.ballot.scale = scale;
    what.ballot.rule.verdicts = {
        {"需要整改", {choice_id{"c0"}}, {}, inquiry::bound{{1, 2}, inquiry::comparison::at_least}},
        {"无多数意见", {}, {}, {}}};
    return what;
}

announced questionnaire(int questions, bool many_choices = false) {
    auto what = many_choices ? ten_choices() : satisfaction();
    what.ballot.title = "对五个方面工作的满意度问卷";
    what.pressed.clear();
    std::string one, other;
    for (int i = 1; i <= questions; ++i) {
        const std::string id = (i < 10 ? "q0" : "q") + std::to_string(i);
        const char* titles[] = {"物业服务", "停车管理与收费是否公开透明", "小区安全",
                                "业主委员会的组建和运行情况以及维修资金的使用", "环境卫生"};
        what.ballot.questions.push_back({inquiry::question_id{id}, titles[i % 5]});
        one += (i > 1 ? "&" : "") + id + "=" + (many_choices ? "c1" : "satisfied");
        other += (i > 1 ? "&" : "") + id + "=" + (many_choices ? "c2" : i % 2 == 0 ? "satisfied" : "dissatisfied");
    }
    what.pressed = {{one, 121}, {other, 137}};
    return what;
}

announced very_long() {
    auto what = weighted_with_advice();
    what.title = repeated("持续优化营商环境推动高质量发展", 13);
    what.department = repeated("住房和城乡建设局及综合行政执法局", 12);
    what.item = repeated("小区物业管理与老旧小区改造", 15);
    what.ballot.title = repeated("对答复和现场整改承诺的满意度", 14);
    what.ballot.rule.second_failure = repeated("责令限期整改", 3);
    what.round = 2;
    what.rehearsal = true;
    what.errata = {repeated("录入时把两个选项的票数写反", 8)};
    return what;
}

card::content content_of(const wire::json& view, language in = language::zh) {
    auto content = card::content_of(view, "b1", in, later_ms);
    if (!content) throw std::runtime_error("nothing to draw");
    return std::move(*content);
}

card::content dressed(announced what, const char* theme, language in) {
    auto view = view_of(what);
    if (std::string(theme) == "blue") view["inquiry"]["appearance"] = {{"theme", "blue"}};
    if (std::string(theme) == "own")
        view["inquiry"]["appearance"] = {{"theme", "red"}, {"background", "#0b5d3b"}, {"accent", "#ffe08a"}};
    return content_of(view, in);
}

struct sample {
    const char* name;
    announced what;
};

std::vector<sample> samples() {
    auto corrected = satisfaction();
    corrected.errata = {"监票人录入时把两个选项的票数写反，现予更正。"};
    auto rehearsed = satisfaction();
    rehearsed.rehearsal = true;
    rehearsed.round = 2;
    auto failed = satisfaction();
    failed.pressed = {{"satisfied", 20}, {"basically_satisfied", 110}, {"dissatisfied", 120}};
    auto english = satisfaction();
    english.language = "en";
    english.title = "Improving the business environment: a televised inquiry";
    english.department = "Housing and Urban-Rural Development Bureau";
    english.item = "Property management in residential compounds";
    english.ballot.title = "Satisfaction with the bureau's answers";
    english.ballot.rule.verdicts[0].name = "Satisfied";
    english.ballot.rule.verdicts[1].name = "Basically satisfied";
    english.ballot.rule.verdicts[2].name = "Dissatisfied";
    auto score_alone = score();
    score_alone.ballot.rule.verdicts.clear();
    auto nobody = satisfaction();
    nobody.pressed.clear();
    return {{"plain", satisfaction()},
            {"advice", weighted_with_advice()},
            {"score", score()},
            {"ten", ten_choices()},
            {"questions5", questionnaire(5)},
            {"questions20", questionnaire(20)},
            {"dense6", questionnaire(6, true)},
            {"dense20", questionnaire(20, true)},
            {"long", very_long()},
            {"corrected", corrected},
            {"rehearsal", rehearsed},
            {"failed", failed},
            {"english", english},
            {"score_alone", score_alone},
            {"nobody", nobody}};
}

struct pixels {
    explicit pixels(const std::string& png) {
        struct source {
            const std::string& bytes;
            std::size_t at = 0;
        } from{png};
        surface = cairo_image_surface_create_from_png_stream(
            [](void* read, unsigned char* into, unsigned length) {
                auto& in = *static_cast<source*>(read);
                if (in.at + length > in.bytes.size()) return CAIRO_STATUS_READ_ERROR;
                std::memcpy(into, in.bytes.data() + in.at, length);
                in.at += length;
                return CAIRO_STATUS_SUCCESS;
            },
            &from);
    }
    ~pixels() { cairo_surface_destroy(surface); }
    pixels(const pixels&) = delete;
    pixels& operator=(const pixels&) = delete;

    std::size_t colours_in(const card::rectangle& at) const {
        std::set<std::uint32_t> seen;
        const auto* data = cairo_image_surface_get_data(surface);
        const int stride = cairo_image_surface_get_stride(surface);
        for (int y = static_cast<int>(at.y); y < static_cast<int>(at.y + at.height); ++y)
            for (int x = static_cast<int>(at.x); x < static_cast<int>(at.x + at.width); ++x) {
                std::uint32_t pixel = 0;
                std::memcpy(&pixel, data + y * stride + x * 4, 4);
                seen.insert(pixel);
            }
        return seen.size();
    }
    cairo_surface_t* surface;
};

bool overlap(const card::rectangle& a, const card::rectangle& b) {
    constexpr double touch = 1.5;
    return a.x + touch < b.x + b.width && b.x + touch < a.x + a.width && a.y + touch < b.y + b.height &&
           b.y + touch < a.y + a.height;
}

// What is wrong with where the texts stand; empty where nothing is.
std::string misplaced(const card::picture& picture) {
    for (std::size_t i = 0; i < picture.texts.size(); ++i) {
        const auto& one = picture.texts[i];
        if (one.at.x < 30 || one.at.y < 30 || one.at.x + one.at.width > picture.width - 30 ||
            one.at.y + one.at.height > picture.height - 30)
            return "outside: " + one.text;
        for (std::size_t j = i + 1; j < picture.texts.size(); ++j)
            if (overlap(one.at, picture.texts[j].at)) return one.text + " over " + picture.texts[j].text;
    }
    return {};
}

bool says(const card::picture& picture, const std::string& text) {
    return std::any_of(picture.texts.begin(), picture.texts.end(),
                       [&](const auto& one) { return one.text.find(text) != std::string::npos; });
}

}  // namespace

TEST_CASE("nothing is drawn of what the public may not know") {
    auto closed = satisfaction();
    closed.revealed = false;
    CHECK_FALSE(card::content_of(view_of(closed), "b1", language::zh, later_ms));
    const auto view = view_of(satisfaction());
    CHECK_FALSE(card::content_of(view, "b2", language::zh, later_ms));
    CHECK_FALSE(card::content_of(view, "b1", language::zh, revealed_ms - 1));
    CHECK(card::content_of(view, "b1", language::zh, revealed_ms));
    auto again = view;
    again["inquiry"]["ballots"][0]["state"] = "void";
    CHECK_FALSE(card::content_of(again, "b1", language::zh, later_ms));
}

TEST_CASE("every card is a picture of its size, and nothing on it is cut, outside or over something else") {
    for (const auto& one : samples())
        for (const auto in : {language::zh, language::en})
            for (const auto as : {shape::tall, shape::wide}) {
                INFO(one.name << (in == language::zh ? " zh " : " en ") << (as == shape::tall ? "3x4" : "16x9"));
                const auto picture = card::draw(dressed(one.what, "red", in), as);
                const pixels seen(picture.png);
                REQUIRE(cairo_surface_status(seen.surface) == CAIRO_STATUS_SUCCESS);
                CHECK(cairo_image_surface_get_width(seen.surface) == (as == shape::tall ? 1080 : 1600));
                CHECK(cairo_image_surface_get_height(seen.surface) == (as == shape::tall ? 1440 : 900));
                CHECK(misplaced(picture) == "");
                for (const auto& text : picture.texts) {
                    INFO(text.text);
                    CHECK(seen.colours_in(text.at) > 3);
                    if (std::string(one.name) != "long") CHECK_FALSE(text.cut);
                }
            }
}

TEST_CASE("a card says every figure of the result") {
    for (const auto as : {shape::tall, shape::wide}) {
        const auto picture = card::draw(content_of(view_of(satisfaction())), as);
        for (const auto* text : {"优化营商环境专题问政",
                                 "住房和城乡建设局",
                                 "小区物业管理",
                                 "对答复的满意度测评",
                                 "满意",
                                 "163",
                                 "57.80%",
                                 "基本满意",
                                 "71",
                                 "25.18%",
                                 "不满意",
                                 "48",
                                 "17.02%",
                                 "结论",
                                 "超出",
                                 "应到",
                                 "293",
                                 "实到",
                                 "286",
                                 "投票",
                                 "282",
                                 "有效",
                                 "未按",
                                 "4",
                                 "法定人数 196 人，已达到",
                                 "规则：",
                                 "2026年"})
            CHECK(says(picture, text));
        CHECK_FALSE(says(picture, "彩排"));
        CHECK_FALSE(says(picture, "更正"));
    }
}

TEST_CASE("a card in English has its words in English and the body's own as they are") {
    const auto picture = card::draw(content_of(view_of(satisfaction()), language::en), shape::wide);
    for (const auto* text : {"Satisfied", "Basically satisfied", "Dissatisfied", "Verdict", "votes over", "Entitled",
                             "Quorum of 196 reached", "Rule: ", "2026", "住房和城乡建设局"})
        CHECK(says(picture, text));
    for (const auto& one : picture.texts) CHECK(one.text != "满意");
}

TEST_CASE("scores, advice, questionnaires, corrections and rehearsals say what they are") {
    const auto rated = card::draw(content_of(view_of(score())), shape::tall);
    for (const auto* text : {"测评得分", "88.69", "良好", "已去掉 2 个最高分和最低分", "人"}) CHECK(says(rated, text));
    const auto advised = card::draw(content_of(view_of(weighted_with_advice())), shape::wide);
    for (const auto* text : {"代表", "权重 代表 60 : 群众 40", "群众：满意 45", "列席人员（参考，不计入结果）：满意 7"})
        CHECK(says(advised, text));
    const auto asked = card::draw(content_of(view_of(questionnaire(20))), shape::wide);
    for (const auto* text : {"物业服务", "121", "258", "100.00%", "46.90%", "结论", "20"}) CHECK(says(asked, text));
    auto corrected = satisfaction();
    corrected.errata = {"票数写反"};
    const auto mended = card::draw(content_of(view_of(corrected)), shape::tall);
    CHECK(says(mended, "更正"));
    CHECK(says(mended, "更正说明：票数写反"));
    auto rehearsed = satisfaction();
    rehearsed.rehearsal = true;
    rehearsed.round = 2;
    const auto rehearsal = card::draw(content_of(view_of(rehearsed)), shape::tall);
    CHECK(says(rehearsal, "彩排"));
    CHECK(says(rehearsal, "第 2 轮"));
}

TEST_CASE("a correction with figures is what the card shows") {
    auto view = view_of(satisfaction());
    auto corrected = satisfaction();
    corrected.pressed = {{"satisfied", 171}, {"basically_satisfied", 63}, {"dissatisfied", 48}};
    auto& ballot = view["inquiry"]["ballots"][0];
    ballot["errata"] = {
        {{"reason", "写反"}, {"at", later_ms}, {"result", view_of(corrected)["inquiry"]["ballots"][0]["result"]}},
        {{"reason", "错字"}, {"at", later_ms}}};
    const auto picture = card::draw(content_of(view), shape::tall);
    CHECK(says(picture, "171"));
    CHECK_FALSE(says(picture, "163"));
    CHECK(says(picture, "更正说明：错字"));
}

TEST_CASE("a card's key changes with whatever it says, and with nothing else") {
    const auto view = view_of(satisfaction());
    CHECK(card::key_of(content_of(view)) == card::key_of(content_of(view)));
    CHECK(card::key_of(content_of(view)) != card::key_of(content_of(view, language::en)));
    CHECK(card::key_of(dressed(satisfaction(), "blue", language::zh)) != card::key_of(content_of(view)));
    std::set<std::string> keys;
    for (const auto& one : samples()) keys.insert(card::key_of(dressed(one.what, "red", language::zh)));
    CHECK(keys.size() == samples().size());
    auto elsewhere = view;
    elsewhere["rev"] = 99;
    elsewhere["inquiry"]["present"] = 1;
    CHECK(card::key_of(content_of(elsewhere)) == card::key_of(content_of(view)));
}

// Only where it is asked for by name: writes every card into the folder WENZHENG_CARDS, to be looked at.
TEST_CASE("cards to look at", "[.pictures]") {
    const auto* folder = std::getenv("WENZHENG_CARDS");
    if (folder == nullptr) return;
    for (const auto& one : samples())
        for (const auto* theme : {"red", "blue", "own"})
            for (const auto in : {language::zh, language::en})
                for (const auto as : {shape::tall, shape::wide}) {
                    const auto name = std::string(one.name) + "-" + theme + (in == language::zh ? "-zh" : "-en") +
                                      (as == shape::tall ? "-3x4" : "-16x9") + ".png";
                    std::ofstream(std::filesystem::path(folder) / name, std::ios::binary)
                        << card::draw(dressed(one.what, theme, in), as).png;
                }
}
