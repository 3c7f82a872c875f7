"""Work shared between processes."""

from __future__ import annotations

import importlib
import sys

import pytest

from kpidef.errors.site import BadTemplate
from kpidef.site.sharing import shared

MANY = range(40)


def _silently(_done, _total):
    return


def test_the_answers_are_in_the_order_of_the_items_however_many_hands_there_are():
    def squares(numbers):
        for number in numbers:
            yield number * number

    expected = [number * number for number in MANY]
    assert [shared(squares, MANY, hands, _silently) for hands in (1, 2, 3)] == [expected] * 3


@pytest.mark.parametrize("error", [BadTemplate(None, name="kpi.html", cause="fin"), OSError(28, "disque plein")])
def test_what_goes_wrong_in_another_process_is_raised_in_this_one(error):
    def fail(_numbers):
        raise error
        yield

    with pytest.raises(type(error)) as raised:
        shared(fail, MANY, 2, _silently)
    assert str(raised.value) == str(error)


def test_another_process_does_not_load_pandas(monkeypatch):
    monkeypatch.delitem(sys.modules, "pandas", raising=False)

    def look(numbers):
        for _ in numbers:
            try:
                importlib.import_module("pandas")
            except ModuleNotFoundError:
                yield "absent"
            else:
                yield "loaded"

    assert set(shared(look, MANY, 2, _silently)) == {"absent"}
