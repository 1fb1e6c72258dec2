"""Money: a double-entry ledger, monthly batches of two signatures, bank files, receipts, returns."""
