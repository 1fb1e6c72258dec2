"""Housing assistance 住房救助: a public home to rent, money for rent, less rent, a dangerous house mended."""
