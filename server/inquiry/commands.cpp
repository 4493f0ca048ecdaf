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
    const bool transport = is_one_of<show_evidence, hide_evidence, play_evidence, pause_evidence, seek_evidence>(what);
    const bool screens = is_one_of<show, panic, preview, take, release>(what);
    const bool keeping = is_one_of<order_evidence, remove_evidence, add_evidence>(what);
    const bool counting = is_one_of<confirm_count, enter_paper_count>(what);
    const bool administration = is_one_of<change_definition, issue_keys, own_request, own_withdraw>(what);
    switch (role) {
        case account_role::admin: return true;
        case account_role::director: return screens || transport || keeping || is_one_of<add_screen>(what);
        case account_role::scrutineer: return counting || is_one_of<add_screen>(what);
        case account_role::moderator: return !screens && !keeping && !counting && !administration;
    }
    return false;
}

bool needs_newest(const any_command& what) noexcept {
    using namespace command;
    return !is_one_of<panic, preview, take, release, play_evidence, pause_evidence, seek_evidence>(what);
}

}  // namespace wenzheng::inquiry
