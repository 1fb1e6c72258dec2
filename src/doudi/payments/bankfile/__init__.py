"""Files to and from the bank: their formats as data (`formats/*.yaml`), writing, and reading. Needs no Django."""
