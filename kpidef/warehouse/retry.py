"""Again, a little later: for what is safe to ask twice, a bounded number of times."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
Failure = TypeVar("Failure", bound=Exception)
PAUSES = (0.1, 0.3, 0.9)  # seconds


def retried(
    work: Callable[[], Answer],
    kind: type[Failure],
    is_passing: Callable[[Failure], bool],
    pauses: tuple[float, ...] = PAUSES,
    sleep: Callable[[float], None] = time.sleep,
) -> Answer:
    """What `work` returns; an error of the kind that passes is forgotten, one pause (and up to half more) at a time.

    >>> answers = iter([OSError(), 3])
    >>> def work():
    ...     found = next(answers)
    ...     if isinstance(found, OSError):
    ...         raise found
    ...     return found
    >>> retried(work, OSError, lambda error: True, sleep=lambda seconds: None)
    3
    """
    for pause in pauses:
        try:
            return work()
        except kind as error:
            if not is_passing(error):
                raise
        # Those who failed together do not come back together.
        sleep(pause * (1 + random.random() / 2))
    return work()
