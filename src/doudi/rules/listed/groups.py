"""The groups that Heze lists beside the national ones, each by its own condition, and visits of condolence.

The text names the groups and leaves what each gets to departments whose rules were not found.
"""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import household, member
from doudi.policy.rules import any_of, either, every, rule
from doudi.policy.types import Codes
from doudi.rules.listed.words import BraveryRole, ListedGroup
from doudi.rules.vocabulary import Disability, Disease

SYSTEM = "guoling-649#5"


@rule(household, "当地列入唇腭裂和脑瘫儿童", cites=SYSTEM, shows="{listed_groups}")
def lists_cleft_palsy(listed_groups: Codes) -> bool:
    """The place lists children with a cleft lip or palate, or cerebral palsy."""
    return contains(listed_groups, ListedGroup.CLEFT_PALSY)


@rule(household, "当地列入重度精神病患者", cites=SYSTEM, shows="{listed_groups}")
def lists_psychosis(listed_groups: Codes) -> bool:
    """The place lists severe mental patients."""
    return contains(listed_groups, ListedGroup.PSYCHOSIS)


@rule(household, "当地列入“两癌”贫困妇女", cites=SYSTEM, shows="{listed_groups}")
def lists_two_cancers(listed_groups: Codes) -> bool:
    """The place lists poor women with cancer of the breast or the cervix."""
    return contains(listed_groups, ListedGroup.TWO_CANCERS)


@rule(household, "当地列入困难职工", cites=SYSTEM, shows="{listed_groups}")
def lists_workers(listed_groups: Codes) -> bool:
    """The place lists workers in difficulty."""
    return contains(listed_groups, ListedGroup.WORKER)


@rule(household, "当地列入见义勇为人员和家庭", cites=SYSTEM, shows="{listed_groups}")
def lists_bravery(listed_groups: Codes) -> bool:
    """The place lists those whom an act of bravery disabled, and the families of those and of the dead."""
    return contains(listed_groups, ListedGroup.BRAVERY)


is_cleft_palsy_case = every(
    "is_cleft_palsy_case", member, ("lists_cleft_palsy", "has_cleft_or_palsy"),
    label="唇腭裂或者脑瘫", cites=SYSTEM,
)  # fmt: skip


@rule(member, "患精神疾病", cites=SYSTEM, shows="{disease}，{disability}残疾")
def has_mental_illness(disease: Disease, disability: Disability) -> bool:
    """Severe psychosis, or a mental disability."""
    return disease == Disease.SEVERE_PSYCHOSIS or disability == Disability.MENTAL


@rule(member, "重性精神病", cites=SYSTEM, shows="{disease}")
def has_psychosis(disease: Disease) -> bool:
    """A psychosis by diagnosis."""
    return disease == Disease.SEVERE_PSYCHOSIS


is_psychosis_case = every(
    "is_psychosis_case", member, ("lists_psychosis", "has_mental_illness"), label="精神病患者", cites=SYSTEM
)
# "Severe": a psychosis by diagnosis, or a mental disability of grade one or two; our reading.
is_severe_mental_patient = either(
    "is_severe_mental_patient", member, ("has_psychosis", "has_severe_disability"),
    label="重度精神病", cites=SYSTEM,
)  # fmt: skip


@rule(member, "乳腺癌或者宫颈癌", cites=SYSTEM, shows="{disease}")
def has_one_of_two_cancers(disease: Disease) -> bool:
    """Either of the two."""
    return disease == Disease.BREAST_CANCER or disease == Disease.CERVICAL_CANCER  # noqa: PLR1714 a rule has no sets


is_two_cancers_case = every(
    "is_two_cancers_case", member, ("lists_two_cancers", "has_one_of_two_cancers"), label="“两癌”患者", cites=SYSTEM
)
is_known_poor = either(
    "is_known_poor", member, ("is_dibao_person", "is_tekun_receiver", "was_registered_poor"),
    label="低保、特困或者建档立卡贫困", cites=SYSTEM,
)  # fmt: skip
is_worker_case = every("is_worker_case", member, ("lists_workers", "is_worker"), label="职工", cites=SYSTEM)


@rule(member, "见义勇为致残人员、家庭成员", cites=SYSTEM, shows="{bravery_role}")
def has_bravery_role(bravery_role: BraveryRole) -> bool:
    """Disabled by an act of bravery, or of the family of somebody disabled or killed by one."""
    return bravery_role != BraveryRole.NONE


is_bravery_case = every(
    "is_bravery_case", member, ("lists_bravery", "has_bravery_role"), label="见义勇为人员或者家庭成员", cites=SYSTEM
)
# Who has dibao alone is a dibao household by the law, in a family that is none.
has_single_dibao_member = any_of(
    "has_single_dibao_member", household, of="gets_single_dibao", label="家里有低保单人户", cites=SYSTEM
)
is_visited_family = either(
    "is_visited_family", household,
    ("is_dibao_household", "has_single_dibao_member", "has_tekun_member", "was_registered_poor", "is_monitored"),
    label="困难群众家庭", cites=SYSTEM,
)  # fmt: skip
