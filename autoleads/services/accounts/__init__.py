"""The team of a tenant: its users, their passwords and sessions."""

from autoleads.services.accounts.hashing import CHEAP, STRONG, Passwords
from autoleads.services.accounts.locks import hold_active
from autoleads.services.accounts.one_time_links import one_time_link, use_one_time_token
from autoleads.services.accounts.passwords import change_password
from autoleads.services.accounts.sessions import (
    SESSION_LIFETIME,
    extend_session,
    find_current_user,
    log_in,
    log_out,
    refresh,
)
from autoleads.services.accounts.users import (
    NewUser,
    UserChanges,
    all_users,
    create_user,
    get_user,
    list_users,
    remove_user,
    update_own_account,
    update_user,
    user_names,
)

__all__ = [
    "CHEAP",
    "SESSION_LIFETIME",
    "STRONG",
    "NewUser",
    "Passwords",
    "UserChanges",
    "all_users",
    "change_password",
    "create_user",
    "extend_session",
    "find_current_user",
    "get_user",
    "hold_active",
    "list_users",
    "log_in",
    "log_out",
    "one_time_link",
    "refresh",
    "remove_user",
    "update_own_account",
    "update_user",
    "use_one_time_token",
    "user_names",
]
