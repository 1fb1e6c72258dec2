"""Help to find and keep work 就业救助: 649#42-45.

What dibao itself says of work stands with dibao: the cost of working in `income/wages.py`; the quarter after a first
start-up and gradual withdrawal in `dibao/after_work.py`; three refusals in `dibao/amount.py`.
"""
