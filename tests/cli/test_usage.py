"""Usage errors and help speak the language in use, and no mistake on a command line ends in a traceback."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shellingham
import typer

from zhenkit.cli import main, typer_i18n
from zhenkit.cli.main import app, run
from zhenkit.cli.typer_i18n import Misuse, usage_error_lines
from zhenkit.core import i18n

HAN = re.compile(r"[\u3400-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}\b")

MISTAKES = [
    (["chek"], "no such command: chek; did you mean check?", "没有这个命令：chek；是否指 check？"),
    (["rules", "sho"], "no such command: sho; did you mean show?", "没有这个命令：sho；是否指 show？"),
    (["xyzzy"], "no such command: xyzzy; there are: check, ", "没有这个命令：xyzzy；现有：check"),
    (["检查"], "no such command: 检查; there are: check, ", "没有这个命令：检查；现有：check"),
    (["--", "--foo"], "no such command: --foo; there are: ", "没有这个命令：--foo；现有："),
    (
        ["check", "--levl", "province", "x"],
        "no such option: --levl; did you mean --level?",
        "没有这个选项：--levl；是否指 --level？",
    ),
    (["check", "-x"], "no such option: -x", "没有这个选项：-x"),
    (["check", "--colour", "x"], "no such option: --colour; did you mean --color?", "是否指 --color？"),
    (
        ["--level", "city", "check", "x"],
        "--level goes after its command (check, batch, gap, sweep, ledger, assess, dossier)",
        "--level 要写在它的命令（check, batch, gap, sweep, ledger, assess, dossier）之后",
    ),
    (["check"], "TOWN is missing", "缺少参数：专业镇"),
    (["check", "x", "--level"], "the option --level needs a value", "选项 --level 需要一个值"),
    (["check", "x", "--strict=yes"], "the option --strict takes no value", "选项 --strict 不带值"),
    (
        ["check", "x", "--level", "provnce"],
        "--level: 'provnce' is not one of its values; did you mean province? There are: province, city, county",
        "--level：'provnce' 不在可选之列；是否指 province？可选：province, city, county",
    ),
    (
        ["check", "x", "--format", "xml"],
        "--format: 'xml' is not one of its values; there are: text, json, ",
        "--format：'xml' 不在可选之列；可选：text, json, ",
    ),
    (
        ["check", "x", "--lang", "xx"],
        "--lang: 'xx' is not one of its values; there are: zh, en",
        "--lang：'xx' 不在可选之列；可选：zh, en",
    ),
    (
        ["rules", "test", "--fail-under", "200"],
        "--fail-under: '200' is not a number from 0 to 100",
        "--fail-under：'200' 不是 0 至 100 之间的数",
    ),
    (
        ["rules", "test", "--fail-under", "most"],
        "--fail-under: 'most' is not a number from 0 to 100",
        "--fail-under：'most' 不是 0 至 100 之间的数",
    ),
    (["gap", "x", "--most", "-1"], "--most: '-1' is not a whole number from 0 on", "'-1' 不是不小于 0 的整数"),
    (["gap", "x", "--most", "1.5"], "--most: '1.5' is not a whole number from 0 on", "'1.5' 不是不小于 0 的整数"),
    (["assess", "x", "--first", "0"], "'0' is not a whole number from 1 to 99999", "'0' 不是 1 至 99999 之间的整数"),
    (["schema", "foo"], "WHAT: 'foo' is not one of its values; there are: town, rules, ", "名称：'foo' 不在可选之列"),
    (["schema"], "WHAT is missing; there are: town, rules, ", "缺少参数：名称；可选：town, rules, "),
    (["check", "x.yaml", "--level", "省"], "did you mean province?", "是否指 province？"),
    (["check", "x.yaml", "--level", "县级"], "did you mean county?", "是否指 county？"),
    (["check", "x.yaml", "--require", "待评审"], "did you mean review?", "是否指 review？"),
    (
        ["check", "--install-completion"],
        "the option --install-completion goes before the command: zhenkit --install-completion",
        "选项 --install-completion 须写在命令之前：zhenkit --install-completion",
    ),
    (["rules", "show", "a", "b"], "one argument too many: 'b'", "多余的参数：'b'"),
]


def zhenkit(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "zhenkit", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**kept, "PYTHONUTF8": "1", **environment},
        check=False,
    )


def commands(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    yield path, command
    for name, part in getattr(command, "commands", {}).items():
        yield from commands(part, (*path, name))


TREE = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("spoken", i18n.LANGUAGES)
@pytest.mark.parametrize(("arguments", "english", "chinese"), MISTAKES, ids=lambda part: str(part))
def test_a_mistake_is_told_in_two_lines_in_the_language_in_use(
    arguments: list[str], english: str, chinese: str, spoken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = {"en": english, "zh": chinese}[spoken]
    with i18n.speaking(spoken):
        assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    first, second = err.splitlines()
    assert first.startswith("zhenkit: ")
    assert expected in first
    usage = {"en": r"Usage: zhenkit.* \(see zhenkit.* --help\)", "zh": r"用法：zhenkit.*（详见 zhenkit.* --help）"}
    assert re.fullmatch(usage[spoken], second)


def test_the_usage_line_has_the_options_that_a_command_needs(capsys: pytest.CaptureFixture[str]) -> None:
    with i18n.speaking("en"):
        assert run(["merge", "x"]) == 2
    assert "Usage: zhenkit merge [OPTIONS] FOLDER --into TOWNS  (see" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--json", "--verbose", "--debug", "--x", "--equal", "--as"])
def test_no_name_is_offered_that_is_hardly_alike(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "x", option]) == 2
    assert capsys.readouterr().err.startswith(f"zhenkit: no such option: {option}\n")
    assert typer_i18n._near_option("--quiet", ["--require", "--rules", "-q"]) is None


@pytest.mark.parametrize(("arguments", "said"), [(["--lang", "zh"], "缺少命令"), (["--lang", "en"], "Missing command")])
def test_a_missing_command_is_told(arguments: list[str], said: str) -> None:
    done = zhenkit(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("arguments", [[], ["rules"]], ids=str)
def test_a_command_line_that_names_no_command_shows_the_help_on_standard_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "--help" in err


def test_characters_of_a_mistyped_command_cannot_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a\nb\x1b[31m\u202e"]) == 2
    assert r"a b\x1b[31m\u202e" in capsys.readouterr().err


def test_an_unknown_kind_of_error_is_told_in_the_words_it_came_with() -> None:
    first, second = usage_error_lines(typer.TyperException("something new"))
    assert first == "zhenkit: something new"
    assert "zhenkit --help" in second


def test_a_bad_value_without_choices_is_told_with_its_reason() -> None:
    context = typer.Context(TREE["check",])  # type: ignore[index]
    option = next(param for param in TREE["check",].params if param.name == "output")  # type: ignore[attr-defined]
    assert (
        usage_error_lines(typer.BadParameter("too odd", ctx=context, param=option))[0] == "zhenkit: --output: too odd"
    )
    assert usage_error_lines(typer.BadParameter("too odd"))[0] == "zhenkit: too odd"


def test_an_error_of_our_own_keeps_its_message() -> None:
    assert usage_error_lines(Misuse("no", typer.Context(TREE["check",], info_name="check")))[0] == "zhenkit: no"  # type: ignore[arg-type]


@pytest.mark.parametrize("path", TREE, ids=" ".join)
def test_every_command_takes_lang(path: tuple[str, ...]) -> None:
    assert any("--lang" in param.opts for param in TREE[path].params)  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("path", TREE, ids=" ".join)
def test_the_help_is_in_chinese_to_the_last_word(path: tuple[str, ...]) -> None:
    done = zhenkit(*path, "--help", "--lang", "zh", COLUMNS="200")
    assert done.returncode == 0
    assert done.stderr == ""
    line = " ".join(("用法：zhenkit", *path))
    assert line in done.stdout
    assert "显示本帮助并退出。" in done.stdout
    assert not ENGLISH.search(done.stdout.replace(line, ""))
    assert "Usage" not in done.stdout
    assert "Options" not in done.stdout


@pytest.mark.parametrize("width", ["80", "60"])
@pytest.mark.parametrize("path", TREE, ids=" ".join)
def test_the_help_is_whole_on_a_narrow_screen(
    path: tuple[str, ...], width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert run([*path, "--help", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "…" not in out
    assert not re.search(r"(?m)^│ +[，。；：、）]", out)  # broken as Chinese is
    assert "list[" not in out


@pytest.mark.parametrize("path", TREE, ids=" ".join)
def test_the_help_is_in_english_to_the_last_word(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run([*path, "--help", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "Usage: zhenkit" in out
    assert not HAN.search(out.replace("专业镇", ""))


def test_the_language_of_the_locale_is_spoken_from_the_first_word() -> None:
    done = zhenkit(LC_ALL="zh_CN.UTF-8")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "用法：zhenkit [选项] 命令 [参数]..." in done.stderr


def test_lang_may_stand_anywhere() -> None:
    for arguments in (["--lang=zh", "chek"], ["--lang", "zh", "chek"], ["chek", "--lang", "zh"]):
        assert "没有这个命令" in zhenkit(*arguments, LC_ALL="C").stderr


def test_lang_in_one_run_leaves_the_language_of_the_caller(capsys: pytest.CaptureFixture[str]) -> None:
    run(["chek", "--lang", "zh"])
    assert HAN.search(capsys.readouterr().err)
    assert i18n.current() == "en"


@pytest.mark.parametrize("spoken", i18n.LANGUAGES)
def test_installing_completion_is_told_in_the_language_in_use(
    spoken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("bash", "/bin/bash"))
    assert run(["--install-completion", "--lang", spoken]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert bool(HAN.search(out)) == (spoken == "zh")
    assert str(tmp_path) in out
    assert [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("spoken", i18n.LANGUAGES)
@pytest.mark.parametrize("shell", [None, "tcsh"])
def test_completion_for_no_shell_that_has_it_is_refused(
    shell: str | None, spoken: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def detect_shell() -> tuple[str, str]:
        if shell is None:
            raise shellingham.ShellDetectionFailure
        return shell, f"/bin/{shell}"

    monkeypatch.setattr(shellingham, "detect_shell", detect_shell)
    assert run(["--install-completion", "--lang", spoken]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "bash, zsh, fish" in err
    assert bool(HAN.search(err)) == (spoken == "zh")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("town.yaml", "name: a: b\n", "1:8: 不是有效的 YAML：此处不能有冒号；请给文字加引号，或另起一行"),
        ("town.json", '{"name" 1}', "1:9: 不是有效的 JSON：键之后缺少冒号"),
        ("town.yaml", None, "1:1: 无法读取：没有这个文件或文件夹"),
    ],
    ids=["YAML", "JSON", "system"],
)
def test_the_words_of_libraries_are_told_in_chinese_too(
    name: str, content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert run(["check", str(file), "--rules", "shanxi", "--lang", "zh"]) == 2
    assert capsys.readouterr().err == f"{file}:{said}\n"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], None),
        (["check", "--lang", "zh"], "zh"),
        (["--lang=en", "check"], "en"),
        (["--lang", "en", "check", "--lang", "zh"], "zh"),
        (["--lang", "xx"], None),
        (["--lang", "zh", "--lang=xx"], "zh"),
        (["--lang"], None),
        (["--", "--lang", "zh"], None),
        (["--language=zh"], None),
    ],
    ids=str,
)
def test_the_last_good_lang_of_the_line_counts(arguments: list[str], wanted: str | None) -> None:
    assert i18n.asked_for(arguments) == wanted


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh-Hans"}, "zh"),
        ({"LANG": "za_CN.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de:fr"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de:en:zh"}, "en"),
        ({"LC_ALL": "C", "LANGUAGE": "zh"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
    ids=str,
)
def test_the_locale_settles_the_language_as_gettext_does(
    environment: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert i18n.of_environment() == spoken


def test_the_version_is_shown_without_importing_anything_heavy() -> None:
    code = (
        "import sys; sys.argv[1:] = ['--version']; from zhenkit.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    version, modules = done.stdout.splitlines()
    assert version == f"zhenkit {main.__version__}"
    assert not {"rich", "yaml", "pydantic", "zhenkit.judging.judgement"} & set(modules.split())
