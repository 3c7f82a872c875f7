"""A project that was found right is not read twice; whatever changes, nothing stale is ever told."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint

import pytest
from shop import FILES, PROJECT, write_project

import kpidef
from kpidef.catalog.on_demand import OnDemand
from kpidef.errors.catalog import UnknownColumn
from kpidef.errors.project import UnknownHidden
from kpidef.errors.spec import IdNotFileName
from kpidef.pipeline import certificate
from kpidef.pipeline.certificate import place_of

VARIANT = "kpi: ca_web\nextends: ca\nlabel: CA du web\nfilters: [canal = 'web']\n"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("KPIDEF_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def shop(tmp_path, cache):
    """The shop's folder, found right once."""
    (tmp_path / "boutique").mkdir()
    folder = write_project(tmp_path / "boutique", kpidef=PROJECT + "hide: [clients]\n", ca_web=VARIANT)
    (folder / "definitions/panier_moyen.yml").write_text("override: panier_moyen\nlabel: Panier\n", encoding="utf-8")
    kpidef.load(folder)
    return folder


def is_recalled(project):
    return isinstance(project.catalog.kpis, OnDemand)


def edit(file, before, after):
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def told(folder):
    return [(type(error), str(error.at)) for error in kpidef.load(folder, strict=False).problems]


def test_an_unchanged_project_is_recalled_with_the_same_catalogue_to_the_last_place(shop, monkeypatch):
    recalled = kpidef.load(shop)
    monkeypatch.setenv("KPIDEF_CACHE", "off")
    read = kpidef.load(shop)
    assert (is_recalled(recalled), is_recalled(read)) == (True, False)
    assert list(recalled.catalog.kpis) == list(read.catalog.kpis)
    assert recalled.catalog == read.catalog
    assert tuple(recalled.definitions.kpis) == tuple(read.definitions.kpis)
    assert recalled.definitions.sources == read.definitions.sources
    assert recalled.bindings == read.bindings
    assert repr(dict(recalled.catalog.kpis)) == repr(read.catalog.kpis)


def test_variants_and_overrides_are_recalled_with_what_they_change(shop):
    kpis = kpidef.load(shop).catalog.kpis
    assert (kpis["ca_web"].label, kpis["ca_web"].unit, kpis["panier_moyen"].label) == ("CA du web", "EUR", "Panier")


def test_what_is_hidden_stays_so(shop):
    kpis = kpidef.load(shop).catalog.kpis
    assert "abonnes" not in kpis
    with pytest.raises(KeyError):
        kpis["abonnes"]


def test_an_edited_file_is_read_again(shop):
    edit(shop / "definitions/kpi/ca.yml", "Chiffre d'affaires", "Ventes")
    project = kpidef.load(shop)
    assert (is_recalled(project), project.catalog.kpis["ca"].label) == (False, "Ventes")
    assert is_recalled(kpidef.load(shop))


def test_an_edit_that_keeps_size_and_time_is_seen(shop):
    file = shop / "definitions/kpi/ca.yml"
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    edit(file, "Chiffre d'affaires", "Chiffre d'affaire!")
    os.utime(file, ns=times)
    assert kpidef.load(shop).catalog.kpis["ca"].label == "Chiffre d'affaire!"


def test_a_mistake_is_told_at_its_place_each_time_and_then_its_mending_is_seen(shop):
    file = shop / "definitions/kpi/ca.yml"
    edit(file, "expr: montant", "expr: montent")
    assert [kind for kind, _ in told(shop)] == [UnknownColumn]
    assert told(shop) == told(shop)
    edit(file, "expr: montent", "expr: montant")
    assert told(shop) == []


def test_a_new_file_a_deleted_one_and_a_renamed_one_are_seen(shop):
    new = shop / "definitions/kpi/nombre.yml"
    new.write_text("kpi: nombre\nlabel: Nombre\nmeasure: {source: commandes, agg: count}\n", encoding="utf-8")
    assert "nombre" in kpidef.load(shop).catalog.kpis
    new.rename(shop / "definitions/kpi/compte.yml")
    assert [kind for kind, _ in told(shop)] == [IdNotFileName]
    (shop / "definitions/kpi/compte.yml").unlink()
    assert "nombre" not in kpidef.load(shop).catalog.kpis


def test_a_change_of_the_project_file_is_seen(shop):
    edit(shop / "kpidef.yml", "hide: [clients]", "hide: [client]")
    assert [kind for kind, _ in told(shop)] == [UnknownHidden]


def test_a_source_that_changes_changes_its_kpis(shop):
    version = kpidef.load(shop).catalog.kpis["ca"].version
    edit(shop / "definitions/sources/commandes.yml", "columns:", 'filters: ["montant > 0"]\ncolumns:')
    assert kpidef.load(shop).catalog.kpis["ca"].version != version


