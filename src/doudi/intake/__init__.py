"""One door for every application: the family, what it declares, its documents and mandates."""
