"""A county's register for measurements: 100,000 cases of as many families, made by SQL; everybody in it is invented.

Twenty townships, every tenth case still under way; each applicant is a person of the registry, found by name, and each
case has its clocks, its history, and an event of who looked at it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

CASES = 100_000
COUNTY = "430971"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = "秀兰 秀英 桂英 玉兰 建国 建华 志强 志明 国强 海燕 春梅 冬梅 小红 小军 文华 德胜 永福 永贵 长生 长安"
BORN = date(1960, 1, 1)

PLACES = """
INSERT INTO accounts_place (code, name, sort_key, valid)
SELECT code, name, '', daterange('2000-01-01', NULL) FROM (
    SELECT %(county)s || lpad(t::text, 3, '0') AS code, '示例' || t || '镇' AS name FROM generate_series(1, 20) t
    UNION ALL
    SELECT %(county)s || lpad(t::text, 3, '0') || lpad(v::text, 3, '0'), '示例' || v || '村'
    FROM generate_series(1, 20) t, generate_series(1, 10) v
) made WHERE NOT EXISTS (SELECT 1 FROM accounts_place p WHERE p.code = made.code)
"""
NUMBERED = """
CREATE TEMPORARY TABLE numbered AS
SELECT n, nextval('intake_application_id_seq') AS application, nextval('casework_case_id_seq') AS of_case,
       nextval('intake_familymember_id_seq') AS applicant, ('x' || md5('p' || n))::bit(52)::bigint AS person,
       n %% %(names)s AS named, n %% 10 = 0 AS is_open,
       %(on)s::date - CASE WHEN n %% 10 = 0 THEN n %% 23 ELSE 60 + n %% 700 END AS opened,
       %(county)s || lpad((n / 10 %% 20 + 1)::text, 3, '0') AS town, lpad((n / 200 %% 10 + 1)::text, 3, '0') AS village
FROM generate_series(%(first)s::int, %(last)s::int) n
"""
PERSONS = """
INSERT INTO registry_person (id) SELECT person FROM numbered;
INSERT INTO registry_personrecord (person_id, county, name, sort_key, sex, born_on, valid, known)
SELECT person, %(county)s::integer, name, sort_key, 'female', %(born)s, daterange(%(born)s, NULL),
       tstzrange(now(), NULL)
FROM numbered JOIN a_name USING (named);
INSERT INTO registry_membership (person_id, place, relation, valid, known)
SELECT person, town || village, 'head', daterange(%(born)s, NULL), tstzrange(now(), NULL) FROM numbered;
INSERT INTO registry_nametoken (person_id, place, token, sort_key)
SELECT person, town || village, word, sort_key FROM numbered JOIN a_name USING (named), unnest(words) word
"""
APPLICATIONS = """
INSERT INTO intake_application (id, key, number, place, township, channel, applicant_name, applicant_index, reason,
    filed_by_id, submitted_on, confirmed_how, accepted_on, accepted_by_id, near_relative, near_relative_of,
    withdrawn_reason, closed_on)
SELECT application, gen_random_uuid(), %(county)s || '-2019-' || lpad(n::text, 6, '0'), town || village, town, 'window',
       name, '', '', %(account)s, opened, '', opened, %(officer)s, false, '', '',
       CASE WHEN NOT is_open THEN opened + 30 END
FROM numbered JOIN a_name USING (named);
INSERT INTO intake_familymember (id, application_id, position, key, person_id, name, relation, sex, born_on, number,
                                 number_index, parents, spouse, supporters_known)
SELECT applicant, application, 1, 'm1', person, name, 'applicant', 'female', %(born)s, %(number)s, '', '{}', '', true
FROM numbered JOIN a_name USING (named);
INSERT INTO intake_familymember (application_id, position, key, name, relation, sex, born_on, number, number_index,
                                 parents, spouse, supporters_known)
SELECT application, 2, 'm2', '张某乙', 'child', 'male', '2010-01-01', %(number)s, '', '{}', '', true FROM numbered
"""
STEPS = "ARRAY['start_survey', 'survey', 'opinion', 'posting', 'confirmation']"
CASE_ROWS = f"""
INSERT INTO casework_case (id, application_id, programme, place, number, procedure, procedure_digest, step, round,
    step_due_on, due_on, provisional, paused, disputed, opened_on, decided_on, closed_on, version)
SELECT of_case, application, 'dibao', town || village, %(county)s || '-2019-' || lpad(n::text, 6, '0') || '-1',
       'datonghu-dibao-2021', %(digest)s, CASE WHEN is_open THEN ({STEPS})[n / 2000 %% 5 + 1] ELSE 'closed' END, 0,
       CASE WHEN is_open THEN opened + 4 END, opened + 36, false, false, false, opened,
       CASE WHEN NOT is_open THEN opened + 30 END, CASE WHEN NOT is_open THEN opened + 30 END, 5
FROM numbered;
INSERT INTO casework_term (case_id, kind, step, started_on, days, day_kind, first_day_counts, last_day, due_on,
                           provisional, calendar_version, cites, ended_on)
SELECT of_case, 'whole', '', opened, 25, 'working', false, 'next_workday', opened + 36, false, 'seed',
       ARRAY['minfa-2021-57#23'], CASE WHEN NOT is_open THEN opened + 30 END FROM numbered;
INSERT INTO casework_steptaken (case_id, deed, from_step, to_step, by_id, taken_on, note, cites)
SELECT of_case, deed, '', 'start_survey', %(officer)s, opened, '', '{{}}'
FROM numbered, unnest(ARRAY['open_case', 'start_survey', 'finish_survey']) deed;
INSERT INTO audit_event (business_on, actor_kind, account_id, actor_name, office_id, act, subject_kind, subject_id,
                         place, purpose, persons, details)
SELECT opened, 'officer', %(account)s, '', NULL, 'casework.case_seen', 'casework.case', of_case, town || village,
       '办理', ARRAY[person], '{{}}' FROM numbered
"""  # noqa: S608 - our own words


def fill(first: int, last: int, *, officer: Any, on: date, digest: str) -> None:
    """Make the cases with these serial numbers; whoever acts sees the county. `officer` accepted all of them."""
    from django.db import connection  # noqa: PLC0415 - Django is set up by now

    from doudi.accounts.secrets import seal  # noqa: PLC0415 - the same
    from doudi.kernel.residentid import ResidentNumber, Sex  # noqa: PLC0415 - the same

    number = ResidentNumber.reserved(born=BORN, sex=Sex.FEMALE, serial=1)
    names = _names()
    given = {
        "first": first, "last": last, "county": COUNTY, "names": len(names), "on": on, "born": BORN,
        "account": officer.account_id, "officer": officer.pk, "digest": digest,
        "number": seal(number.full, "intake_familymember.number"),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE a_name (named bigint, name text, sort_key text, words text[])")
        cursor.executemany("INSERT INTO a_name VALUES (%s, %s, %s, %s)", names)
        for rows in (PLACES, NUMBERED, PERSONS, APPLICATIONS, CASE_ROWS):
            for statement in rows.split(";"):
                cursor.execute(statement, given)
        cursor.execute("DROP TABLE numbered, a_name")


def _names() -> list[tuple[int, str, str, list[str]]]:
    from doudi.registry.names import sort_key, tokens  # noqa: PLC0415 - only once it is measured

    made = [surname + given for surname in SURNAMES for given in GIVEN.split()]
    return [(at, name, sort_key(name), sorted(tokens(name))) for at, name in enumerate(made)]