def test_a_library_that_changes_where_it_is_installed_is_seen(tmp_path, cache, monkeypatch):
    pack = tmp_path / "site" / "pack_du_cache"
    pack.mkdir(parents=True)
    (pack / "__init__.py").touch()
    (pack / "library.yml").write_text("library: essai\nfamilies: {ventes: Les ventes}\n", encoding="utf-8")
    for name in ("kpi/ca", "sources/clients", "sources/commandes"):
        (pack / f"{name.partition('/')[2]}.yml").write_text(FILES[f"{name}.yml"], encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (tmp_path / "kpidef.yml").write_text("kpidef: 1\nlibraries: essai\n", encoding="utf-8")
    entry = EntryPoint("essai", "pack_du_cache", "kpidef.definitions")
    kpidef.load(tmp_path, libraries=[entry])
    recalled = kpidef.load(tmp_path, libraries=[entry])
    kpi = recalled.catalog.kpis["ca"]
    assert is_recalled(recalled)
    assert (kpi.origin, kpi.spec.id.at.source.path) == ("library", "essai/ca.yml")
    assert recalled.catalog.families["ventes"][0] == "Les ventes"
    edit(pack / "ca.yml", "Chiffre d'affaires", "Ventes")
    assert kpidef.load(tmp_path, libraries=[entry]).catalog.kpis["ca"].label == "Ventes"


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (kpidef, "__version__", "99.0"),
        (sys, "version", "3.99"),
        (certificate, "YAML_READER", "another"),
        (certificate, "_program", lambda: (("kpidef/catalog/kpi.py", 1, 1),)),
    ],
)
def test_another_kpidef_another_python_or_another_reader_reads_again(shop, monkeypatch, module, name, value):
    monkeypatch.setattr(module, name, value)
    assert not is_recalled(kpidef.load(shop))


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"key": 1}', b"\xff\xfe\x00", b"[" * 100_000])
def test_a_damaged_file_is_left_aside_and_written_again(shop, cache, damage):
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert not is_recalled(kpidef.load(shop))
    assert kept.read_bytes() == whole


@pytest.mark.parametrize("change", [lambda marks: marks[:-1], lambda marks: [["kpi", "autre", False]] * len(marks)])
def test_a_certificate_of_other_files_is_left_aside(shop, cache, change):
    (kept,) = cache.iterdir()
    content = json.loads(kept.read_bytes())
    kept.write_text(json.dumps({**content, "marks": change(content["marks"])}), encoding="utf-8")
    assert kpidef.load(shop).catalog.kpis["ca"].label == "Chiffre d'affaires"


def test_only_names_are_kept_and_only_the_user_reads_them(shop, cache):
    (kept,) = cache.iterdir()
    assert "duckdb" not in kept.read_text(encoding="utf-8")
    assert "montant >" not in kept.read_text(encoding="utf-8")
    if os.name == "posix":
        assert (cache.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "fichier").touch()
    monkeypatch.setenv("KPIDEF_CACHE", str(tmp_path / "fichier"))
    folder = write_project(tmp_path)
    assert (is_recalled(kpidef.load(folder)), is_recalled(kpidef.load(folder))) == (False, False)


def test_off_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("KPIDEF_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    folder = write_project(tmp_path)
    assert (is_recalled(kpidef.load(folder)), is_recalled(kpidef.load(folder))) == (False, False)
    assert not (tmp_path / "xdg").exists()


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"HOME": "/chez/moi"}, "/chez/moi/.cache/kpidef"),
        ("linux", {"HOME": "/chez/moi", "XDG_CACHE_HOME": "/ailleurs"}, "/ailleurs/kpidef"),
        ("linux", {"HOME": "/chez/moi", "KPIDEF_CACHE": "/ici"}, "/ici"),
        ("darwin", {"HOME": "/chez/moi"}, "/chez/moi/Library/Caches/kpidef"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/kpidef/Cache"),
        ("linux", {}, None),
        ("win32", {}, None),
        ("linux", {"HOME": "/chez/moi", "KPIDEF_CACHE": "off"}, None),
    ],
)
def test_the_folder_is_the_users_own(tmp_path, monkeypatch, platform, environment, folder):
    monkeypatch.setattr(sys, "platform", platform)
    found = place_of(tmp_path / "kpidef.yml", environment)
    assert (found.parent.as_posix() if found else None) == folder


def test_two_projects_do_not_share_what_is_kept(tmp_path, cache):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        kpidef.load(write_project(tmp_path / name))
    assert [is_recalled(kpidef.load(tmp_path / name)) for name in ("a", "b")] == [True, True]


def test_several_threads_may_ask_one_recalled_project(shop):
    kpis = kpidef.load(shop).catalog.kpis
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: [kpis[name] for name in kpis], range(8)))
    assert all(one[0] is found[0][0] for one in found)
