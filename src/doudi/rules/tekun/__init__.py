"""Support for persons in extreme hardship 特困人员供养, and before it the five guarantees 农村五保供养."""
