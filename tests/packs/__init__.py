"""What the packs hold, and what they are refused for."""
