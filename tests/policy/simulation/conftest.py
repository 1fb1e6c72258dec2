"""How properties are tried: no time limit on one example, since a busy machine is no counter-example."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("doudi", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("doudi")
