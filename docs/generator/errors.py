"""The reference of errors: each code with its cause, an example that really provokes it, and the next step."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules
from string import Formatter
from typing import Any

import yaml

import kpidef.errors
from docs.generator.console import Scratch
from docs.generator.typography import french
from kpidef.cli import main
from kpidef.errors import KpidefError, Problems, SourceText, render
from kpidef.spec import read_file, read_library, read_project

_HERE = Path(__file__).parent
_CASES = _HERE.parents[1] / "tests" / "cases" / "spec_errors.yml"
_CLEAN, _CHANGES = (_CASES.with_name(name) for name in ("clean_library.yml", "lint.yml"))
_FAMILIES = {
    "KPI1": "Ce qu'un fichier ou une expression écrit",
    "KPI2": "Ce que les définitions disent ensemble",
    "KPI3": "Ce qu'une demande veut",
    "KPI4": "Ce qu'un dialecte ne sait pas dire",
    "KPI5": "Ce que l'entrepôt répond",
    "KPI6": "Le glossaire publié",
    "KPI7": "Ce qu'une bibliothèque devrait soigner",
    "KPI9": "La ligne de commande",
}
_INTRODUCTION = """\
# Les erreurs

Cette page est produite à partir du code ; les exemples sont provoqués pour de vrai, sauf ceux que signale « Message »,
comme ceux qui demandent un entrepôt en panne.

