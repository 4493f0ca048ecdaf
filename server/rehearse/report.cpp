#include "rehearse/report.hpp"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

namespace wenzheng::rehearse {
namespace {

using nlohmann::json;

constexpr int label_width = 26;

std::string milliseconds(double value) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << value << " ms";
    return text.str();
}

std::string words(const summary& times) {
    if (times.count == 0) return "-";
    return "p50 " + milliseconds(times.p50) + "  p99 " + milliseconds(times.p99) + "  max " + milliseconds(times.max);
}

json numbers(const summary& times) {
    return {{"count", times.count}, {"p50", times.p50}, {"p99", times.p99}, {"max", times.max}};
}

template <class T>
void line(std::ostream& out, const std::string& label, const T& value) {
    out << std::left << std::setw(label_width) << label << value << '\n';
}

}  // namespace

void print_text(const report& what, std::ostream& out) {
    // Nothing came about: a table of zeros would look like a good evening.
    if (what.stopped && what.deputies == 0) {
        out << "stopped: " << *what.stopped << '\n';
        return;
    }
    const auto& found = what.found;
    line(out, "inquiry", what.inquiry + " at " + what.url);
    line(out, "clients",
         std::to_string(what.deputies) + " deputies, " + std::to_string(what.viewers) + " viewers, " +
             std::to_string(what.screens) + " screens");
    line(out, "results", found.results);
    line(out, "receipts", found.receipts);
    line(out, "lost", found.lost);
    line(out, "counted twice", found.doubled);
    std::string refusals;
    for (const auto& [code, count] : what.refusals) {
        refusals += (refusals.empty() ? "  (" : ", ") + code + " " + std::to_string(count);
    }
    line(out, "refused", std::to_string(found.refused) + (refusals.empty() ? "" : refusals + ")"));
    line(out, "unanswered", found.unanswered);
    line(out, "receipts after the close", found.outside_window);
    line(out, "changed answers", found.changed_answers);
    line(out, "forgotten on phones", found.forgotten);
    line(out, "results too early", found.early);
    line(out, "surfaces that differ", found.differing);
    line(out, "surfaces without result", found.missing);
    line(out, "receipt latency", words(what.receipt_ms));
    for (const auto& [kind, times] : what.reveal_ms) line(out, std::string{"reveal to "} + name_of(kind), words(times));
    line(out, "sent again", what.resends);
    line(out, "connections",
         std::to_string(what.connections) + ", " + std::to_string(what.disconnections) + " lost unasked");
    line(out, "duration", milliseconds(what.duration_s * 1'000));
    line(out, "seed", what.seed);
    for (const auto& remark : found.remarks) out << "finding: " << remark << '\n';
    if (what.stopped) out << "stopped: " << *what.stopped << '\n';
    const auto* verdict = exit_status(what) == 0 ? "every receipt counted once, all surfaces agree"
                          : what.stopped         ? "not played to the end"
                                                 : "FAILED";
    line(out, "result", verdict);
}

void print_json(const report& what, std::ostream& out) {
    const auto& found = what.found;
    json body{{"url", what.url},
              {"inquiry", what.inquiry},
              {"seed", what.seed},
              {"deputies", what.deputies},
              {"viewers", what.viewers},
              {"screens", what.screens},
              {"results", found.results},
              {"duration_s", what.duration_s},
              {"votes", found.votes},
              {"receipts", found.receipts},
              {"lost", found.lost},
              {"counted_twice", found.doubled},
              {"refused", found.refused},
              {"refusals", what.refusals},
              {"unanswered", found.unanswered},
              {"receipts_outside_window", found.outside_window},
              {"changed_answers", found.changed_answers},
              {"forgotten", found.forgotten},
              {"early_results", found.early},
              {"differing_surfaces", found.differing},
              {"missing_results", found.missing},
              {"receipt_ms", numbers(what.receipt_ms)},
              {"reveal_ms", json::object()},
              {"resends", what.resends},
              {"connections", what.connections},
              {"disconnections", what.disconnections},
              {"findings", found.remarks},
              {"stopped", what.stopped ? json(*what.stopped) : json(nullptr)},
              {"passed", exit_status(what) == 0}};
    for (const auto& [kind, times] : what.reveal_ms) body["reveal_ms"][name_of(kind)] = numbers(times);
    out << body.dump() << '\n';
}

int exit_status(const report& what) {
    if (!what.found.clean()) return 1;
    return what.stopped ? 2 : 0;
}

}  // namespace wenzheng::rehearse
