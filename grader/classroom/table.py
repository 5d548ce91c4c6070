"""A CSV file of somebody else's, of which single cells are changed: every other byte stays as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = (b",", b";", b"\t")


class BadTable(Exception):
    """The file is no CSV text; the message says what is wrong with it, as the end of a sentence."""


@dataclass(frozen=True)
class Cell:
    """One cell: where its bytes are in the file, its text, and whether it is written in quotes."""

    start: int
    end: int
    text: str
    quoted: bool


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file, cell by cell, and how it is written. Blank lines are no rows."""

    content: bytes
    delimiter: str
    encoding: str
    rows: list[list[Cell]]

    def text(self, row: int, column: int | None) -> str:
        """Return the text of a cell without blanks around it; "" where the row is shorter, or without a column."""
        cells = self.rows[row]
        return cells[column].text.strip() if column is not None and column < len(cells) else ""

    def changed(self, cells: Mapping[tuple[int, int], str]) -> bytes:
        """Return the file with these cells, by row and column, holding these texts.

        A cell in quotes keeps them; another one gets them where its new text needs them. A row must have the cell.
        """
        content = bytearray(self.content)
        for (row, column), text in sorted(cells.items(), reverse=True):  # from the end: earlier places stay valid
            cell = self.rows[row][column]
            content[cell.start : cell.end] = self._written(text, cell.quoted)
        return bytes(content)

    def _written(self, text: str, quoted: bool) -> bytes:
        if quoted or any(sign in text for sign in (self.delimiter, '"', "\n", "\r")):
            text = '"' + text.replace('"', '""') + '"'
        return text.encode(self.encoding, "xmlcharrefreplace")


def read_table(content: bytes) -> Table:
    """Read a CSV file: UTF-8 (or else Windows-1252), separated by commas, semicolons or tabs. Raises BadTable."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise BadTable("it is not plain text: save it as CSV in UTF-8")
    start = len(_BOM) if content.startswith(_BOM) else 0
    encoding = _encoding(content)
    header = content[start:].splitlines()[0] if content[start:].strip() else b""
    delimiter = max(_DELIMITERS, key=header.count)
    rows = _rows(content, start, delimiter, encoding) if delimiter in header else []
    if not rows:
        raise BadTable("its first line has no columns that are separated by commas, semicolons or tabs")
    return Table(content, delimiter.decode(), encoding, rows)


def _encoding(content: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"  # which decodes every byte


def _rows(content: bytes, start: int, delimiter: bytes, encoding: str) -> list[list[Cell]]:
    pattern = re.compile(
        rb'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>(?!")[^%(sign)s\r\n]*))(?P<after>%(sign)s|\r\n|\n|\r|\Z)'
        % {b"sign": delimiter}
    )
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    while start < len(content) or row:
        match = pattern.match(content, start)
        if match is None:
            line = content.count(b"\n", 0, start) + 1
            raise BadTable(f"in line {line} a quote does not close, or text follows where it closes")
        row.append(_cell(match, encoding))
        start = match.end()
        if match["after"] != delimiter:
            if len(row) > 1 or row[0].text.strip():
                rows.append(row)
            row = []
    return rows


def _cell(match: re.Match[bytes], encoding: str) -> Cell:
    quoted = match["quoted"] is not None
    text = match["quoted"].replace(b'""', b'"') if quoted else match["plain"]
    return Cell(match.start(), match.start("after"), text.decode(encoding), quoted)
