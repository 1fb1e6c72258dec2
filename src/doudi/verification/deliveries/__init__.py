"""What a source delivers as a file: its manifest, its rows whatever form they have, and whether they are what it says.

Everything here is pure: files and columns in, columns and flaws out; no Django, no database. Whose rows may be seen is
decided in `verification.held`, the only module that opens what `store` wrote.
"""
