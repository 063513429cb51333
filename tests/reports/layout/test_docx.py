"""Templates of Word: what tags may do, and what hostile templates and hostile texts may not."""

import io
import re
import zipfile

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from jinja2 import TemplateError

from tests.reports.runs import HOSTILE
from zhenkit.core import i18n
from zhenkit.core.errors import FileProblems
from zhenkit.core.escape import visible
from zhenkit.reports.formats import UserTemplate
from zhenkit.reports.layout.docx import template as templates
from zhenkit.reports.layout.docx.fill import BadTemplate, fill
from zhenkit.reports.layout.docx.sandbox import Sandbox
from zhenkit.reports.layout.docx.template import as_data, document
from zhenkit.reports.layout.workbook_fill import fill as fill_workbook
from zhenkit.reports.letters.markdown_fill import fill as fill_markdown

REPORT = {"towns": [{"name": "甲镇", "grade": "met"}, {"name": "乙镇", "grade": "fail"}], "count": 2}


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


def saved(made) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def made(*paragraphs: str) -> bytes:
    """A template with these paragraphs."""
    found = docx.Document()
    for paragraph in paragraphs:
        found.add_paragraph(paragraph)
    return saved(found)


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def wrong(*paragraphs: str, report=REPORT) -> str:
    with pytest.raises(BadTemplate) as caught:
        fill(made(*paragraphs), report, "")
    return str(caught.value)


def test_tags_loop_choose_and_show():
    looped = ("{%p for town in towns if town.grade == 'met' %}", "{{ loop.index }} {{ town.name }}", "{%p endfor %}")
    listed = "{{ towns|map(attribute='name')|join(', ') }}; {{ count + 1 }}{% if towns[1] %}!{% endif %}"
    macro = "{% macro bold(text) %}[{{ text }}]{% endmacro %}{{ bold('<a>') }}"
    assert texts(fill(made(*looped, listed, macro), REPORT, "")) == ["1 甲镇", "甲镇, 乙镇; 3!", "[<a>]"]


def test_rows_repeat_and_a_cell_that_a_loop_leaves_empty_is_still_one():
    found = docx.Document()
    rows = found.add_table(4, 1).rows
    rows[0].cells[0].text = "{%tr for town in towns %}"
    rows[1].cells[0].text = "{{ town.name }}"
    rows[2].cells[0].text = "{%p for one in [] %}"
    rows[2].cells[0].add_paragraph("{%p endfor %}")
    rows[3].cells[0].text = "{%tr endfor %}"
    filled = opened(fill(saved(found), REPORT, ""))
    assert [row.cells[0].text for row in filled.tables[0].rows] == ["甲镇", "", "乙镇", ""]


def test_headers_and_footers_have_tags_and_the_title_is_the_report_s():
    found = docx.Document()
    found.sections[0].header.paragraphs[0].text = "{{ towns[0].name }}"
    filled = opened(fill(saved(found), REPORT, "a<b>" + "长" * 300))
    assert filled.sections[0].header.paragraphs[0].text == "甲镇"
    assert filled.core_properties.title == ("a<b>" + "长" * 300)[:255]


def test_hostile_texts_are_shown_as_they_are():
    hostile = [*HOSTILE, "{{ 7*7 }}{% for %}{#", "<w:p/></w:t>", "&lt;w:b/&gt;", "{%p endfor %}"]
    tags = ("{%p for text in texts %}", "{{ text }}", "{{ text|upper|lower|trim }}", "{%p endfor %}")
    shown = texts(fill(made(*tags), {"texts": as_data(hostile)}, as_data("".join(hostile))))
    assert shown[::2] == list(map(visible, hostile))
    assert shown[1::2] == [visible(text).upper().lower().strip() for text in hostile]


@pytest.mark.parametrize(
    "tags",
    [
        "{{ name|safe }}",
        "{{ name|striptags }}",
        "{{ name|urlize }}",
        "{{ name|replace('&lt;', '<') }}",
        "{% autoescape false %}{{ name }}{% endautoescape %}",
        "{% filter upper %}{{ name }}{% endfilter %}",
        "{% set x | upper %}{{ name }}{% endset %}",
        "{% include 'x' %}",
        "{{ name.upper() }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ [].append(1) }}",
        "{{ lipsum() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% for x in [1] %}{{ loop.__init__ }}{% endfor %}",
        "{{ range.__class__ }}",
    ],
)
def test_what_a_tag_may_not_do(tags):
    with pytest.raises(TemplateError):
        Sandbox(["name"]).from_string(tags).render({"name": "<w:p/>"})


def test_what_is_wrong_with_a_tag_is_told_with_its_paragraph():
    said = "in '{{ town }}': there is no town; did you mean towns? (a template is for one kind of document"
    assert wrong("", "{{ town }}").startswith(said)
    assert wrong("{{ towns[0].nmae }}") == "in '{{ towns[0].nmae }}': there is no nmae; did you mean name?"
    assert wrong("{{ towns[0].z }}").endswith("there is no z; there are: name, grade")
    assert wrong("x", "a {{ towns[ }} b", "y").startswith("in 'a {{ towns[ }} b': ")
    assert wrong("{% for town in towns %}").endswith("for is not closed: endfor is missing")
    assert wrong("{{ 1 / 0 }}") == "in '{{ 1 / 0 }}': it fails there: division by zero"
    assert wrong("{% include 'x' %}").endswith("no such tag; there are: for, if, set, macro, call, with")
    said = wrong("{% for town in towns %}", "{%p endfor %}")
    assert said.startswith("what its tags make is no document: rows are repeated by {%tr for ... %}")


