"""Medical aid 医疗救助: the premium, the hospital bill, the outpatient bill, and what insurance gives the poor."""
