"""The acts of this stage: record an event, seal what was recorded."""
