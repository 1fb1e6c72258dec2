"""The two disability subsidies 残疾人两项补贴, and the rehabilitation of disabled children."""
