"""The procedure as data: what `packs/*/procedures/*.yaml` say, checked, found by place and day, and drawn.

    book = procedures()
    rule = book.find("dibao", "430971", date(2022, 4, 18))
    rule.stage(Step.NOTICE).limit.days          # 7, with its article

Nothing here touches the database.
"""
