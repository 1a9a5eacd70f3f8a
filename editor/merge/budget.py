"""How much work a merge may do.

Counted in steps, not in seconds: the same texts give the same merge on every machine. A step is an
item looked at in the quickest of loops. When the steps are spent, alignment gets coarser and
questions get bigger; nothing is merged that would not have been merged with more of them.
"""

from __future__ import annotations

from dataclasses import dataclass

# What a page of 2 MiB with small changes everywhere takes; a few seconds of one processor.
STEPS = 1 << 20


@dataclass(slots=True)
class Budget:
    steps: int = STEPS

    def affords(self, steps: int) -> bool:
        """Spend so many steps, or none if there are not so many left."""
        if steps > self.steps:
            return False
        self.steps -= steps
        return True


@dataclass(slots=True)
class Work:
    """The budgets of one merge.

    Each side is aligned on steps of its own, so that swapping the sides swaps the answer.
    """

    mine: Budget
    theirs: Budget
    both: Budget

    @classmethod
    def of(cls, steps: int) -> Work:
        return cls(Budget(2 * steps), Budget(2 * steps), Budget(steps))
