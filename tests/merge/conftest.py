"""Hypothesis for the merge's laws: the same examples on every run, and no clock in them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "merge",
    derandomize=True,
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
settings.load_profile("merge")
