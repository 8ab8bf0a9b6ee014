"""Whatever breaks and whoever edits: after recovery the lists are right, nothing is doubled and nobody is overwritten."""

from hypothesis import HealthCheck, Phase, given, settings

from tests.chaos.scenario import Scenario, play, scenarios

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]
SETTINGS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=QUIET,
    # A scenario that fails is small enough to be read; making it smaller would take minutes.
    phases=[Phase.generate],
)


@settings(SETTINGS, max_examples=150)
@given(scenarios())
def test_every_scenario_recovers(scenario: Scenario) -> None:
    play(scenario)
