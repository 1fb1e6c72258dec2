"""What a change of the law would do to many households: both laws over the same columns, and only sums kept.

numpy and pyarrow are imported here as in `policy/batch/`; a server that loads no simulation loads none of them.
"""
