"""Loading rules, reading towns and judging them are safe from threads, each on its own and all at once."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.loading import load_towns
from tests.paths import ROOT
from zhenkit import load_rules
from zhenkit.core.errors import ZhenkitError
from zhenkit.judging.judgement import judge
from zhenkit.rulesets.catalog import Rulebook, shipped, shipped_rules

THREADS = 8
TOWNS = ROOT / "samples"


@pytest.fixture(autouse=True)
def switching_often():
    """Threads take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(work):
    """What the work answers in each of some threads that begin together."""
    barrier = Barrier(THREADS)

    def wait_and_work(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(wait_and_work, range(THREADS)))


def test_a_rulebook_that_threads_share_loads_each_file_right():
    for _again in range(3):
        book = Rulebook(shipped_rules())
        found = at_once(lambda number, book=book: [book.get(name).id for name in book.ids[number % 4 :]])
        assert found == [list(shipped().ids[number % 4 :]) for number in range(THREADS)]


def test_a_file_that_adopts_itself_is_told_in_each_thread(tmp_path):
    for one, other in ("ab", "ba"):
        head = f"id: {one}\nlevel: county\nplace: {{province: 山西省, city: 甲市, county: 乙县}}\n"
        rest = "title: {zh: 标准, en: standard}\ndocument: {title: 文件, issuer: 政府, date: 2023-01-01}\n"
        (tmp_path / f"{one}.yaml").write_text(
            f"{head}{rest}effective: {{from: 2023-01-01}}\nadopts: {other}\n", "utf-8"
        )
    book = Rulebook(tmp_path, beside=shipped())

    def told(_number):
        with pytest.raises(ZhenkitError) as error:
            book.get("a")
        return str(error.value)

    first, *others = at_once(told)
    assert "a > b > a" in first
    assert others == [first] * (THREADS - 1)


def test_towns_are_read_and_judged_alike_in_each_thread():
    files = sorted(str(path) for path in TOWNS.glob("*.yaml"))
    assert files

    def judged(_number):
        rules = load_rules("shanxi")
        towns = [town for file in files for town in load_towns(file, rules=rules)]
        return [(town.name, judge(town, rules).span) for town in towns]

    alone = judged(0)
    assert at_once(judged) == [alone] * THREADS
