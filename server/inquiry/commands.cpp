#include "inquiry/commands.hpp"

namespace wenzheng::inquiry {
namespace {

template <class... kinds>
bool is_one_of(const any_command& what) noexcept {
    return (std::holds_alternative<kinds>(what) || ...);
}

}  // namespace

bool may(account_role role, const any_command& what) noexcept {
    using namespace command;
    const bool directing = is_one_of<show, panic>(what);
    const bool counting = is_one_of<confirm_count, enter_paper_count>(what);
    const bool administration = is_one_of<change_definition, issue_keys, own_request, own_withdraw>(what);
    switch (role) {
        case account_role::admin: return true;
        case account_role::director: return directing || is_one_of<add_screen>(what);
        case account_role::scrutineer: return counting || is_one_of<add_screen>(what);
        case account_role::moderator: return !directing && !counting && !administration;
    }
    return false;
}

}  // namespace wenzheng::inquiry
