"""Temporary aid 临时救助: the urgent kind, the kind by expenditure, and the one kind there was before 2018."""
