#include "program/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "version.hpp"

namespace wenzheng::program {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

template <class number>
MetricFamily family(const char* name, const char* help, MetricType type, std::atomic<number> live::counters::*member,
                    const std::vector<std::unique_ptr<worker>>& workers) {
    MetricFamily out;
    out.name = name;
    out.help = help;
    out.type = type;
    for (std::size_t i = 0; i < workers.size(); ++i) {
        prometheus::ClientMetric metric;
        metric.label.push_back({"worker", std::to_string(i)});
        const auto value = static_cast<double>((workers[i]->counters().*member).load(std::memory_order_relaxed));
        if (type == MetricType::Gauge)
            metric.gauge.value = value;
        else
            metric.counter.value = value;
        out.metric.push_back(std::move(metric));
    }
    return out;
}

MetricFamily gauge(const char* name, const char* help, std::size_t value) {
    MetricFamily out;
    out.name = name;
    out.help = help;
    out.type = MetricType::Gauge;
    out.metric.emplace_back().gauge.value = static_cast<double>(value);
    return out;
}

}  // namespace

// Votes are counted over the life of the process and all inquiries together, confirmed or not: progress, never a
// choice.
std::string write_metrics(const std::vector<std::unique_ptr<worker>>& workers, const net::seats& places) {
    using c = live::counters;
    const auto counter = MetricType::Counter;
    std::vector<MetricFamily> all;
    all.push_back(
        family("wenzheng_clients", "WebSocket clients connected now", MetricType::Gauge, &c::clients, workers));
    all.push_back(family("wenzheng_votes_confirmed_total", "Receipts given", counter, &c::votes_confirmed, workers));
    all.push_back(
        family("wenzheng_votes_refused_total", "Votes refused for good", counter, &c::votes_refused, workers));
    all.push_back(
        family("wenzheng_votes_unavailable_total", "Votes to be sent again", counter, &c::votes_unavailable, workers));
    all.push_back(family("wenzheng_casts_total", "Batches of votes sent to the store", counter, &c::casts, workers));
    all.push_back(family("wenzheng_events_appended_total", "Events recorded", counter, &c::events_appended, workers));
    all.push_back(family("wenzheng_events_followed_total", "Events read", counter, &c::events_followed, workers));
    all.push_back(
        family("wenzheng_commands_refused_total", "Commands refused", counter, &c::commands_refused, workers));
    all.push_back(family("wenzheng_frames_encoded_total", "Views encoded", counter, &c::frames_encoded, workers));
    all.push_back(family("wenzheng_frames_sent_total", "Frames sent", counter, &c::frames_sent, workers));
    all.push_back(
        family("wenzheng_bytes_sent_total", "Bytes sent to WebSocket clients", counter, &c::bytes_sent, workers));
    all.push_back(family("wenzheng_http_requests_total", "HTTP requests", counter, &c::requests, workers));
    all.push_back(gauge("wenzheng_places_taken", "Descriptors that connections hold", places.taken()));
    all.push_back(gauge("wenzheng_places", "Descriptors that connections may hold", places.all()));
    return prometheus::TextSerializer().Serialize(all);
}

}  // namespace wenzheng::program
