"""Properties are tried on a modest number of examples, in memory only."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite", max_examples=50, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")
