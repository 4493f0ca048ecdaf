#include "wire/vote_text.hpp"

#include <algorithm>
#include <charconv>

#include "inquiry/limits.hpp"

namespace wenzheng::wire::vote_text {

namespace {

// One object with texts and whole numbers, no spaces, no escapes, plain ASCII: as browsers write it.
class reader {
public:
    explicit reader(std::string_view text) : rest_(text) {}

    bool skip(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool text(std::string_view& into) {
        if (!skip('"')) return false;
        std::size_t end = 0;
        while (end < rest_.size() && is_plain(rest_[end])) ++end;
        into = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return skip('"');
    }

    bool number(std::uint32_t& into) {
        const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), into);
        const auto digits = static_cast<std::size_t>(read.ptr - rest_.data());
        if (read.ec != std::errc() || rest_.front() == '0') return false;
        rest_.remove_prefix(digits);
        return true;
    }

    bool at_end() const noexcept { return rest_.empty(); }

    static bool is_plain(char c) noexcept { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

private:
    std::string_view rest_;
};

bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

struct fields {
    std::string_view type;
    std::string_view nonce;
    std::string_view ballot;
    std::string_view choice;
    std::uint32_t attempt = 0;
};

// False for a key that a vote hasn't, or that stood before.
bool read_field(reader& in, std::string_view key, fields& into) {
    const auto text = [&in](std::string_view& field) { return field.data() == nullptr && in.text(field); };
    if (key == "type") return text(into.type);
    if (key == "nonce") return text(into.nonce);
    if (key == "ballot") return text(into.ballot);
    if (key == "choice") return text(into.choice);
    return key == "attempt" && into.attempt == 0 && in.number(into.attempt);
}

bool is_plain(std::string_view text) { return std::all_of(text.begin(), text.end(), reader::is_plain); }

// Only a choice: scores and questionnaires are marks of other forms.
bool is_usual(const confirmed_vote& vote) {
    return vote.late == lateness::in_time && vote.staff.empty() && inquiry::is_id(vote.mark.value) &&
           is_plain(vote.receipt) && is_plain(vote.ballot.value);
}

}  // namespace

std::optional<vote_message> read_vote(std::string_view text) {
    reader in(text);
    fields found;
    if (!in.skip('{')) return std::nullopt;
    do {
        std::string_view key;
        if (!in.text(key) || !in.skip(':') || !read_field(in, key, found)) return std::nullopt;
    } while (in.skip(','));
    if (!in.skip('}') || !in.at_end()) return std::nullopt;
    const bool good = found.type == "vote" && found.nonce.size() == 32 && is_hex(found.nonce) &&
                      inquiry::is_id(found.ballot) && inquiry::is_id(found.choice) && found.attempt >= 1 &&
                      found.attempt <= limits::attempt;
    if (!good) return std::nullopt;
    vote_message vote;
    vote.nonce = found.nonce;
    vote.ballot.value = found.ballot;
    vote.what = inquiry::choice_id{std::string(found.choice)};
    vote.attempt = found.attempt;
    return vote;
}

std::optional<std::string> write_receipt(std::string_view nonce, const confirmed_vote& vote) {
    if (!is_usual(vote) || !is_plain(nonce)) return std::nullopt;
    std::string out;
    out.reserve(256);
    out.append(R"({"at":)").append(std::to_string(vote.at));
    out.append(R"(,"attempt":)").append(std::to_string(vote.attempt));
    out.append(R"(,"ballot":")").append(vote.ballot.value);
    out.append(R"(","choice":")").append(vote.mark.value);
    out.append(R"(","nonce":")").append(nonce);
    out.append(R"(","receipt":")").append(vote.receipt);
    out.append(R"(","type":"receipt"})");
    return out;
}

std::optional<std::string> write_you(bool checked_in, const std::map<inquiry::ballot_id, confirmed_vote>& votes) {
    std::string out;
    out.reserve(128 + votes.size() * 96);
    out.append(checked_in ? R"({"checked_in":true,"requests":[],"type":"you","votes":{)"
                          : R"({"checked_in":false,"requests":[],"type":"you","votes":{)");
    bool first = true;
    for (const auto& [ballot, vote] : votes) {
        if (!is_usual(vote) || !is_plain(ballot.value)) return std::nullopt;
        out.append(first ? "\"" : ",\"").append(ballot.value);
        out.append(R"(":{"attempt":)").append(std::to_string(vote.attempt));
        out.append(R"(,"choice":")").append(vote.mark.value);
        out.append(R"(","receipt":")").append(vote.receipt).append(R"("})");
        first = false;
    }
    return out.append("}}");
}

}  // namespace wenzheng::wire::vote_text