def test_a_field_has_no_tags():
    found = docx.Document()
    field = OxmlElement("w:instrText")
    field.text = "{{ count }}"
    found.add_paragraph().add_run()._r.append(field)
    with pytest.raises(BadTemplate, match="a tag is inside a field"):
        fill(saved(found), REPORT, "")


def with_relation(kind):
    found = opened(made("{{ count }}"))
    found.part.relate_to("https://example.org/x", kind, is_external=True)
    return saved(found)


def test_nothing_is_loaded_from_elsewhere_and_no_macro_is_kept():
    for kind in (RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.IMAGE.replace("image", "attachedTemplate")):
        with pytest.raises(BadTemplate, match=r"it loads 'https://example\.org/x' when it is opened"):
            fill(with_relation(kind), REPORT, "")
    assert fill(with_relation(RELATIONSHIP_TYPE.HYPERLINK), REPORT, "")
    macro = docx.Document()
    part = Part(PackURI("/word/vbaProject.bin"), "application/vnd.ms-office.vbaProject", b"x", macro.part.package)
    macro.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    with pytest.raises(BadTemplate, match="it contains macros"):
        fill(saved(macro), REPORT, "")


def test_a_report_that_was_made_before_is_no_template():
    """Filled in, it would be the report of another town under this one's name."""
    report = {"letter": {"title": "x"}, "town": {"name": "甲镇"}}
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "甲镇"
    for filler, content in ((fill, made("甲镇")), (fill_workbook, saved(workbook)), (fill_markdown, "甲镇".encode())):
        with pytest.raises(BadTemplate, match="it has no tags"):
            filler(content, report, "")


def changed(content: bytes, changes: dict[str, tuple[bytes, bytes]]) -> bytes:
    """A package with these parts changed: of each, what is put in place of what; a part that is not there is added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            part = old.read(name) if name in old.namelist() else b""
            new.writestr(name, part.replace(*changes.get(name, (b"\0", b"")), 1))
    return stream.getvalue()


def test_bombs_and_entities_are_refused_before_anything_parses_them():
    bomb = changed(made(), {"word/media/x.bin": (b"", bytes(70 * 1024**2))})
    entity = changed(made("&x;"), {"word/document.xml": (b"<w:document", b'<!DOCTYPE w [<!ENTITY x "y">]><w:document')})
    for content, said in ((bomb, "unpacks to more than 64 MiB"), (entity, "is not such as Word writes")):
        with pytest.raises(BadTemplate, match=said):
            fill(content, REPORT, "")


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ lettr.title }}", "there is no lettr; did you mean letter? (a template is for one kind of document"),
        ("{{ letter.titl }}", "there is no titl; did you mean title?"),
        ("{% foo %}", "there is no tag foo; there are: for, if"),
        ("{% for a in letter.title %}", "for is not closed: endfor is missing"),
        ("{% if letter %}{% endfor %}", "endfor does not belong there"),
        ("{{ letter.title", "a tag is opened and not closed"),
        ("{# a note", "a tag is opened and not closed"),
        ("{{ }}", "a tag ends too early"),
        ("{{ a b }}", "b does not belong there"),
        ("{{ $ }}", "$ does not belong there"),
        ("{{ letter.title|nothing }}", "there is no filter or test nothing; there are the filters: capitalize"),
        ("{% if letter is odder %}{% endif %}", "there is no filter or test odder"),
        ("{{ letter.__class__ }}", "a tag may show, choose and loop"),
        ("{% include 'x' %}", "a template may have no such tag"),
    ],
)
def test_what_is_wrong_with_a_tag_is_said_in_words_of_ours(tag, said):
    report = {"letter": {"title": "x"}}
    with pytest.raises(BadTemplate) as error:
        fill_markdown(tag.encode(), report, "")
    assert said in str(error.value)
    with i18n.speaking("zh"), pytest.raises(BadTemplate) as error:
        fill_markdown(tag.encode(), report, "")
    assert not re.search("[a-z]{3,} [a-z]{2,} [a-z]{2,}", str(error.value).replace(repr(tag), ""))


@pytest.mark.slow
def test_a_user_s_template_is_filled_in_apart_and_within_bounds(monkeypatch):
    def outcome(*paragraphs):
        try:
            return texts(document(UserTemplate("t.docx", made(*paragraphs)), REPORT, ""))
        except FileProblems as error:
            return str(error)

    monkeypatch.setattr(templates, "SECONDS", 5)
    with i18n.speaking("zh"):
        assert outcome("{{ towns[0].name }}") == ["甲镇"]
        said = "t.docx:1:1: 模板不能使用：'{{ town }}' 处：没有 town；是否指 towns？（一个模板只用于一种文书，"
        assert outcome("{{ town }}").startswith(said)
    broken = (
        "t.docx:1:1: the template cannot be used: not a document of Word that can be filled in (damage, or too large)"
    )
    assert outcome("{{ ('x' * 3000000000)|length }}").startswith(broken)
    monkeypatch.setattr(templates, "SECONDS", 1)
    loops = "".join("{% for x in range(99999) %}" for _ in range(5)) + "{% endfor %}" * 5
    assert "filling it in takes longer than 1 seconds; look for loops" in outcome(loops)
