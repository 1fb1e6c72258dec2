"""Values that places publish in the product, laid over the packs: two signers, append-only."""
