"""Who sees which rows of the registry, and the functions that reach past what the actor sees.

A number is unique across all counties, so whoever could insert one freely could ask whether it is taken. Therefore rows
of persons and identifiers are made by `registry_person` alone, which answers alike whether it found or made the person
and leaves an event. The functions run as the owner of the tables, whom FORCE binds too: for their own length they
widen the actor's range to the nation, and put it back. A failure undoes the widening with everything else.
"""

from __future__ import annotations

from doudi.audit.row_security import IN_PLACE, IS_STAFF, as_seen, protect, shared, unprotect

NATIONWIDE = (
    "(current_setting('doudi.place_from', true) = '' AND current_setting('doudi.place_until', true) = '~'"
    f" AND {IS_STAFF})"
)
"""The actor's range is the whole nation; an unset range is empty at both ends."""


def _dwells(table: str, person: str, also: str = "") -> str:
    """The person dwells, or has dwelt, in the actor's range."""
    return (
        f"EXISTS (SELECT 1 FROM registry_membership m WHERE m.person_id = {table}.{person}{also} "  # noqa: S608 - our own words, no input
        "AND m.place >= current_setting('doudi.place_from', true) "
        "AND m.place < current_setting('doudi.place_until', true))"
    )


def _read_only(table: str, condition: str) -> str:
    return f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({condition});"


PROTECT = (
    protect(
        "registry_person",
        NATIONWIDE,
        _dwells("registry_person", "id"),
        shared("person", "registry_person.id"),
    ),
    protect(
        "registry_personrecord",
        NATIONWIDE,
        _dwells("registry_personrecord", "person_id", " AND m.county = registry_personrecord.county"),
        shared("person", "registry_personrecord.person_id"),
    ),
    protect("registry_identifier", NATIONWIDE)
    + _read_only("registry_identifier", as_seen("registry_person", "registry_identifier.person_id")),
    protect("registry_household", IN_PLACE),
    protect("registry_membership", IN_PLACE),
    protect("registry_nametoken", IN_PLACE),
    protect("registry_personmerge", IN_PLACE),
)
UNPROTECT = (
    unprotect("registry_person"),
    unprotect("registry_personrecord"),
    "DROP POLICY registry_identifier_seen ON registry_identifier;" + unprotect("registry_identifier"),
    unprotect("registry_household"),
    unprotect("registry_membership"),
    unprotect("registry_nametoken"),
    unprotect("registry_personmerge"),
)

_HEAD = "LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
_WAS = """
    was_from text := current_setting('doudi.place_from', true);
    was_until text := current_setting('doudi.place_until', true);"""
_WIDEN = """
    PERFORM set_config('doudi.place_from', '', true), set_config('doudi.place_until', '~', true);"""
_NARROW = """
    PERFORM set_config('doudi.place_from', was_from, true), set_config('doudi.place_until', was_until, true);"""
_STAFF_ONLY = f"""
    IF ({IS_STAFF}) IS NOT TRUE THEN
        RAISE EXCEPTION 'registry: the actor is not of the staff' USING ERRCODE = 'insufficient_privilege';
    END IF;"""
_IN_REACH = """
    IF (at_place >= was_from AND at_place < was_until AND at_place ~ '^[0-9]+$') IS NOT TRUE THEN
        RAISE EXCEPTION 'registry: the place is not the actor''s' USING ERRCODE = 'insufficient_privilege';
    END IF;"""


def _event(act: str, key: str, place: str) -> str:
    """Leave an event in the name of the actor, as `audit.services.record` does."""
    return f"""
    INSERT INTO audit_event (business_on, actor_kind, account_id, actor_name, office_id, act, subject_kind, subject_id,
                             place, purpose, persons, details)
    SELECT current_setting('doudi.today')::date, current_setting('doudi.actor_kind'), hand.account,
           CASE WHEN hand.account IS NULL THEN current_setting('doudi.actor_name') ELSE '' END,
           nullif(current_setting('doudi.office'), '')::bigint, '{act}', 'registry.person', {key},
           {place}, left(for_purpose, 200), ARRAY[{key}], '{{}}'
    FROM (SELECT nullif(current_setting('doudi.account'), '')::bigint AS account) AS hand;"""  # noqa: S608 - our own words, no input


