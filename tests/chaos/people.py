"""People who edit the tracker and our lists while the service runs, and what of it has to be there in the end."""

from collections.abc import Callable
from typing import Any

from tests.chaos.scenario import Edit
from tests.chaos.stage import GAPS, RUNS, TRACKER, Stage
from tests.chaos.watch import Tally, ViolationError, Watch


class People:
    """What people do, and what of it has to be there in the end."""

    def __init__(self, stage: Stage, watch: Watch, tally: Tally) -> None:
        self._stage = stage
        self._watch = watch
        self._tally = tally
        self._serial = 0
        self.kept: dict[tuple[str, int, str], object] = {}
        self.touched: set[tuple[str, int]] = set()
        self.has_removed_lease = False
        self._while_writing: dict[int, str] = {}

    def do(self, edit: Edit) -> None:
        self._serial += 1
        if self._act(edit, f"by hand {self._serial}"):
            self._tally.counts["edits by people"] += 1

    def _act(self, edit: Edit, text: str) -> bool:
        deeds: dict[str, Callable[[], bool]] = {
            "a tracker cell of theirs": lambda: self._write(TRACKER, edit.row, "Progress_x0020_Update", text),
            "a tracker cell that makes or clears a gap": lambda: self._write(
                TRACKER, edit.row, "Target_x0020_Date", f"{1 + self._serial:02}/10/2021"
            ),
            "a new tracker row": lambda: self._add(TRACKER, text),
            "a tracker row removed": lambda: len(self._stage.rows(TRACKER)) > 1 and self._remove(TRACKER, edit.row),
            "their column of a gap": lambda: self._write(GAPS, edit.row, "Reason", text),
            "our column of a gap": lambda: self._write_over_ours(edit.row, text),
            "a gap row removed": lambda: self._remove(GAPS, edit.row),
            "a row of theirs in our list": lambda: self._add(GAPS, text),
            "a row of theirs with a key of ours": lambda: self._take_key(edit.row, text),
            "the lease's row": lambda: self._change_lease(Title=text),
            "the lease's row blanked": lambda: self._change_lease(LeaseOwner=None, LeaseToken=None, LeaseUntil=None),
            "the lease's row removed": self._remove_lease,
        }
        return deeds[edit.what]()

    def _change_lease(self, **cells: object) -> bool:
        """Write into the lease's row; blanking it undoes the lease, whoever has it."""
        number = self._find_lease()
        if number is None:
            return False
        if "LeaseOwner" in cells:
            self._watch.undo_lease()
        self.touched.add((RUNS, number))
        return self._stage.edit(RUNS, number, **cells)

    def _remove_lease(self) -> bool:
        number = self._find_lease()
        if number is None:
            return False
        self._watch.undo_lease()
        self.has_removed_lease = True
        self.touched.add((RUNS, number))
        return self._stage.remove(RUNS, number)

    def _find_lease(self) -> int | None:
        return next((row["Id"] for row in self._stage.rows(RUNS) if row["SyncKey"] == "lease"), None)

    @property
    def touched_lease(self) -> bool:
        """Say whether somebody wrote into the lease's row since the last run ended."""
        return any(title == RUNS for title, _ in self.touched)

    def _add(self, title: str, text: str) -> bool:
        self.kept[title, self._stage.add(title, Title=text), "Title"] = text
        return True

    def _take_key(self, number: int, text: str) -> bool:
        """Paste a row with the key of a gap that there may be; refused when there is a row with it already.

        Before a run has had the lease, such a row would rightly hold the run: our lists hold rows, and no run is remembered.
        """
        if not any(row["SyncKey"] == "lease" for row in self._stage.rows(RUNS)):
            return False
        row = {"Title": text, "SyncKey": f"missing-entry/ROCU-2021-R{number + 1}"}
        return self._stage.ask("POST", f"web/lists/getbytitle('{GAPS}')/items", row) is not None

    def _write_over_ours(self, index: int, text: str) -> bool:
        row = self._find(GAPS, index)
        if row is None or not self._touch(GAPS, index, WhatToDo=text):
            return False
        if self._watch.writer:
            self._while_writing[row["Id"]] = text
        return True

    def _touch(self, title: str, index: int, **cells: object) -> bool:
        row = self._find(title, index)
        if row is None or not self._stage.edit(title, row["Id"], **cells):
            return False
        self.touched.add((title, row["Id"]))
        return True

    def _find(self, title: str, index: int) -> dict[str, Any] | None:
        rows = self._stage.rows(title)
        return rows[index % len(rows)] if rows else None

    def _write(self, title: str, index: int, column: str, text: str) -> bool:
        row = self._find(title, index)
        if row is None or not self._stage.edit(title, row["Id"], **{column: text}):
            return False
        self.kept[title, row["Id"], column] = text
        self.touched.add((title, row["Id"]))
        return True

    def _remove(self, title: str, index: int) -> bool:
        row = self._find(title, index)
        if row is None or not self._stage.remove(title, row["Id"]):
            return False
        self._stage.removed.add((title, str(row.get("SyncKey"))))
        self.kept = {place: text for place, text in self.kept.items() if place[:2] != (title, row["Id"])}
        return True

    def check(self) -> None:
        """Every edit of theirs is intact."""
        cells = {
            title: {row["Id"]: row for row in self._stage.rows(title)} for title in {place[0] for place in self.kept}
        }
        for (title, number, column), text in self.kept.items():
            if number not in cells[title] or str(text) not in str(cells[title][number][column]):
                raise ViolationError(f"{column} of row {number} in {title} is not what somebody wrote: {text}")

    def check_untouched(self) -> None:
        """A run that had planned already when somebody wrote into a column of ours left that for the next one."""
        rows = {row["Id"]: row for row in self._stage.rows(GAPS)} if self._while_writing else {}
        for number, text in self._while_writing.items():
            if number in rows and rows[number]["WhatToDo"] != text:
                raise ViolationError(f"row {number} was written over after somebody changed it: {text}")
        self._while_writing.clear()
        self.touched.clear()
        self._watch.writer = ""
