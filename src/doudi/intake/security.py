"""Who sees which application, and what the database refuses that no column can say by itself."""

# ruff: noqa: S608 - policies are put together here, from constants alone

from __future__ import annotations

from doudi.audit.row_security import ACCOUNT, IN_PLACE, IS_CITIZEN, KIND, TODAY, as_seen, protect, shared, unprotect

OWN = f"({IS_CITIZEN} AND mandate_id IS NULL AND filed_by_id = {ACCOUNT})"
"""A citizen sees what they filed for themselves."""
BY_MANDATE = (
    f"({IS_CITIZEN} AND EXISTS (SELECT 1 FROM intake_mandate m WHERE m.id = intake_application.mandate_id "
    f"AND m.account_id = {ACCOUNT} AND m.valid @> {TODAY} AND (m.ended_on IS NULL OR m.ended_on > {TODAY}) "
    f"AND (m.confirmed_at IS NOT NULL OR intake_application.filed_by_id = {ACCOUNT})))"
)
"""A helper sees what they filed while their mandate lasts, and what others filed under it once it is confirmed."""
BY_CODE = (
    f"({IS_CITIZEN} AND EXISTS (SELECT 1 FROM intake_opening o WHERE o.application_id = intake_application.id "
    f"AND o.account_id = {ACCOUNT} AND o.valid @> {TODAY}))"
)
"""The applicant who brought the code that the window printed."""
MINE = f"({ACCOUNT} = account_id)"
HOUSEKEEPING = f"({KIND} IN ('job', 'system'))"

WITH_THE_APPLICATION = (
    f"({IS_CITIZEN} AND EXISTS (SELECT 1 FROM intake_opening o WHERE o.mandate_id = intake_mandate.id "
    f"AND o.account_id = {ACCOUNT} AND o.valid @> {TODAY}))"
)
"""The applicant sees who acts for them, where the application was opened to them."""

APPLICATION = as_seen("intake_application", "application_id")
PROTECT = (
    protect("intake_mandate", IN_PLACE, MINE, shared("mandate", "intake_mandate.id"), WITH_THE_APPLICATION),
    protect("intake_draft", MINE, HOUSEKEEPING),
    protect("intake_opening", MINE, f"{KIND} IN ('officer', 'job', 'system')"),
    protect("intake_application", IN_PLACE, shared("application", "intake_application.id"), OWN, BY_MANDATE, BY_CODE),
    protect("intake_forwarding", APPLICATION),
    protect("intake_familymember", APPLICATION),
    protect("intake_supporter", as_seen("intake_familymember", "member_id")),
    protect("intake_declaredfact", APPLICATION),
    protect("intake_document", APPLICATION),
    protect("intake_supplement", APPLICATION),
)
TABLES = (
    "mandate", "draft", "opening", "application", "forwarding", "familymember", "supporter", "declaredfact",
    "document", "supplement",
)  # fmt: skip
UNPROTECT = tuple(unprotect(f"intake_{table}") for table in TABLES)

SAME_FAMILY = """
ALTER TABLE intake_declaredfact ADD CONSTRAINT declared_of_the_same_family
    FOREIGN KEY (member_id, application_id) REFERENCES intake_familymember (id, application_id);
ALTER TABLE intake_declaredfact ADD CONSTRAINT declared_of_the_members_supporter
    FOREIGN KEY (supporter_id, member_id) REFERENCES intake_supporter (id, member_id);
ALTER TABLE intake_document ADD CONSTRAINT document_of_the_same_family
    FOREIGN KEY (member_id, application_id) REFERENCES intake_familymember (id, application_id);
"""
ANY_FAMILY = """
ALTER TABLE intake_declaredfact DROP CONSTRAINT declared_of_the_same_family;
ALTER TABLE intake_declaredfact DROP CONSTRAINT declared_of_the_members_supporter;
ALTER TABLE intake_document DROP CONSTRAINT document_of_the_same_family;
"""

NOTHING_DECLARED_LATER = """
CREATE FUNCTION intake_refuse_after_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM intake_application a WHERE a.id = NEW.application_id AND a.accepted_on IS NOT NULL) THEN
        RAISE EXCEPTION 'accepted: % keeps what was declared', NEW.application_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER declared_before_acceptance BEFORE INSERT ON intake_declaredfact
    FOR EACH ROW EXECUTE FUNCTION intake_refuse_after_acceptance();
"""
DECLARED_ANY_TIME = """
DROP TRIGGER declared_before_acceptance ON intake_declaredfact;
DROP FUNCTION intake_refuse_after_acceptance();
"""
