"""Two services that start at the same moment, request by request in an order that chance decides."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.core.summary import RunOutcome
from sync.errors import IncompleteReadError, LeaseHeldError, LeaseLostError, OutOfTimeError, SyncError
from tests.chaos.checks import check_against_undisturbed, check_keys
from tests.chaos.play import LEASE_AND_MORE
from tests.chaos.scenario import SlowSignIn
from tests.chaos.seen import Seen
from tests.chaos.service import Service, a_stage
from tests.chaos.stage import RUNS, TRACKER, Stage
from tests.chaos.watch import Broken, Tally, ViolationError, Watch

NAMES = ("first", "second")
MINUTE = 60.0
_PATIENCE_SECONDS = 60.0


class Turns:
    """Lets one thread go on at a time, and chance decide which whenever one of them sends a request."""

    def __init__(self, names: tuple[str, ...], chance: random.Random) -> None:
        self._condition = threading.Condition()
        self._waiting: set[str] = set(names)
        self._chance = chance
        self._current = chance.choice(names)

    def take(self, name: str) -> None:
        """Wait for the turn of this name."""
        with self._condition:
            if not self._condition.wait_for(lambda: self._current == name, _PATIENCE_SECONDS):
                raise ViolationError("the two services wait for one another")

    def pass_on(self, name: str, *, is_over: bool = False) -> None:
        """Let chance decide who is next."""
        with self._condition:
            if is_over:
                self._waiting.discard(name)
            if self._waiting:
                self._current = self._chance.choice(sorted(self._waiting))
            self._condition.notify_all()


@dataclass
class Pair:
    """Two services on one site, and how they ended."""

    stage: Stage
    turns: Turns
    watch: Watch
    sizes: dict[str, int]
    naps: dict[str, bool]
    nap_seconds: float
    sign_ins: dict[str, SlowSignIn]
    endings: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def before(self, seen: Seen) -> None:
        """Let chance decide who goes on, at every request.

        Only a post of rows goes out as soon as it may: the long waits of the other one lie before that, never on its way.
        """
        if all(target.title == RUNS for target in seen.targets):
            self.let_others(seen.sender)
        self.watch.before(seen)

    def sleep(self, name: str) -> None:
        """Let the other one come first before a batch; and, once, its machine be suspended for about as long as a lease lasts."""
        has_lease = self.stage.read_lease()[0] == name
        if has_lease and self.naps.pop(name, None) is not None:
            self.endings["suspended"] += 1
            self.stage.clock.elapsed += self.nap_seconds
        self.let_others(name)

    def let_others(self, name: str) -> None:
        """Let chance decide who goes on while one of them waits."""
        self.turns.pass_on(name)
        self.turns.take(name)

    def run(self, name: str, skew: float) -> None:
        """Be one of the two."""
        self.turns.take(name)
        try:
            service = Service(self.stage, name, skew=skew, group_size=self.sizes[name], sign_in=self.sign_ins.get(name))
            service.while_signing_in = lambda: self.let_others(name)
            service.site.pause = lambda: self.sleep(name)
            self.endings[service.run().outcome.value] += 1
        except LeaseHeldError:
            self.endings["exit 6"] += 1
        except LeaseLostError:
            self.endings["exit 6"] += 1
        except OutOfTimeError:
            self.endings["exit 5"] += 1  # both waits together took longer than a run may
        except IncompleteReadError:
            self.endings["exit 5"] += 1  # it saw the other one write, and believed nothing
        except (SyncError, ViolationError) as error:
            self.broken.append(f"{name}: {error}")
        finally:
            self.turns.pass_on(name, is_over=True)


def start_two(seed: int, tally: Tally) -> list[Broken]:
    """Start two services with clocks up to a minute apart on one site; return what promises they broke."""
    chance = random.Random(seed)  # noqa: S311 - it has to be repeatable
    stage = a_stage()
    for number in range(chance.randint(1, 4)):
        stage.add(TRACKER, Title="A row", Recommendation_x0020_Ref=f"ROCU-2021-R{number + 1}")
    sizes = {name: chance.choice([3, 7, 100]) for name in NAMES}
    naps = {name: True for name in NAMES if chance.random() < 0.3}
    nap_seconds = chance.uniform(200, 500)
    sign_ins = {
        name: SlowSignIn(chance.choice([100.0, 290.0]), chance.choice([6.0, 12.0, 30.0]))
        for name in NAMES
        if chance.random() < 0.3
    }
    pair = Pair(stage, Turns(NAMES, chance), Watch(stage, MINUTE), sizes, naps, nap_seconds, sign_ins)
    stage.before, stage.after = pair.before, pair.watch.after
    skews = (0.0, chance.uniform(-MINUTE, MINUTE))
    threads = [threading.Thread(target=pair.run, args=pairing) for pairing in zip(NAMES, skews, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage.before, stage.after = (lambda _: None), (lambda _, __: None)
    stage.clock.elapsed += LEASE_AND_MORE
    tally.counts["two at once"] += 1
    tally.counts["requests of two at once"] += len(stage.log)
    tally.counts["two at once, one suspended"] += pair.endings.pop("suspended", 0)
    for ending, times in pair.endings.items():
        tally.counts[f"one of two ended with {ending}"] += times
    return [
        Broken(f"two at once: {told}", f"two {seed}") for told in [*pair.broken, *_look_afterwards(stage, pair.endings)]
    ]


def _look_afterwards(stage: Stage, endings: Counter[str]) -> Iterator[str]:
    """Yield what is not right; the service may have left something only when no run was there to its end."""
    later = Service(stage, "later")
    try:
        if not endings["applied"] + endings["no-changes"]:
            Service(stage, "finishing").run()
        if later.run().outcome is not RunOutcome.NO_CHANGES:
            yield "something was left to do"
        check_keys(stage, later.site.last_read)
        check_against_undisturbed(later.site.last_read)
    except (ViolationError, SyncError) as error:
        yield str(error)
    if not any(str(row["SyncKey"]).startswith("run/") for row in stage.rows(RUNS)):
        yield "nobody recorded a run"
