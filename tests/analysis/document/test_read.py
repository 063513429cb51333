"""A document of every kind of file gives the same lines, with their places; what does harm or holds nothing is told."""

import codecs
import io
import zipfile

import docx
import pytest

from zhenkit.analysis.document.clauses import OfficialDocument, read_document_of
from zhenkit.analysis.document.read import READERS, SourceText, plain_line, read_source
from zhenkit.core.errors import FileProblems
from zhenkit.core.i18n import speaking

LINES = [
    "虚构县人民政府关于印发《虚构县专业镇办法》的通知",
    "虚县政发〔2024〕7号",
    "2024年4月2日",
    "一、条件",
    "（一）产值。年产值5亿元以上。",
    "（二）企业。龙头企业至少2家。",
]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF of pages of lines: characters by their UTF-16 numbers in a font that is not embedded."""
    to_unicode = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange"
    made = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /DW 1000 >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(to_unicode), to_unicode),
    ]
    kids = []
    for lines in pages:
        shown = b"".join(b"<%s> Tj T* " % line.encode("utf-16-be").hex().encode() for line in lines)
        content = b"BT /F1 12 Tf 14 TL 50 700 Td " + shown + b"ET"
        made.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content))
        made.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(made)
        )
        kids.append(b"%d 0 R" % len(made))
    made[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(made, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(made) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(made) + 1, start)
    return bytes(out)


def word(lines: list[str]) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def package(**parts: str) -> bytes:
    """A Word document of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


FILES = {
    ".txt": "\n".join(LINES).encode(),
    ".md": "\n\n".join(f"## **{line}**" for line in LINES).encode(),
    ".html": f"<head><title>no</title><style>no</style></head>{''.join(f'<p><b>{x}</b></p>' for x in LINES)}".encode(),
    ".htm": "\n".join(f"<div>{line}<script>no()</script></div>" for line in LINES).encode("gb18030"),
    ".docx": word(LINES),
    ".pdf": pdf([LINES[:3], LINES[3:]]),
}


def read(folder, ending: str, content: bytes) -> SourceText:
    path = folder / f"plan{ending}"
    path.write_bytes(content)
    return read_source(path)


def refused(folder, ending: str, content: bytes) -> str:
    with pytest.raises(FileProblems) as error:
        read_document_of(read(folder, ending, content))
    return str(error.value)


@pytest.mark.parametrize("ending", READERS)
def test_every_kind_of_file_is_read_to_the_same_lines(tmp_path, ending):
    source = read(tmp_path, ending, FILES[ending])
    assert [line.text for line in source.lines] == list(map(plain_line, LINES))
    numbers = [line.number for line in source.lines]
    assert numbers == {".md": [1, 3, 5, 7, 9, 11], ".html": [1] * 6, ".pdf": [1, 1, 1, 2, 2, 2]}.get(
        ending, [1, 2, 3, 4, 5, 6]
    )
    assert (source.remark is not None) == (ending == ".htm")  # it is in another encoding
    document = read_document_of(source)
    assert isinstance(document, OfficialDocument)
    assert [clause.path for clause in document.walk()] == ["一", "一（一）", "一（二）"]
    assert document.issuer is not None and document.issuer.text == "虚构县人民政府"


def test_numbers_that_word_writes_are_read_and_hidden_and_deleted_text_is_not(tmp_path):
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(("%1、", "（%2）"))
    )
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def paragraph(level: int, text: str) -> str:
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        hidden += "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        return f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r>{hidden}</w:p>"

    body = "".join(paragraph(*each) for each in [(0, "总则"), (0, "条件"), (1, "甲。"), (1, "乙。"), (0, "附则")])
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    source = read(tmp_path, ".docx", package(document=document, numbering=numbering))
    assert [line.text for line in source.lines] == ["一、总则", "二、条件", "(一)甲。", "(二)乙。", "三、附则"]


@pytest.mark.parametrize(
    ("ending", "content", "said"),
    [
        (".yaml", lambda: b"name: a", "ends in .txt .md"),
        (".doc", lambda: b"", "ends in .txt .md"),
        (".txt", lambda: b"", "no text"),
        (".txt", lambda: "名称: 甲镇\n年产值: 3亿元\n".encode(), "no clause found"),
        (".txt", lambda: codecs.BOM_UTF16_LE + "一、甲".encode("utf-16-le"), "neither UTF-8"),
        (".txt", lambda: "一、甲。\n".encode() * 20_000, "more clauses than"),
        (".txt", lambda: "甲".encode() * 1_100_000, "longer than"),
        (".txt", lambda: b" " * (16 * 1024 * 1024 + 1), "larger than"),
        (".docx", lambda: b"PK\x03\x04", "no .docx that can be read"),
        (".docx", lambda: package(document="<a>" * 100_000), "no .docx that can be read"),
        (".docx", lambda: package(document="<a/>", other=" " * 100_000_000), "unpacks to more"),
        (".docx", lambda: package(document='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "not such as Word writes"),
        (".pdf", lambda: b"%PDF-1.4 damaged", "no PDF that can be read"),
        (".pdf", lambda: pdf([[], []]), "it is a scan"),
        (".html", lambda: b"<p>" * 100_000, "no text"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",  # not of what is made: a zip has the time of day in it
)
def test_what_is_no_document_or_made_to_do_harm_is_told_at_once(tmp_path, ending, content, said):
    assert said in refused(tmp_path, ending, content())


def test_a_document_that_is_not_there(tmp_path):
    with pytest.raises(FileProblems, match="No such file"):
        read_source(tmp_path / "none.txt")
