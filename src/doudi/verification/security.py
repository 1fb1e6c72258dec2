"""Who sees what was asked and found, and what the database refuses that no column can say by itself."""

from __future__ import annotations

from doudi.audit.row_security import IS_STAFF, as_seen, protect, unprotect

APPLICATION = as_seen("intake_application", "application_id")
STAFF = f"({IS_STAFF} AND "
"""What banks and registers said of one member is not for the others to read; what was settled on is."""

PROTECT = (
    protect("verification_consent", as_seen("intake_familymember", "member_id")),
    protect("verification_unreachable", as_seen("intake_familymember", "member_id")),
    protect("verification_checkrequest", f"{STAFF}{APPLICATION})"),
    protect("verification_sourceanswer", f"{STAFF}{as_seen('verification_checkrequest', 'request_id')})"),
    protect("verification_foundfact", f"{STAFF}{as_seen('verification_sourceanswer', 'answer_id')})"),
    protect("verification_report", f"{STAFF}{as_seen('verification_checkrequest', 'request_id')})"),
    protect("verification_obligorsnoted", as_seen("intake_familymember", "member_id")),
    protect("verification_homevisit", APPLICATION),
    protect("verification_visitor", as_seen("verification_homevisit", "visit_id")),
    protect("verification_visitfact", as_seen("verification_homevisit", "visit_id")),
    protect("verification_adoptedfact", APPLICATION),
    protect("verification_opendifferences", f"{STAFF}{APPLICATION})"),
)
TABLES = (
    "consent", "unreachable", "checkrequest", "sourceanswer", "foundfact", "report", "obligorsnoted",
    "homevisit", "visitor", "visitfact", "adoptedfact", "opendifferences",
)  # fmt: skip
UNPROTECT = tuple(unprotect(f"verification_{table}") for table in TABLES)

OBJECTIONS, ANY_OBJECTIONS = protect("verification_objection", APPLICATION), unprotect("verification_objection")

SAME_FAMILY = """
ALTER TABLE verification_adoptedfact ADD CONSTRAINT adopted_of_the_same_family
    FOREIGN KEY (member_id, application_id) REFERENCES intake_familymember (id, application_id);
ALTER TABLE verification_adoptedfact ADD CONSTRAINT adopted_of_the_members_supporter
    FOREIGN KEY (supporter_id, member_id) REFERENCES intake_supporter (id, member_id);
ALTER TABLE verification_visitfact ADD CONSTRAINT visit_of_the_members_supporter
    FOREIGN KEY (supporter_id, member_id) REFERENCES intake_supporter (id, member_id);
"""
ANY_FAMILY = """
ALTER TABLE verification_adoptedfact DROP CONSTRAINT adopted_of_the_same_family;
ALTER TABLE verification_adoptedfact DROP CONSTRAINT adopted_of_the_members_supporter;
ALTER TABLE verification_visitfact DROP CONSTRAINT visit_of_the_members_supporter;
"""

_HAS_LEAVE = """
CREATE OR REPLACE FUNCTION verification_has_leave(who bigint, day date, asked text[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM verification_consent c
        WHERE c.member_id = who AND c.signed_on <= day AND (c.until_on IS NULL OR c.until_on > day)
        AND (c.{ended} IS NULL OR c.{ended} > day) AND c.sources::text[] @> asked)
$$;
"""
LEAVE_WITHDRAWN, LEAVE_ENDED = _HAS_LEAVE.format(ended="withdrawn_on"), _HAS_LEAVE.format(ended="ended_on")
"""At first a consent ended only by being withdrawn; the column is called otherwise since it ends for other reasons."""
REQUIRE_LEAVE = """
CREATE FUNCTION verification_require_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM intake_familymember m WHERE m.application_id = NEW.application_id
        AND NOT verification_has_leave(m.id, NEW.requested_on, NEW.sources::text[])
        AND NOT EXISTS (SELECT 1 FROM verification_unreachable u WHERE u.member_id = m.id)
    ) THEN
        RAISE EXCEPTION 'check_asks_with_leave: a member has not consented' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER check_asks_with_leave BEFORE INSERT ON verification_checkrequest
    FOR EACH ROW EXECUTE FUNCTION verification_require_leave();
"""
LEAVE = LEAVE_WITHDRAWN + REQUIRE_LEAVE
NO_LEAVE = """
DROP TRIGGER check_asks_with_leave ON verification_checkrequest;
DROP FUNCTION verification_require_leave();
DROP FUNCTION verification_has_leave(bigint, date, text[]);
"""

