#include "net/evidence_kind.hpp"

#include <algorithm>
#include <cstdint>

namespace wenzheng::net {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t digest_characters = 64;

std::uint64_t big_endian(std::string_view bytes) noexcept {
    std::uint64_t value = 0;
    for (const char one : bytes) value = value << 8U | static_cast<unsigned char>(one);
    return value;
}

// The signature, then the header chunk with a width and a height.
bool is_png(std::string_view head) noexcept {
    return head.size() >= 33 && head.starts_with("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"sv) &&
           big_endian(head.substr(16, 4)) != 0 && big_endian(head.substr(20, 4)) != 0;
}

// The start of image, and a marker behind it.
bool is_jpeg(std::string_view head) noexcept {
    return head.size() >= 20 && head.starts_with("\xff\xd8\xff"sv) && static_cast<unsigned char>(head[3]) >= 0xc0 &&
           static_cast<unsigned char>(head[3]) != 0xff;
}

bool is_webp(std::string_view head) noexcept {
    if (head.size() < 30 || !head.starts_with("RIFF") || head.substr(8, 4) != "WEBP") return false;
    const auto chunk = head.substr(12, 4);
    return chunk == "VP8 " || chunk == "VP8L" || chunk == "VP8X";
}

// Brands of files that browsers play; pictures in the same container (HEIC, AVIF) and QuickTime are not among them.
bool plays(std::string_view brand) noexcept {
    constexpr std::array<std::string_view, 17> known{"isom", "iso2", "iso3", "iso4", "iso5", "iso6",
                                                     "iso7", "iso8", "iso9", "mp41", "mp42", "avc1",
                                                     "dash", "M4V ", "M4VH", "M4VP", "MSNV"};
    return std::find(known.begin(), known.end(), brand) != known.end();
}

bool is_picture_brand(std::string_view brand) noexcept {
    constexpr std::array<std::string_view, 8> known{"heic", "heix", "hevc", "hevx", "mif1", "msf1", "avif", "avis"};
    return std::find(known.begin(), known.end(), brand) != known.end();
}

// A whole `ftyp` box at the start, whose brand or a compatible one is known.
bool is_mp4(std::string_view head) noexcept {
    if (head.size() < 16 || head.substr(4, 4) != "ftyp") return false;
    const auto box_bytes = big_endian(head.substr(0, 4));
    if (box_bytes < 16 || box_bytes % 4 != 0 || box_bytes > head.size()) return false;
    const auto major = head.substr(8, 4);
    if (is_picture_brand(major)) return false;
    if (plays(major)) return true;
    if (major == "qt  ") return false;
    for (std::size_t at = 16; at < box_bytes; at += 4)
        if (plays(head.substr(at, 4))) return true;
    return false;
}

// A number of EBML: as many bytes as the first one's leading zeros say, and one. `keep_mark` for ids.
std::optional<std::uint64_t> ebml_number(std::string_view& from, bool keep_mark) noexcept {
    if (from.empty()) return std::nullopt;
    const auto first = static_cast<unsigned char>(from.front());
    std::size_t bytes = 1;
    while (bytes <= 8 && (first & (0x80U >> (bytes - 1))) == 0) ++bytes;
    if (bytes > 8 || from.size() < bytes) return std::nullopt;
    auto value = big_endian(from.substr(0, bytes));
    if (!keep_mark) value &= ~(std::uint64_t{1} << (7 * bytes));
    from.remove_prefix(bytes);
    return value;
}

// The EBML header, whose document type says WebM; any other Matroska file is not taken.
bool is_webm(std::string_view head) noexcept {
    constexpr std::uint64_t document_type = 0x4282;
    if (!head.starts_with("\x1a\x45\xdf\xa3"sv)) return false;
    head.remove_prefix(4);
    const auto header_bytes = ebml_number(head, false);
    if (!header_bytes || *header_bytes > head.size()) return false;
    head = head.substr(0, *header_bytes);
    while (!head.empty()) {
        const auto id = ebml_number(head, true);
        const auto bytes = id ? ebml_number(head, false) : std::nullopt;
        if (!bytes || *bytes > head.size()) return false;
        if (*id == document_type) {
            auto name = head.substr(0, *bytes);
            while (name.ends_with('\0')) name.remove_suffix(1);
            return name == "webm";
        }
        head.remove_prefix(*bytes);
    }
    return false;
}

}  // namespace

std::optional<evidence_kind> evidence_kind_of(std::string_view head) noexcept {
    if (is_png(head)) return evidence_kind::png;
    if (is_jpeg(head)) return evidence_kind::jpeg;
    if (is_webp(head)) return evidence_kind::webp;
    if (is_mp4(head)) return evidence_kind::mp4;
    if (is_webm(head)) return evidence_kind::webm;
    return std::nullopt;
}

std::optional<evidence_kind> kind_in_name(std::string_view file) noexcept {
    if (file.size() <= digest_characters) return std::nullopt;
    const auto digest = file.substr(0, digest_characters);
    if (digest.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
    for (const auto kind :
         {evidence_kind::png, evidence_kind::jpeg, evidence_kind::webp, evidence_kind::mp4, evidence_kind::webm})
        if (file.substr(digest_characters) == extension(kind)) return kind;
    return std::nullopt;
}

}  // namespace wenzheng::net
