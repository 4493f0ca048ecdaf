#include "net/answer.hpp"

#include <map>

#include "wire/server_messages.hpp"

namespace wenzheng::net {

using boost::beast::http::status;

namespace {

// Codes with a status of their own; anything else that isn't done is a conflict with the state of things.
status status_of(const std::string& code) {
    static const std::map<std::string, status, std::less<>> known{
        {"bad_json", status::bad_request},
        {"unknown_field", status::bad_request},
        {"missing_field", status::bad_request},
        {"bad_field", status::bad_request},
        {"bad_text", status::bad_request},
        {"bad_message", status::bad_request},
        {"bad_request", status::bad_request},
        {"unsupported_secrecy", status::bad_request},
        {"method_not_allowed", status::bad_request},
        {"not_signed_in", status::unauthorized},
        {"bad_credentials", status::unauthorized},
        {"bad_key", status::unauthorized},
        {"foreign_origin", status::forbidden},
        {"not_allowed", status::forbidden},
        {"no_such_inquiry", status::not_found},
        {"no_such_deputy", status::not_found},
        {"no_such_page", status::not_found},
        {"no_such_account", status::not_found},
        {"no_such_item", status::not_found},
        {"not_revealed", status::not_found},
        {"too_large", status::payload_too_large},
        {"unsupported_media", status::unsupported_media_type},
        {"storage_full", status::service_unavailable},
        {"unsupported_media_type", status::unsupported_media_type},
        {"too_many_requests", status::too_many_requests},
        {"unavailable", status::service_unavailable},
        {"damaged_record", status::service_unavailable},
    };
    const auto found = known.find(code);
    return found == known.end() ? status::conflict : found->second;
}

}  // namespace

answer json_answer(status code, const wire::json& body) {
    answer out;
    out.status = code;
    out.body = wire::canonical(body);
    return out;
}

answer error_answer(status code, const wire::problem& why) {
    answer out;
    out.status = code;
    out.body = wire::write_error(why);
    return out;
}

answer error_answer(const wire::problem& why) { return error_answer(status_of(why.code), why); }
answer error_answer(const inquiry::refusal& why) { return error_answer(wire::to_problem(why)); }

}  // namespace wenzheng::net
