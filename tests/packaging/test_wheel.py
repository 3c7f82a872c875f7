"""The built wheel holds the whole product and works away from the repository."""

import subprocess
import sys
import sysconfig
import zipfile
from configparser import ConfigParser
from email.parser import HeaderParser
from pathlib import Path

import pytest

import kpidef

pytestmark = pytest.mark.packaging
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="session")
def contents(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel; its dependencies are those that run these tests."""
    home = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    run(sys.executable, "-m", "pip", "--python", home, "install", "--no-deps", "--no-index", wheel, cwd=home)
    # A path in a .pth file brings the packages there, but not their own .pth files: the editable install stays out.
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return home


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def metadata(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"kpidef-{kpidef.__version__}.dist-info/{name}").decode()


@pytest.mark.parametrize(
    ("package", "home"),
    [("kpidef", "."), ("kpidef_adapters", "adapters"), ("kpidef_definitions", "definitions")],
)
def test_every_file_of_a_package_is_in_the_wheel(contents: frozenset[str], package: str, home: str) -> None:
    files = (ROOT / home / package).rglob("*")
    present = {path.relative_to(ROOT / home).as_posix() for path in files if path.is_file() and path.suffix != ".pyc"}
    assert present
    assert present - contents == set()


def test_nothing_else_is_in_the_wheel(contents: frozenset[str]) -> None:
    tops = {name.partition("/")[0] for name in contents}
    assert tops == {"kpidef", "kpidef_adapters", "kpidef_definitions", f"kpidef-{kpidef.__version__}.dist-info"}


@pytest.mark.parametrize("package", ["kpidef", "kpidef_adapters"])
def test_a_package_says_that_it_is_typed(contents: frozenset[str], package: str) -> None:
    assert f"{package}/py.typed" in contents


def test_the_definitions_are_shipped_as_yaml(contents: frozenset[str]) -> None:
    assert [name for name in contents if name.startswith("kpidef_definitions/") and name.endswith(".yml")]


def test_the_entry_points_are_declared(wheel: Path) -> None:
    declared = ConfigParser()
    declared.read_string(metadata(wheel, "entry_points.txt"))
    assert declared["console_scripts"]["kpidef"] == "kpidef.cli:main"
    assert declared["kpidef.adapters"]["duckdb"] == "kpidef_adapters.duckdb"
    assert declared["kpidef.definitions"]["core"] == "kpidef_definitions"


def test_the_licence_is_in_the_wheel_and_named(wheel: Path) -> None:
    headers = HeaderParser().parsestr(metadata(wheel, "METADATA"))
    assert headers["License-Expression"] == "Apache-2.0"
    assert metadata(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_installed_packages_are_those_of_the_wheel(environment: Path, tmp_path: Path) -> None:
    code = "import kpidef as a, kpidef_adapters as b, kpidef_definitions as c\nfor p in a, b, c: print(*p.__path__)"
    places = run(environment / "bin" / "python", "-c", code, cwd=tmp_path).split()
    assert len(places) == 3
    assert [place for place in places if not Path(place).is_relative_to(environment)] == []


def test_the_installed_adapter_answers(environment: Path, tmp_path: Path) -> None:
    code = "from kpidef.warehouse import scratch; print(scratch().execute('SELECT 42 AS n').to_pylist())"
    assert run(environment / "bin" / "python", "-c", code, cwd=tmp_path) == "[{'n': 42}]\n"


def test_the_command_says_its_version_from_another_folder(environment: Path, tmp_path: Path) -> None:
    assert kpidef.__version__ in run(environment / "bin" / "kpidef", "--version", cwd=tmp_path)


def test_the_module_is_the_command(environment: Path, tmp_path: Path) -> None:
    assert kpidef.__version__ in run(environment / "bin" / "python", "-m", "kpidef", "--version", cwd=tmp_path)