ANSWERS = """
CREATE FUNCTION verification_require_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM verification_checkrequest r JOIN intake_familymember m ON m.application_id = r.application_id
        WHERE r.id = NEW.request_id AND m.id = NEW.member_id AND NEW.source = ANY (r.sources)
        AND NEW.answered_on >= r.requested_on
    ) THEN
        RAISE EXCEPTION 'answer_was_asked_for: nobody asked this' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT verification_has_leave(NEW.member_id, NEW.answered_on, ARRAY[NEW.source]::text[]) THEN
        RAISE EXCEPTION 'answer_has_leave: the member has not consented' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_was_asked_for BEFORE INSERT ON verification_sourceanswer
    FOR EACH ROW EXECUTE FUNCTION verification_require_asked();
CREATE FUNCTION verification_require_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM verification_sourceanswer s WHERE s.id = NEW.answer_id AND s.outcome = 'answered'
        AND (NEW.member_id IS NULL OR NEW.member_id = s.member_id)
    ) THEN
        RAISE EXCEPTION 'found_in_a_result: the source gave no result' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER found_in_a_result BEFORE INSERT ON verification_foundfact
    FOR EACH ROW EXECUTE FUNCTION verification_require_result();
"""
NO_ANSWERS = """
DROP TRIGGER found_in_a_result ON verification_foundfact;
DROP FUNCTION verification_require_result();
DROP TRIGGER answer_was_asked_for ON verification_sourceanswer;
DROP FUNCTION verification_require_asked();
"""

VISITS = """
CREATE FUNCTION verification_require_visitors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_from text := current_setting('doudi.place_from', true);
    was_until text := current_setting('doudi.place_until', true);
BEGIN
    -- It looks when the transaction ends: whoever acts then, it sees every place.
    PERFORM set_config('doudi.place_from', '', true), set_config('doudi.place_until', '~', true);
    IF (SELECT count(*) FROM verification_visitor v WHERE v.visit_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'visit_by_two: fewer than two visitors' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('doudi.place_from', was_from, true), set_config('doudi.place_until', was_until, true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER visit_by_two AFTER INSERT ON verification_homevisit DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION verification_require_visitors();
CREATE FUNCTION verification_require_family() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.member_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM verification_homevisit h JOIN intake_familymember m ON m.application_id = h.application_id
        WHERE h.id = NEW.visit_id AND m.id = NEW.member_id
    ) THEN
        RAISE EXCEPTION 'visit_of_the_same_family: not a member' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_of_the_same_family BEFORE INSERT ON verification_visitfact
    FOR EACH ROW EXECUTE FUNCTION verification_require_family();
"""
NO_VISITS = """
DROP TRIGGER visit_of_the_same_family ON verification_visitfact;
DROP FUNCTION verification_require_family();
DROP TRIGGER visit_by_two ON verification_homevisit;
DROP FUNCTION verification_require_visitors();
"""

OBLIGORS = """
CREATE FUNCTION verification_require_obligors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> (
        SELECT count(*) FROM intake_supporter s WHERE s.member_id = NEW.member_id
        AND s.position >= NEW.first AND s.position < NEW.first + NEW.number AND NOT s.declared
    ) THEN
        RAISE EXCEPTION 'obligors_are_all_there: fewer than noted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER obligors_are_all_there BEFORE INSERT ON verification_obligorsnoted
    FOR EACH ROW EXECUTE FUNCTION verification_require_obligors();
"""
NO_OBLIGORS = """
DROP TRIGGER obligors_are_all_there ON verification_obligorsnoted;
DROP FUNCTION verification_require_obligors();
"""

DELIVERIES = (
    protect("verification_membertoken", as_seen("intake_familymember", "member_id")),
    # No person is in these: what protects rows is that they are read by the tokens of members whom the actor sees.
    protect("verification_roster", IS_STAFF),
    protect("verification_delivery", IS_STAFF),
    protect("verification_deliverykey", IS_STAFF),
    protect("verification_forgetting", IS_STAFF),
)
NO_DELIVERIES = tuple(
    unprotect(f"verification_{table}") for table in ("membertoken", "roster", "delivery", "deliverykey", "forgetting")
)

FROM_DELIVERY = """
CREATE FUNCTION verification_require_delivered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM verification_delivery d WHERE d.id = NEW.delivery_id AND d.source = NEW.source
        AND d.outcome = 'loaded' AND d.as_of = NEW.as_of_on
    ) THEN
        RAISE EXCEPTION 'answer_was_delivered: its source did not deliver it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_was_delivered BEFORE INSERT ON verification_sourceanswer
    FOR EACH ROW WHEN (NEW.delivery_id IS NOT NULL) EXECUTE FUNCTION verification_require_delivered();
"""
FROM_ANYWHERE = """
DROP TRIGGER answer_was_delivered ON verification_sourceanswer;
DROP FUNCTION verification_require_delivered();
"""
