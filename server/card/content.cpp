#include "card/content.hpp"

#include <algorithm>

#include "card/words.hpp"

namespace wenzheng::card {
namespace {

using wire::json;

std::string text_in(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t number_in(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

const json* with_id(const json& list, std::string_view id) {
    for (const auto& one : list)
        if (text_in(one, "id") == id) return &one;
    return nullptr;
}

// The newest correction that has figures, else the result as it was aired.
const json& standing_result(const json& ballot) {
    const json* found = &ballot.at("result");
    if (const auto errata = ballot.find("errata"); errata != ballot.end())
        for (const auto& one : *errata)
            if (const auto corrected = one.find("result"); corrected != one.end()) found = &*corrected;
    return *found;
}

bool is_revealed(const json& ballot, std::int64_t now_ms) {
    if (text_in(ballot, "state") != "revealed" || !ballot.contains("result")) return false;
    return !ballot.contains("revealed_at") || number_in(ballot, "revealed_at") <= now_ms;
}

std::vector<answer_line> answers_of(language in, const json& choices, const json& figures) {
    const auto& counts = figures.at("counts");
    const auto& percents = figures.at("percent");
    std::int64_t whole = 0;
    for (const auto& choice : choices) whole += number_in(counts, text_in(choice, "id").c_str());
    std::vector<answer_line> out;
    for (const auto& choice : choices) {
        const auto id = text_in(choice, "id");
        const auto count = number_in(counts, id.c_str());
        answer_line line;
        line.label = choice_label(in, id, text_in(choice, "label"));
        line.colour = text_in(choice, "colour");
        line.count = std::to_string(count);
        if (const auto percent = text_in(percents, id.c_str()); !percent.empty()) line.percent = percent + "%";
        line.share = whole > 0 ? static_cast<double>(count) / static_cast<double>(whole) : 0;
        out.push_back(std::move(line));
    }
    return out;
}

// A verdict that is called like an answer is translated like it.
std::string verdict_name(language in, const json& verdict, const json& choices) {
    const auto name = text_in(verdict, "name");
    for (const auto& choice : choices)
        if (text_in(choice, "label") == name) return choice_label(in, text_in(choice, "id"), name);
    return name;
}

verdict_words verdict_of(language in, const json& figures, const json& choices, bool brief) {
    const auto& verdict = figures.at("verdict");
    verdict_words out;
    out.name = verdict_name(in, verdict, choices);
    // A rule may ask for a score alone; another one may have found nothing that holds.
    if (out.name.empty() && !text_in(verdict, "rule").empty()) out.name = words_of(in).no_verdict;
    if (!out.name.empty()) out.margin = margin_words(in, verdict, brief);
    out.is_short = number_in(verdict, "margin") < 0;
    out.note = text_in(verdict, "note");
    out.score = text_in(figures, "score");
    if (const auto combined = figures.find("combined"); combined != figures.end())
        out.score = text_in(*combined, "score");
    if (!out.score.empty()) out.score_label = score_label(in, text_in(figures, "score_label"));
    return out;
}

void add_weights(content& out, language in, const json& result) {
    if (const auto combined = result.find("combined"); combined != result.end()) {
        std::string words(words_of(in).weights);
        for (const auto& [electorate, weight] : combined->at("weights").items())
            words += (words.size() == words_of(in).weights.size() ? " " : " : ") + electorate_label(in, electorate) +
                     " " + std::to_string(weight.get<std::int64_t>());
        out.beside.push_back(std::move(words));
    }
    if (const auto dropped = number_in(result, "dropped"); dropped > 0)
        out.beside.push_back(dropped_words(in, dropped));
}

// `群众（参考，不计入结果）：满意 45（90.00%） · …`
void add_advisory(content& out, language in, const json& result, const json& choices) {
    const auto advisory = result.find("advisory");
    if (advisory == result.end()) return;
    const auto combined = result.find("combined");
    for (const auto& one : *advisory) {
        const auto electorate = text_in(one, "electorate");
        // What has a weight is part of the result.
        const bool counts = combined != result.end() && combined->at("weights").contains(electorate);
        std::string line = electorate_label(in, electorate);
        if (!counts)
            line += (in == language::zh ? "（" : " (") + std::string(words_of(in).advisory) +
                    (in == language::zh ? "）" : ")");
        line += words_of(in).colon;
        bool first = true;
        for (const auto& answer : answers_of(in, choices, one)) {
            line += (first ? "" : " · ") + answer.label + " " + answer.count;
            first = false;
        }
        if (const auto score = text_in(one, "score"); !score.empty())
            line += " · " + score_label(in, text_in(result, "score_label")) + " " + score;
        out.advisory.push_back(std::move(line));
    }
}

void add_figures(content& out, language in, const json& ballot, const json& result) {
    const auto& w = words_of(in);
    const auto add = [&](std::string_view label, const char* key) {
        out.figures.emplace_back(std::string(label), std::to_string(number_in(result, key)));
    };
    add(w.entitled, "entitled");
    add(w.present, "present");
    add(w.cast, "cast");
    if (out.questions.empty()) add(w.valid, "valid");
    if (ballot.value("show_not_voted", true)) add(w.not_voted, "not_voted");
    if (const auto quorum = ballot.find("quorum"); quorum != ballot.end())
        out.quorum = quorum_words(in, number_in(*quorum, "needed"), number_in(*quorum, "present"));
}

look look_of(const json& inquiry) {
    look out;
    const auto appearance = inquiry.find("appearance");
    if (appearance == inquiry.end()) return out;
    out.blue = text_in(*appearance, "theme") == "blue";
    out.background = text_in(*appearance, "background");
    out.accent = text_in(*appearance, "accent");
    return out;
}

}  // namespace

std::optional<content> content_of(const json& view, std::string_view id, language in, std::int64_t now_ms) {
    const auto& inquiry = view.at("inquiry");
    const auto* ballot = with_id(inquiry.at("ballots"), id);
    if (ballot == nullptr || !is_revealed(*ballot, now_ms)) return std::nullopt;
    const auto& result = standing_result(*ballot);
    const auto& scale = ballot->at("scale");
    const auto& choices = scale.at("choices");
    const auto& w = words_of(in);
    content out;
    out.language = in;
    out.looks = look_of(inquiry);
    out.inquiry = text_in(inquiry, "title");
    if (const auto* item = with_id(inquiry.at("items"), text_in(*ballot, "item"))) {
        out.department = text_in(*item, "department");
        out.item = text_in(*item, "title");
    }
    out.ballot = text_in(*ballot, "title");
    if (const auto round = number_in(*ballot, "round"); round > 1) out.marks.push_back(round_words(in, round));
    out.rehearsal = inquiry.value("rehearsal", false);
    if (const auto errata = ballot->find("errata"); errata != ballot->end() && !errata->empty())
        out.correction = std::string(w.corrected_why) + text_in(errata->back(), "reason");
    const bool scored = text_in(scale, "kind") == "score";
    out.unit = scored ? w.people : w.votes;
    if (const auto questions = result.find("questions"); questions != result.end()) {
        for (const auto& one : *questions)
            out.questions.push_back(
                {text_in(one, "title"), answers_of(in, choices, one), verdict_of(in, one, choices, true)});
    } else {
        out.answers = answers_of(in, choices, result);
        out.verdict = verdict_of(in, result, choices, false);
    }
    out.score_first = !out.verdict.score.empty() && (scored || out.verdict.name.empty());
    if (result.contains("advisory")) out.electorate = electorate_label(in, text_in(*ballot, "electorate"));
    add_weights(out, in, result);
    add_advisory(out, in, result, choices);
    add_figures(out, in, *ballot, result);
    if (const auto rule = text_in(*ballot, "rule"); !rule.empty()) out.rule = std::string(w.rule) + rule;
    const auto at = number_in(*ballot, "revealed_at");
    out.date = date_words(in, at != 0 ? at : number_in(*ballot, "closes_at"));
    return out;
}

std::string key_of(const content& what) {
    json out{static_cast<int>(what.language),
             what.looks.blue,
             what.looks.background,
             what.looks.accent,
             what.inquiry,
             what.department,
             what.item,
             what.ballot,
             what.marks,
             what.rehearsal,
             what.correction,
             what.electorate,
             what.unit,
             what.score_first,
             what.beside,
             what.figures,
             what.quorum,
             what.advisory,
             what.rule,
             what.date};
    const auto add_verdict = [&](const verdict_words& v) {
        out.push_back({v.name, v.margin, v.is_short, v.note, v.score, v.score_label});
    };
    const auto add_answers = [&](const std::vector<answer_line>& answers) {
        for (const auto& one : answers) out.push_back({one.label, one.colour, one.count, one.percent});
    };
    add_answers(what.answers);
    add_verdict(what.verdict);
    for (const auto& one : what.questions) {
        out.push_back(one.title);
        add_answers(one.answers);
        add_verdict(one.verdict);
    }
    return wire::canonical(out);
}

}  // namespace wenzheng::card
