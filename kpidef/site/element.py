"""Elements of HTML, SVG and MathML, their texts and attributes escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

Child = str | Markup | None


def element(name: str, /, *children: Child, **attributes: object) -> Markup:
    """An element; `class_` is `class`, `aria_label` is `aria-label`; an attribute that is None is left out.

    >>> str(element("a", "R & D", href="?a=1&b=2", hidden=None))
    '<a href="?a=1&amp;b=2">R &amp; D</a>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Texts and elements one after the other."""
    return Markup("").join(escape(one) for one in children if one is not None)
