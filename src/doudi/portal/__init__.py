"""The citizens' pages: 政策测算, the style guide, and the templates every page is made of. Nothing is stored here."""
