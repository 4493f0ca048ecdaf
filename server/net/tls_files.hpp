// Certificate and key of this server, from PEM files, read anew when asked.
#pragma once

#include <openssl/ssl.h>

#include <boost/system/result.hpp>
#include <memory>
#include <mutex>
#include <string>

namespace wenzheng::net {

// Good as long as anybody holds it: connections go on with what they began with.
using tls_context = std::shared_ptr<SSL_CTX>;

// Any thread.
class tls_files {
public:
    // The error says what is wrong with which file.
    static boost::system::result<std::unique_ptr<tls_files>, std::string> open(std::string certificate,
                                                                               std::string key);

    // Reads both files again. After an error everything stays as it was.
    boost::system::result<void, std::string> reload();

    tls_context current() const;

private:
    tls_files(std::string certificate, std::string key) : certificate_(std::move(certificate)), key_(std::move(key)) {}

    std::string certificate_;
    std::string key_;
    mutable std::mutex mutex_;
    tls_context current_;
};

}  // namespace wenzheng::net
