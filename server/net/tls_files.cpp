#include "net/tls_files.hpp"

#include <openssl/err.h>

#include <array>
#include <string_view>

namespace wenzheng::net {
namespace {

template <typename T>
using result = boost::system::result<T, std::string>;

// Forward secrecy and authenticated encryption only; those of TLS 1.3 are so anyway.
constexpr const char* ciphers_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";

std::string why(const std::string& file) {
    std::array<char, 160> text{};
    const auto code = ERR_get_error();
    ERR_clear_error();
    ERR_error_string_n(code, text.data(), text.size());
    const char* reason = ERR_reason_error_string(code);
    return file + ": " + (reason != nullptr ? reason : text.data());
}

// HTTP/1.1 is all that is spoken; a client that asks for nothing gets it too.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_bytes, const unsigned char* offered,
                    unsigned int offered_bytes, void*) {
    constexpr std::string_view ours = "http/1.1";
    for (unsigned int at = 0; at < offered_bytes; at += 1U + offered[at]) {
        if (at + 1U + offered[at] > offered_bytes) break;
        const std::string_view one(reinterpret_cast<const char*>(offered + at + 1), offered[at]);
        if (one != ours) continue;
        *out = offered + at + 1;
        *out_bytes = offered[at];
        return SSL_TLSEXT_ERR_OK;
    }
    return SSL_TLSEXT_ERR_NOACK;
}

result<tls_context> make_context(const std::string& certificate, const std::string& key) {
    ERR_clear_error();
    const auto fail = [](const std::string& file) {
        return result<tls_context>{boost::system::in_place_error, why(file)};
    };
    tls_context made(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!made) return fail("TLS");
    SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(made.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF |
                                        SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    // Thousands of connections are silent most of the time.
    SSL_CTX_set_mode(made.get(),
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_OFF);  // tickets need none
    SSL_CTX_set_alpn_select_cb(made.get(), choose_protocol, nullptr);
    if (SSL_CTX_set_cipher_list(made.get(), ciphers_of_tls_1_2) != 1) return fail("TLS");
    if (SSL_CTX_use_certificate_chain_file(made.get(), certificate.c_str()) != 1) return fail(certificate);
    if (SSL_CTX_use_PrivateKey_file(made.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) return fail(key);
    if (SSL_CTX_check_private_key(made.get()) != 1) return fail(key);
    return result<tls_context>{boost::system::in_place_value, std::move(made)};
}

}  // namespace

result<std::unique_ptr<tls_files>> tls_files::open(std::string certificate, std::string key) {
    std::unique_ptr<tls_files> made(new tls_files(std::move(certificate), std::move(key)));
    const auto read = made->reload();
    if (!read) return {boost::system::in_place_error, read.error()};
    return {boost::system::in_place_value, std::move(made)};
}

result<void> tls_files::reload() {
    auto made = make_context(certificate_, key_);
    if (!made) return {boost::system::in_place_error, made.error()};
    const std::lock_guard lock(mutex_);
    current_ = std::move(*made);
    return {};
}

tls_context tls_files::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

}  // namespace wenzheng::net
