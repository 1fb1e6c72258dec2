"""What the database refuses of queries: one without leave when it is asked or sent, an answer to another question."""

from __future__ import annotations

from doudi.audit.row_security import IS_STAFF, as_seen, protect, unprotect

QUERY, CONNECTION = "verification_sourcequery", "verification_sourceconnection"
PROTECT = (
    protect(QUERY, f"({IS_STAFF} AND {as_seen('verification_checkrequest', 'request_id')})"),
    protect(CONNECTION, IS_STAFF),
)
UNPROTECT = (unprotect(QUERY), unprotect(CONNECTION))

LEAVE = """
CREATE FUNCTION verification_require_query_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM verification_checkrequest r JOIN intake_familymember m ON m.application_id = r.application_id
        WHERE r.id = NEW.request_id AND m.id = NEW.member_id AND NEW.source = ANY (r.sources)
        AND NEW.asked_on >= r.requested_on
    ) THEN
        RAISE EXCEPTION 'query_was_asked_for: nobody asked this' USING ERRCODE = 'check_violation';
    END IF;
    IF (TG_OP = 'INSERT' AND NOT verification_has_leave(NEW.member_id, NEW.asked_on, ARRAY[NEW.source]::text[]))
    OR (NEW.progress = 'sent' AND NOT verification_has_leave(NEW.member_id, NEW.sent_on, ARRAY[NEW.source]::text[]))
    THEN
        RAISE EXCEPTION 'query_has_leave: the member has not consented' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.answer_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM verification_sourceanswer s WHERE s.id = NEW.answer_id AND s.request_id = NEW.request_id
        AND s.member_id = NEW.member_id AND s.source = NEW.source
    ) THEN
        RAISE EXCEPTION 'query_has_its_answer: it answers another question' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER query_has_leave BEFORE INSERT OR UPDATE ON verification_sourcequery
    FOR EACH ROW EXECUTE FUNCTION verification_require_query_leave();
"""
NO_LEAVE = """
DROP TRIGGER query_has_leave ON verification_sourcequery;
DROP FUNCTION verification_require_query_leave();
"""
