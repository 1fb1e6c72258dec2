"""The acts of this stage: propose a value, sign it."""
