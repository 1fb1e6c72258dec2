"""Help after a natural disaster 受灾人员救助, and the level of response that its losses call for."""
