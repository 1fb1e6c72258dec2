"""(e) Dali 2007, in a real browser: urban dibao and rural wubao under the law of that year."""

from __future__ import annotations

from datetime import date

from doudi.accounts.roles import Role
from doudi.project.demonstration.families import DALI_URBAN
from tests.journeys.conftest import MakeWorld
from tests.journeys.families import DALI_WUBAO


def test_a_laid_off_family_in_town_is_granted_dibao_by_the_regulation_of_1999(world: MakeWorld) -> None:
    here = world("532901", date(2007, 6, 1))
    window, investigator = here.window(), here.desk(Role.INVESTIGATOR)
    number = window.registers(DALI_URBAN)
    cards = (("居民身份证", person["name"]) for person in DALI_URBAN.document["members"])
    window.takes_papers(number, ("书面申请（审批）表", ""), ("居民户口簿", ""), *cards)
    case = window.accepts(number, "最低生活保障")
    window.notices(case, "全程剩 31 日", "2007年7月2日")

    here.on(2007, 6, 4)
    investigator.visits(case, beside=here.name(Role.ACCEPTOR), signer="段某乙")
    investigator.does(case, "结束调查")
    investigator.evaluates(case, "符合条件", "¥180.00")
    investigator.does(case, "提出初审意见：建议给予")
    investigator.does(case, "报送县级")

    here.on(2007, 6, 11)
    county = here.desk(Role.COUNTY_CONFIRMER)
    county.does(case, "确认同意", first_month="2007-07-01")
    county.reads("已确认同意，每月 ¥180.00")
    county.opens(case, "calculation")
    assert "《城市居民最低生活保障条例》" in county.told()


def test_an_old_man_in_a_village_is_granted_wubao_by_the_regulation_of_2006(world: MakeWorld) -> None:
    here = world("532901", date(2007, 6, 1))
    window, investigator = here.window(), here.desk(Role.INVESTIGATOR)
    number = window.registers(DALI_WUBAO)
    window.takes_papers(number, ("书面申请（审批）表", ""), ("居民户口簿", ""), ("居民身份证", "张某甲"))
    case = window.accepts(number, "农村五保供养（张某甲）")

    investigator.does(case, "记录民主评议", present="9", representatives="7", conclusion="情况属实，同意")
    here.on(2007, 6, 4)
    investigator.does(case, "张贴公示", ends_on="2007-06-11")
    here.on(2007, 6, 12)
    investigator.visits(case, beside=here.name(Role.ACCEPTOR), signer="张某甲")
    investigator.does(case, "结束调查")
    investigator.evaluates(case, "符合条件", "¥100.00")
    investigator.does(case, "提出初审意见：建议给予")
    investigator.does(case, "报送县级")

    here.on(2007, 6, 18)
    county = here.desk(Role.COUNTY_CONFIRMER)
    county.does(case, "确认同意", first_month="2007-07-01")
    county.reads("已确认同意，每月 ¥100.00")
    county.opens(case, "calculation")
    assert "《农村五保供养工作条例》" in county.told()
