"""The dibao rules once more, written for OpenFisca-Core: the peer that doudi is timed and compared against.

Written from minfa-2021-57, guoling-649 and what Heze has published for 2024, not from `doudi.rules`, and reading no
pack: the figures stand in `parameters/*.yaml` once more, in yuan, as OpenFisca has them. It covers what `dibao-2021`
covers for one month: who counts, income by kind, hard spending, property, the strict comparison with the standard,
the margin, the gap with its rounding, the refuser's share, the supplements. It leaves out what depends on the month
before (gradual withdrawal) and has no tekun: who is on tekun is told to it.
"""
