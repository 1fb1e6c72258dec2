"""The acts of this stage: register, correct, record a death, form and move households, merge and split."""
