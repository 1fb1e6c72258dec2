"""Who sees which case, and what the database refuses that no column can say by itself."""

from __future__ import annotations

from doudi.audit.row_security import IN_PLACE, IS_CITIZEN, IS_STAFF, as_seen, protect, shared, unprotect

OWN = f"({IS_CITIZEN} AND {as_seen('intake_application', 'application_id')})"
"""A citizen sees the cases of the applications they see."""
OF_CASE = as_seen("casework_case", "case_id")

PROTECT = (
    protect("casework_case", IN_PLACE, shared("case", "casework_case.id"), OWN),
    protect("casework_steptaken", OF_CASE),
    protect("casework_term", OF_CASE),
    protect("casework_pause", as_seen("casework_term", "term_id")),
    protect("casework_extension", as_seen("casework_term", "term_id")),
    protect("casework_opinion", OF_CASE),
    protect("casework_deliberation", OF_CASE),
    protect("casework_notice", OF_CASE),
    protect("casework_objection", f"({IS_STAFF} AND {as_seen('casework_notice', 'notice_id')})"),
    protect("casework_decision", OF_CASE),
    protect("casework_reason", as_seen("casework_decision", "decision_id")),
    protect("casework_letter", as_seen("casework_decision", "decision_id")),
    protect("casework_remedy", as_seen("casework_letter", "letter_id")),
    protect("casework_reconsideration", as_seen("casework_decision", "decision_id")),
)
"""An objection names who objected: the family does not see it."""
TABLES = (
    "case", "steptaken", "term", "pause", "extension", "opinion", "deliberation", "notice", "objection", "decision",
    "reason", "letter", "remedy", "reconsideration",
)  # fmt: skip
UNPROTECT = tuple(unprotect(f"casework_{table}") for table in TABLES)

SAME_PROPOSER = """
ALTER TABLE casework_decision ADD CONSTRAINT decision_names_its_proposer
    FOREIGN KEY (opinion_id, proposed_by_id) REFERENCES casework_opinion (id, by_id);
"""
ANY_PROPOSER = "ALTER TABLE casework_decision DROP CONSTRAINT decision_names_its_proposer;"

SAME_NOTICE = """
ALTER TABLE casework_holidayconfirmation ADD CONSTRAINT confirmation_names_who_entered
    FOREIGN KEY (notice_id, entered_by_id, entered_office_id)
    REFERENCES casework_holidaynotice (id, entered_by_id, office_id);
"""
ANY_NOTICE = "ALTER TABLE casework_holidayconfirmation DROP CONSTRAINT confirmation_names_who_entered;"

RESTS = """
CREATE FUNCTION casework_decision_rests() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
    SELECT d.status, d.amount_fen, o.determination_id AS proposed, o.case_id AS of_case INTO made
        FROM determination_determination d, casework_opinion o, casework_case c
        WHERE d.id = NEW.determination_id AND o.id = NEW.opinion_id AND c.id = NEW.case_id
            AND d.application_id = c.application_id AND d.programme = c.programme
            AND d.member_id IS NOT DISTINCT FROM c.member_id;
    IF NOT FOUND OR made.proposed <> NEW.determination_id OR made.of_case <> NEW.case_id THEN
        RAISE EXCEPTION 'decision: determination or opinion of another case' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind IN ('grant', 'adjust')
        AND (made.status <> 'eligible' OR made.amount_fen IS DISTINCT FROM NEW.amount_fen)
    THEN
        RAISE EXCEPTION 'decision: the determination bears no such amount' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.kind = 'refuse' AND made.status <> 'ineligible' THEN
        RAISE EXCEPTION 'decision: only ineligible can be refused' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_rests BEFORE INSERT ON casework_decision
    FOR EACH ROW EXECUTE FUNCTION casework_decision_rests();

CREATE FUNCTION casework_decision_says_why() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_from text := current_setting('doudi.place_from', true);
    was_until text := current_setting('doudi.place_until', true);
BEGIN
    -- It looks when the transaction ends: whoever acts then, it sees every place.
    PERFORM set_config('doudi.place_from', '', true), set_config('doudi.place_until', '~', true);
    IF NEW.kind <> 'grant' AND NOT EXISTS (SELECT 1 FROM casework_reason r WHERE r.decision_id = NEW.id) THEN
        RAISE EXCEPTION 'decision: no reason given' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('doudi.place_from', was_from, true), set_config('doudi.place_until', was_until, true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER decision_says_why AFTER INSERT ON casework_decision DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION casework_decision_says_why();
"""
"""A decision rests on the determination that its opinion rests on; what takes or refuses says why."""
RESTS_ON_NOTHING = """
DROP TRIGGER decision_says_why ON casework_decision;
DROP FUNCTION casework_decision_says_why();
DROP TRIGGER decision_rests ON casework_decision;
DROP FUNCTION casework_decision_rests();
"""
