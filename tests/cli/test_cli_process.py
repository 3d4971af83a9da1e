"""What only a process of its own shows: imports, streams, pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
HEAVY = ("pandas", "numpy", "pandera", "yaml", "lxml", "rich", "selectolax", "rapidfuzz")


def gkrules(*args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "gkrules", *args], capture_output=True, check=False, env={**os.environ, **env})


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["-h"], ["check", "--help"], ["rules", "list", "--help"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    code = (
        "import sys; sys.argv[0] = 'gkrules'\n"
        "from gkrules.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, check=False, text=True)
    assert result.returncode == 0
    assert result.stderr.strip() == "[]"


def test_help_names_every_command_in_both_languages() -> None:
    words = gkrules("--help", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").stdout.decode()
    for command in ("check", "extract", "explain", "rules"):
        assert f"  {command} " in words
    assert "检查年报" in words
    assert "Check reports" in words


def test_version() -> None:
    from gkrules._version import __version__

    assert gkrules("--version").stdout.decode().strip() == f"gkrules {__version__}"


def test_chinese_in_a_locale_without_it() -> None:
    result = gkrules("check", str(REPORTS / "yongan_2024.txt"), LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert result.returncode == 0
    assert "未发现错误" in result.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no such file names")
def test_a_file_name_that_is_no_unicode() -> None:
    command = [os.fsencode(sys.executable), b"-m", b"gkrules", b"check", b"\xff.docx", b"--format", b"json"]
    result = subprocess.run(command, capture_output=True, check=False)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert b"failed" in result.stdout


@pytest.mark.skipif(os.name == "nt", reason="no such pipes")
@pytest.mark.parametrize("target", ["pipe", "closed", "full"])
@pytest.mark.parametrize("args", [["extract", "--format", "json"], ["check"], ["check", "--format", "json"]])
def test_output_that_cannot_be_written_is_one_line_and_no_verdict(args: list[str], target: str) -> None:
    command = [sys.executable, "-m", "gkrules", *args, str(REPORTS / "yongan_2024.txt")]
    if target == "full" and not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full on this system")
    if target == "pipe":
        read_end, out = os.pipe()
        os.close(read_end)
    elif target == "full":
        out = os.open("/dev/full", os.O_WRONLY)
    else:
        out, command = os.open(os.devnull, os.O_RDONLY), ["sh", "-c", 'exec "$0" "$@" >&-', *command]
    result = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False)
    os.close(out)
    assert result.stderr.decode().count("\n") == 1, result.stderr.decode()
    assert "输出没有写完" in result.stderr.decode()
    assert result.returncode == 2
