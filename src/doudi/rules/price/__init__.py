"""The price-linked subsidy 价格临时补贴: when prices start it, whom it is for, how much a month."""
