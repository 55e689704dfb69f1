"""Where a rehearsal is: pure rules, held by whatever two pages ask at once.

The questions have numbers 1, 2, 3… without a hole; the position is the number of the current one, 0 while
none was asked.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Place:
    position: int
    count: int

    def stepped(self, from_: int, to: int) -> "Place":
        """One question further or back, asked by a page that shows `from_`: a page that is behind, or a second tap,
        moves nothing. Nor does a step off the list."""
        if from_ != self.position or abs(to - from_) != 1 or not 1 <= to <= self.count:
            return self
        return replace(self, position=to)

    def added(self) -> tuple["Place", int]:
        """One question more, right after the current one: where it stands. The first is asked at once."""
        number = self.position + 1
        return Place(self.position or 1, self.count + 1), number