RESOLVE = f"""
CREATE FUNCTION registry_person(
    of_kind text, of_index text, sealed_number bytea, since date, at_place text, for_purpose text
) RETURNS bigint {_HEAD}
DECLARE
    key bigint;{_WAS}
BEGIN{_STAFF_ONLY}{_IN_REACH}
    PERFORM pg_advisory_xact_lock(hashtextextended('registry_person ' || of_kind || of_index, 0));{_WIDEN}
    SELECT person_id INTO key FROM registry_identifier
        WHERE kind = of_kind AND index = of_index AND upper_inf(known);
    IF key IS NULL THEN
        INSERT INTO registry_person DEFAULT VALUES RETURNING id INTO key;
        IF of_index <> '' THEN
            INSERT INTO registry_identifier (person_id, kind, index, number, valid, known) VALUES
                (key, of_kind, of_index, sealed_number, daterange(since, NULL), tstzrange(clock_timestamp(), NULL));
        END IF;
    END IF;{_event("registry.resolved", "key", "at_place")}{_NARROW}
    RETURN key;
END
$$;
REVOKE ALL ON FUNCTION registry_person(text, text, bytea, date, text, text) FROM PUBLIC;
"""  # noqa: S608 - our own words, no input
"""Find the person with a number, or make one; a person without number is always a new one."""

DEPART = f"""
CREATE FUNCTION registry_depart(who bigint, at_place text, since date, for_purpose text) RETURNS void {_HEAD}
DECLARE
    old registry_membership;
    moment timestamptz;{_WAS}
BEGIN{_STAFF_ONLY}{_IN_REACH}{_WIDEN}
    FOR old IN
        SELECT * FROM registry_membership WHERE person_id = who AND county = left(at_place, 6)::integer
        AND upper_inf(known) AND (upper_inf(valid) OR upper(valid) > since) ORDER BY id FOR UPDATE
    LOOP
        moment := greatest(clock_timestamp(), lower(old.known));
        UPDATE registry_membership SET known = tstzrange(lower(known), moment) WHERE id = old.id;
        IF lower(old.valid) < since THEN
            INSERT INTO registry_membership (person_id, household_id, place, relation, valid, known) VALUES
                (who, old.household_id, old.place, old.relation, daterange(lower(old.valid), since),
                 tstzrange(moment, NULL));
        END IF;{_event("registry.departed", "who", "old.place")}
    END LOOP;{_NARROW}
END
$$;
REVOKE ALL ON FUNCTION registry_depart(bigint, text, date, text) FROM PUBLIC;
"""  # noqa: S608 - our own words, no input
"""Somebody dwells no longer where the county of a place has them; a sibling township is not visible, yet is ended."""

HAND_OVER = f"""
CREATE FUNCTION registry_hand_over(from_person bigint, to_person bigint, numbers bigint[]) RETURNS bigint[] {_HEAD}
DECLARE
    moved bigint[];
    moment timestamptz := clock_timestamp();{_WAS}
BEGIN{_STAFF_ONLY}
    IF (SELECT count(*) FROM registry_person WHERE id IN (from_person, to_person)) < 2 THEN
        RAISE EXCEPTION 'registry: the actor does not see both persons' USING ERRCODE = 'insufficient_privilege';
    END IF;{_WIDEN}
    WITH closed AS (
        UPDATE registry_identifier SET known = tstzrange(lower(known), greatest(lower(known), moment))
        WHERE person_id = from_person AND id = ANY (numbers) AND upper_inf(known)
        RETURNING kind, index, number, valid
    ), added AS (
        INSERT INTO registry_identifier (person_id, kind, index, number, valid, known)
        SELECT to_person, kind, index, number, valid, tstzrange(moment, NULL) FROM closed
        RETURNING id
    )
    SELECT coalesce(array_agg(id ORDER BY id), '{{}}') INTO moved FROM added;{_NARROW}
    RETURN moved;
END
$$;
REVOKE ALL ON FUNCTION registry_hand_over(bigint, bigint, bigint[]) FROM PUBLIC;
"""  # noqa: S608 - our own words, no input
"""The numbers of one person turn out to be another's; their new rows are named."""

FUNCTIONS = (RESOLVE, DEPART, HAND_OVER)
DROP_FUNCTIONS = (
    "DROP FUNCTION registry_person(text, text, bytea, date, text, text);",
    "DROP FUNCTION registry_depart(bigint, text, date, text);",
    "DROP FUNCTION registry_hand_over(bigint, bigint, bigint[]);",
)
