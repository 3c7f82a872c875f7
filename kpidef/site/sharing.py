"""Work shared between processes: the same answers in the same order, however many hands there are."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from kpidef.errors import KpidefError

_Item = TypeVar("_Item")
_LEAST = 8  # items for which a further process is worth its start
Work = Callable[[Sequence[_Item]], Iterator[Any]]


def shared(work: Work[_Item], items: Sequence[_Item], hands: int, tell: Callable[[int, int], None]) -> list[Any]:
    """What `work` answers to each item, in their order; `tell` hears how many are done."""
    hands = min(hands, len(items) // _LEAST) if "fork" in multiprocessing.get_all_start_methods() else 1
    if hands < 2:
        return list(_told(work(items), len(items), tell))
    context = multiprocessing.get_context("fork")
    places: dict[Any, list[int]] = {}
    for hand in range(hands):
        # Every so many: neighbours are alike, and so each hand has its share of the long ones.
        ranks = list(range(hand, len(items), hands))
        reader, writer = context.Pipe(duplex=False)
        context.Process(target=_answer, args=(work, [items[rank] for rank in ranks], writer), daemon=True).start()
        writer.close()
        places[reader] = ranks
    return _gathered(places, len(items), tell)


def _gathered(places: dict[Any, list[int]], count: int, tell: Callable[[int, int], None]) -> list[Any]:
    answers: dict[int, Any] = {}
    while places:
        for reader in wait(list(places)):
            assert isinstance(reader, Connection)
            try:
                is_answer, said = reader.recv()
            except EOFError:
                if places.pop(reader):
                    raise RuntimeError("a process ended before its work") from None
                continue
            if not is_answer:
                raise said
            answers[places[reader].pop(0)] = said
            tell(len(answers), count)
    return [answers[rank] for rank in range(count)]


def _told(answers: Iterator[Any], count: int, tell: Callable[[int, int], None]) -> Iterator[Any]:
    for done, answer in enumerate(answers, 1):
        tell(done, count)
        yield answer


class _WithoutPandas:
    """Says that pandas is not installed: where it is, Arrow loads it to know its objects, for a quarter of a second."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def _answer(work: Work[_Item], items: Sequence[_Item], writer: Connection) -> None:
    # The process is ours alone, and none of its work holds a frame.
    sys.meta_path.insert(0, _WithoutPandas)
    try:
        for answer in work(items):
            writer.send((True, answer))
    except (KpidefError, OSError, RuntimeError, ValueError, TypeError, LookupError, AttributeError) as error:
        writer.send((False, error))
    finally:
        writer.close()
