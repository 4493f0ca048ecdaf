// Types by content. What lies about itself is told by its first bytes.
#include "net/evidence_kind.hpp"

#include <string>

#include "catch.hpp"

using namespace wenzheng::net;
using namespace std::string_literals;

namespace {

const std::string png_head =
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x07\x80\0\0\x04\x38\x08\x06\0\0\0"s + "\xaa\xbb\xcc\xdd"s;
const std::string jpeg_head = "\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"s;

std::string webp_head(const std::string& chunk) { return "RIFF\x24\0\0\0WEBP"s + chunk + std::string(20, '\x01'); }

std::string mp4_head(const std::string& major, const std::string& compatible = "") {
    const auto bytes = static_cast<char>(16 + compatible.size());
    return "\0\0\0"s + bytes + "ftyp" + major + "\0\0\x02\0"s + compatible +
           "\0\0\0\x08"
           "free"s;
}

// An EBML header as encoders write it: versions first, the document type behind them.
std::string ebml_head(const std::string& type) {
    const auto fields = "\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82"s +
                        static_cast<char>(0x80 + type.size()) + type + "\x42\x87\x81\x04\x42\x85\x81\x02"s;
    return "\x1a\x45\xdf\xa3"s + static_cast<char>(0x80 + fields.size()) + fields + "\x18\x53\x80\x67"s;
}

}  // namespace

TEST_CASE("pictures and films are known by their first bytes") {
    CHECK(evidence_kind_of(png_head) == evidence_kind::png);
    CHECK(evidence_kind_of(jpeg_head) == evidence_kind::jpeg);
    for (const auto* chunk : {"VP8 ", "VP8L", "VP8X"}) CHECK(evidence_kind_of(webp_head(chunk)) == evidence_kind::webp);
    CHECK(evidence_kind_of(ebml_head("webm")) == evidence_kind::webm);
    CHECK(evidence_kind_of(ebml_head("webm\0\0"s)) == evidence_kind::webm);
}

TEST_CASE("a film in MP4 is one by its brand or by one that it is compatible with") {
    for (const auto* brand : {"isom", "mp42", "avc1", "M4V ", "iso6"})
        CHECK(evidence_kind_of(mp4_head(brand)) == evidence_kind::mp4);
    CHECK(evidence_kind_of(mp4_head("XAVC", "XAVCmp42iso2")) == evidence_kind::mp4);
    CHECK_FALSE(evidence_kind_of(mp4_head("XAVC", "XAVC")));
}

TEST_CASE("other files in the containers of films are no films") {
    for (const auto* brand : {"heic", "avif", "mif1"}) CHECK_FALSE(evidence_kind_of(mp4_head(brand, "mif1isommp41")));
    CHECK_FALSE(evidence_kind_of(mp4_head("qt  ", "qt  ")));
    CHECK_FALSE(evidence_kind_of(mp4_head("M4A ", "M4A ")));
    CHECK_FALSE(evidence_kind_of(ebml_head("matroska")));
    CHECK_FALSE(evidence_kind_of(ebml_head("webmx")));
    CHECK_FALSE(evidence_kind_of(webp_head("WAVE")));
    CHECK_FALSE(evidence_kind_of("RIFF\x24\0\0\0WAVEfmt "s + std::string(40, '\0')));
}

TEST_CASE("what only says that it is a picture is none") {
    const std::string liars[] = {
        "<!DOCTYPE html><script>alert(1)</script>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        "\xef\xbb\xbf<?xml version=\"1.0\"?><svg/>",
        "MZ\x90\0\x03\0\0\0 This program cannot be run in DOS mode"s,
        "\x7f"
        "ELF\x02\x01\x01\0"s +
            std::string(60, '\0'),
        "PK\x03\x04\x14\0\0\0\x08\0 a picture.png"s + std::string(60, '\0'),
        "%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        "GIF89a\x01\0\x01\0\x80\0\0"s + std::string(30, '\0'),
        "BM" + std::string(60, '\0'),
        "#!/bin/sh\n# \x89PNG\r\n\x1a\n",
        "GIF89a/*\xff\xd8\xff\xe0*/",
        std::string(64, '\0'),
    };
    for (const auto& liar : liars) {
        INFO(liar.substr(0, 20));
        CHECK_FALSE(evidence_kind_of(liar));
        CHECK_FALSE(evidence_kind_of(liar + png_head));
    }
}

TEST_CASE("a head that ends too early is none") {
    for (const auto& whole : {png_head.substr(0, 33), jpeg_head, webp_head("VP8 ").substr(0, 30),
                              mp4_head("isom").substr(0, 16), ebml_head("webm").substr(0, 30)}) {
        INFO(whole.substr(0, 12));
        for (std::size_t bytes = 0; bytes < 12; ++bytes) CHECK_FALSE(evidence_kind_of(whole.substr(0, bytes)));
    }
    CHECK_FALSE(evidence_kind_of(png_head.substr(0, 32)));
    auto no_width = png_head;
    no_width.replace(16, 4, 4, '\0');
    CHECK_FALSE(evidence_kind_of(no_width));
    CHECK_FALSE(evidence_kind_of("\0\0\x40\0ftypisom"s + std::string(40, 'x')));
    CHECK_FALSE(evidence_kind_of("\x1a\x45\xdf\xa3\xff\xff\xff\xff"s));
    CHECK_FALSE(evidence_kind_of("\x1a\x45\xdf\xa3\0\0\0\0\0\0"s));
}

TEST_CASE("only the digest with an extension is a file's name") {
    const std::string digest(64, 'a');
    CHECK(kind_in_name(digest + ".png") == evidence_kind::png);
    CHECK(kind_in_name(digest + ".jpg") == evidence_kind::jpeg);
    CHECK(kind_in_name(digest + ".webm") == evidence_kind::webm);
    for (const auto& name :
         {std::string{}, digest, digest + ".", digest + ".jpeg", digest + ".PNG", digest + ".png/", digest + ".png\0"s,
          std::string(64, 'A') + ".png", digest + "a.png", "../" + digest.substr(3) + ".png", ".upload-abcdef"s})
        CHECK_FALSE(kind_in_name(name));
}