Une erreur dit le fichier, la ligne et la colonne, son code, sa cause, montre l'endroit, puis l'étape suivante. Lire et
résoudre rassemblent toutes les erreurs de tous les fichiers avant de s'arrêter. Un code ne change jamais de sens.
"""


def errors_page(scratch: Scratch) -> str:
    """docs/reference/erreurs.md"""
    examples = error_examples()
    folder = scratch.company()
    parts = [_INTRODUCTION]
    family = ""
    for kind in error_classes():
        if kind.code[:4] != family:
            family = kind.code[:4]
            parts.append(f"## {_FAMILIES[family]}\n")
        parts.append(_entry(kind, examples.get(kind.code, {}), folder))
    return french("\n".join(parts))


def error_classes() -> list[type[KpidefError]]:
    """Every error that kpidef answers with, by code."""
    for module in iter_modules(kpidef.errors.__path__):
        import_module(f"kpidef.errors.{module.name}")
    return sorted(set(_below(KpidefError)) - {Problems}, key=lambda kind: kind.code)


def error_examples() -> dict[str, dict[str, Any]]:
    """By code, how each error is provoked."""
    cases = yaml.safe_load(_CASES.read_text(encoding="utf-8"))
    examples: dict[str, dict[str, Any]] = {case["code"]: case for case in reversed(cases)}
    changes = yaml.safe_load(_CHANGES.read_text(encoding="utf-8"))
    examples.update({case["code"]: {"change": case} for case in changes})
    examples.update(yaml.safe_load((_HERE / "errors.yml").read_text(encoding="utf-8")))
    return examples


def _below(kind: type[KpidefError]) -> Iterator[type[KpidefError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _entry(kind: type[KpidefError], example: dict[str, Any], folder: Path) -> str:
    lines = [f"### {kind.code}", "", f"{_sentence(kind.fr)}.", "", *_provoked(kind, example, folder)]
    if re.sub(r"\{\w*\}", "", kind.help_fr).strip(" ;,."):
        lines += ["", f"Étape suivante : {_sentence(kind.help_fr)}."]
    elif kind.help_fr:
        lines += ["", "Étape suivante : celle que donne la ligne « aide », qui propose le nom le plus proche."]
    return "\n".join([*lines, ""])


def _sentence(template: str) -> str:
    # A doubled brace is a brace that is written: it is kept aside while the fields are left out.
    text = re.sub(r"(« )?:?\{\w+(:\w+)?\}( »)?", "…", template.replace("{{", "\1").replace("}}", "\2"))
    text = text.replace("\1", "{").replace("\2", "}")
    return (text[:1].upper() + text[1:]).rstrip(".").replace("… / …", "…")


def _provoked(kind: type[KpidefError], example: dict[str, Any], folder: Path) -> list[str]:
    match example:
        case {"fields": fields}:
            known = {name: fields.get(name, fields.get(name.replace("_en", "_fr"))) for name in _fields(kind)}
            return ["Message :", "", *_block("text", render(kind(None, **(known | fields)), "fr"))]
        case {"command": command}:
            return _block("text", f"$ kpidef {command}\n{_told(kind.code, command, folder)}")
        case {"expression": expression}:
            text = f'kpi: exemple\nmeasure: {{source: commandes, agg: count, filters: ["{expression}"]}}\n'
            told = _validated(kind.code, folder, {"definitions/exemple.yml": text})
            return [*_block("text", expression), "", *_block("text", told)]
        case {"files": files}:
            shown = [line for path, text in files.items() for line in [f"`{path}` :", "", *_block("yaml", text), ""]]
            return [*shown, *_block("text", _validated(kind.code, folder, files, example.get("then", "validate")))]
        case {"change": change}:
            return _block("text", _found(kind.code, folder, change))
        case {"file": path, "text": text}:
            return [*_block("yaml", text), "", *_block("text", _read(path, text))]
        case _:
            usual = error_examples()["usual"]
            return _provoked(
                kind, {"fields": {name: usual.get(name, "…") for name in _fields(kind) if name[-3:] != "_en"}}, folder
            )


def _fields(kind: type[KpidefError]) -> set[str]:
    templates = (kind.fr, kind.en, kind.help_fr, kind.help_en)
    return {name for template in templates for _, name, _, _ in Formatter().parse(template) if name}


def _block(kind: str, text: str) -> list[str]:
    return [f"```{kind}", *text.rstrip("\n").splitlines(), "```"]


def _read(path: str, text: str) -> str:
    reader = {"kpidef.yml": read_project, "library.yml": read_library}.get(path, read_file)
    return render(Problems(reader(SourceText(path, text))[1]), "fr")


def _validated(code: str, folder: Path, files: dict[str, str], command: str = "validate") -> str:
    """What a command, by default `kpidef validate`, says of a small project with these files."""
    small = folder.parent / f"exemple_{code[3:]}"
    for path, text in {**_small_project(), **files}.items():
        (small / path).parent.mkdir(parents=True, exist_ok=True)
        (small / path).write_text(text, encoding="utf-8")
    return _told(code, command, small)


def _found(code: str, folder: Path, change: dict[str, Any]) -> str:
    """What `kpidef lint` says of a clean library with a change."""
    files: dict[str, str] = yaml.safe_load(_CLEAN.read_text(encoding="utf-8"))
    path, new = change["file"], change["new"]
    changed = files[path].replace(change["old"], new) if "old" in change else new
    library = folder.parent / f"exemple_{code[3:]}"
    for name, text in {**files, **change.get("also", {}), path: changed}.items():
        (library / name).parent.mkdir(parents=True, exist_ok=True)
        (library / name).write_text(text, encoding="utf-8")
    return _told(code, "lint", library)


def _small_project() -> dict[str, str]:
    small: dict[str, str] = yaml.safe_load((_HERE / "small_project.yml").read_text(encoding="utf-8"))
    return small


def _told(code: str, command: str, folder: Path) -> str:
    """The part of a command's answer that tells of an error."""
    heard = StringIO()
    with chdir(folder), redirect_stdout(heard), redirect_stderr(heard), suppress(SystemExit):
        main(["--lang", "fr", *shlex.split(command)])
    for told in heard.getvalue().split("\n\n"):
        if code in told:
            return told.strip("\n").replace(f"{folder}/", "").replace(str(folder), "/chez/vous")
    raise LookupError(f"{code} is not what `kpidef {command}` answers:\n{heard.getvalue()}")
