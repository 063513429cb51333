"""What is wrong with the form of a YAML, JSON or CSV file, in our own sentences.

Parsers say it in English, in words that change from version to version. Their words choose a sentence here; words that
no sentence is known for give the last one, so that no promise of ours hangs on them.
"""

from __future__ import annotations

from zhenkit.core.i18n import _, noted

COMMA = noted("a comma or a closing bracket is missing")
QUOTE = noted("a quotation mark is not closed")
MORE = noted("something follows where the value has ended")
NO_VALUE = noted("a value is missing")
NUMBER = noted("a number that is too large")
UNKNOWN = noted("from here on it cannot be read")

_SENTENCES = (
    ("expected ',' or ", COMMA),
    ("',' delimiter", COMMA),
    ("end of stream", QUOTE),
    ("end of data", QUOTE),
    ("Unterminated string", QUOTE),
    ("quoted scalar", QUOTE),
    ("mapping values", noted("a colon is not allowed here; put the text into quotation marks, or begin a new line")),
    ("mapping keys", noted("a key is not allowed here; check the indentation")),
    ("unexpected ':'", noted("a colon is not allowed here; put the text into quotation marks, or begin a new line")),
    ("sequence entries", noted("a list entry (- ...) is not allowed here; check the indentation")),
    ("'-' indicator", noted("a list entry (- ...) is expected here; check the indentation")),
    ("found '-'", noted("a list entry (- ...) is not allowed here; check the indentation")),
    ("version number", noted("directives (%) are not read; remove the line")),
    ("directive", noted("directives (%) are not read; remove the line")),
    ("escape", noted("this escape is unknown; write \\\\ for a backslash")),
    ("hexdecimal", noted("this escape is unknown; write \\\\ for a backslash")),
    ("start any token", noted("a text cannot begin with this character; put it into quotation marks")),
    ("tab character", noted("a tab is not allowed here; indent with spaces")),
    ("expected key", noted("`key: value` is expected here; check the indentation and the quotation marks")),
    ("expected ':'", noted("`key: value` is expected here; check the indentation and the quotation marks")),
    ("<block end>", noted("`key: value` is expected here; check the indentation and the quotation marks")),
    ("':' delimiter", noted("a colon is missing after the key")),
    ("property name", noted("a key in double quotation marks is expected here")),
    ("trailing comma", noted("the last comma is one too many")),
    ("control character", noted("a text contains a line break or another control character; write it as an escape")),
    ("expected after", noted("a cell goes on behind its closing quotation mark; double the quotation marks inside it")),
    ("new-line character", noted("a line ends in a way that no other does; save the file anew")),
    ("Expecting value", NO_VALUE),
    ("Extra data", MORE),
    ("document", noted("a new document begins with a line of its own, ---")),
    ("indentation indicator", noted("behind | or > the line must end; check what follows")),
    ("comment or line break", noted("behind | or > the line must end; check what follows")),
    ("tag", noted("tags (!) are not read; put the text into quotation marks")),
    ("anchor", noted("a name is missing behind & or *; put the text into quotation marks")),
    ("alphabetic", noted("a name is missing behind & or *; put the text into quotation marks")),
    ("node content", NO_VALUE),
)
"""Words of PyYAML, libyaml or Python's json and csv, and our sentence; the first that fits."""


def why(said: str) -> str:
    """Our sentence, in the language in use, for what a parser says is wrong.

    >>> why("did not find expected ',' or ']'")
    'a comma or a closing bracket is missing'
    >>> why("words of some later version")
    'from here on it cannot be read'
    """
    return _(next((sentence for words, sentence in _SENTENCES if words in said), UNKNOWN))
