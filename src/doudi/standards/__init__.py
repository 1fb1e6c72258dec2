"""Values that a place publishes with two signatures, over the packs: the law everything else reads."""
