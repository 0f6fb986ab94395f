"""Who opens which address: one row for each name in the URL table, checked by tests/test_access.py.

PUBLIC is open to anybody; SIGNED_IN to every person who signed in; otherwise the roles that may. What a role may open
in general can still be closed for one record (404): the tests of each package show that.
"""

PUBLIC = frozenset({"PUBLIC"})
SIGNED_IN = frozenset({"POL", "CRN", "PRO", "AST", "LEAD", "REC", "ADM"})
CONTENT = SIGNED_IN - {"ADM"}
TEAM = frozenset({"PRO", "AST", "LEAD"})
MANAGE = frozenset({"ADM", "LEAD"})

ACCESS: dict[str, frozenset[str]] = {
    # config
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "root": PUBLIC,
    # pages
    "save_draft": SIGNED_IN,
    "components": PUBLIC,
    "stay_signed_in": SIGNED_IN,
    # accounts
    "account_login": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "demo_sign_in": PUBLIC,
    "account_logout": PUBLIC,
    "join": PUBLIC,
    "home": SIGNED_IN,
    "account": SIGNED_IN,
    "set_language": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "manage": MANAGE,
    "people": MANAGE,
    "invite_person": MANAGE,
    "person": MANAGE,
    "change_person": MANAGE,
    "deactivate_person": MANAGE,
    "reactivate_person": MANAGE,
    "start_over": MANAGE,
    "offices": MANAGE,
    "rename_office": MANAGE,
    "agencies": MANAGE,
    "rename_agency": MANAGE,
    # notifications, documents
    "notices": SIGNED_IN,
    "mark_notices_read": SIGNED_IN,
    "document": CONTENT,
    # caseload: pages of words
    "help": SIGNED_IN,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "contact": PUBLIC,
    # precedents
    "precedents:bank": SIGNED_IN,
    "precedents:add_decision": TEAM,
    "precedents:offences": SIGNED_IN,
    "precedents:topics": SIGNED_IN,
    "precedents:topic": SIGNED_IN,
    "precedents:provision": SIGNED_IN,
    "precedents:advice": SIGNED_IN,
    "precedents:published_advice": CONTENT,
    "precedents:withdraw_publication": frozenset({"PRO", "LEAD"}),
    "precedents:decision": SIGNED_IN,
    "precedents:edit_decision": TEAM,
}
