"""单位和人员: offices, who works there as what, and the accounts behind them, at an administrator's place and below."""
