"""SQL dumps of MySQL, PostgreSQL and SQLite: the rows of INSERT statements and COPY blocks, read and never run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cable_tui.sources.counted import Counted, Outcome, of_record
from cable_tui.sources.raw import Form, Result
from cable_tui.sources.records import MAX_FIELDS, cable_of
from cable_tui.sources.stream import CHUNK, Stream
from cable_tui.sources.text import decoded

MAX_ROW = 16 << 20
"""The longest row, in characters."""
MAX_TABLES = 1000

_SPACE = re.compile(r"(?:\s++|--[^\n]*+(?:\n|\Z)|#[^\n]*+(?:\n|\Z)|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_STRING = re.compile(r"[eEnN]?'((?:[^']++|'')*+)'(?!')")
_ESCAPED_STRING = re.compile(r"[eEnN]?'((?:[^'\\]++|''|\\[\s\S])*+)'(?!')")
_QUOTED_NAME = re.compile(r'"(?:[^"]++|"")*+"|`(?:[^`]++|``)*+`|\[[^\]]*+\]')
_WORD = re.compile(r"[^\s'\"`,;()]++")
_STATEMENT_END = re.compile(r"[;'\"`]|--|/\*")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "", "Z": "", "b": "", "f": "", "v": ""}
_BACKSLASH = re.compile(r"\\([\s\S])")
_OF_MYSQL = re.compile(r"MySQL dump|MariaDB dump|phpMyAdmin|/\*!\d{5}|`")
_KEYS = frozenset("PRIMARY KEY UNIQUE CONSTRAINT INDEX FOREIGN CHECK FULLTEXT SPATIAL EXCLUDE".split())
_CHARACTER = re.compile(r"char\(\s*(\d{1,3})\s*\)", re.I)
#: The columns of `cables.csv`, for tables whose columns are not known.
_COLUMNS = ("number", "date", "identifier", "origin", "classification", "references", "header", "body")


class _CutOff(Exception):
    """The data end within a row, or a row is too long or damaged."""


def read(stream: Stream, path: str) -> Iterator[Result]:
    """The cables of a dump; `Problem` for a row that cannot be read, `Skipped` if no row is a cable."""
    return Counted(path).results(_Dump(stream, path).outcomes())


class _Dump:
    """One pass over the statements of a dump, with a window that holds a little more than one row."""

    def __init__(self, stream: Stream, path: str) -> None:
        self._path = path
        self._chunks = decoded(iter(lambda: stream.read(CHUNK), b""))
        self._data = ""
        self._place = 0
        self._tables: dict[str, list[str]] = {}
        self._number = 0
        self._string = _ESCAPED_STRING if _OF_MYSQL.search(stream.head().decode("latin-1")) else _STRING

    def outcomes(self) -> Iterator[Outcome]:
        """A cable, a fault, or '' for each row."""
        try:
            while word := self._keyword():
                if word in ("INSERT", "REPLACE"):
                    yield from self._insert()
                elif word == "CREATE":
                    self._create()
                elif word == "COPY":
                    yield from self._copy()
                else:
                    self._skip_statement()
        except _CutOff as reason:
            yield f"row {self._number + 1} {reason}"

    # --- statements

    def _insert(self) -> Iterator[Outcome]:
        """INSERT INTO table (columns) VALUES (...), (...);"""
        while (word := self._name()).upper() in ("INTO", "IGNORE", "OR", "REPLACE", "LOW_PRIORITY", "DELAYED"):
            pass
        table = self._dotted(word)
        columns = self._names_in_parentheses() if self._sees("(") else self._tables.get(table, [])
        if self._name().upper() != "VALUES":
            self._skip_statement()
            return
        while self._sees("("):
            values = self._row()
            yield self._outcome(columns, values)
            if not self._takes(","):
                break
        self._skip_statement()

    def _create(self) -> None:
        """CREATE TABLE table (column type, ...): the names of the columns."""
        words: list[str] = []
        while not self._sees("(") and not self._sees(";") and len(words) < 8:
            if not (word := self._name()):
                break
            words.append(word)
        if "TABLE" in map(str.upper, words) and self._sees("(") and len(self._tables) < MAX_TABLES:
            self._tables[self._dotted(words[-1])] = self._column_names()
        self._skip_statement()

    def _column_names(self) -> list[str]:
        self._takes("(")
        found: list[str] = []
        while name := self._name():
            is_quoted = self._data[self._place - 1] in '"`]'
            if is_quoted or name.upper() not in _KEYS:
                found.append(name)
            self._skip_to_comma()
            if not self._takes(",") or len(found) > MAX_FIELDS:
                break
        return found

    def _skip_to_comma(self) -> None:
        """Go to the comma or parenthesis that ends a column's definition."""
        depth = 0
        while sign := self._peek():
            if depth == 0 and sign in ",)":
                return
            depth += (sign == "(") - (sign == ")")
            if not self._name() and not self._skip_string():
                self._place += 1

    def _copy(self) -> Iterator[Outcome]:
        """COPY table (columns) FROM stdin; and lines of values with tabs between them, up to `\\.`."""
        table = self._dotted(self._name())
        columns = self._names_in_parentheses() if self._sees("(") else self._tables.get(table, [])
        is_block = self._name().upper() == "FROM" and self._name().upper() == "STDIN"
        self._skip_statement()
        if not is_block:
            return
        self._line()
        while (line := self._line()) not in (None, "\\."):
            if line == "":
                self._number += 1
                yield f"row {self._number} is longer than {MAX_ROW >> 20} MB"
                continue
            values = [None if value == "\\N" else _unescaped(value) for value in str(line).split("\t", MAX_FIELDS + 1)]
            yield self._outcome(columns, values)

    def _outcome(self, columns: list[str], values: list[str | None]) -> Outcome:
        self._number += 1
        names = columns or (list(_COLUMNS) if len(values) == len(_COLUMNS) else [str(i) for i in range(len(values))])
        if len(names) != len(values):
            return f"row {self._number} has {len(values)} values for {len(names)} columns"
        fields = dict(zip(names, values, strict=True))
        return of_record(f"row {self._number}", cable_of(fields, self._path, self._number, Form.SQL))

    # --- values

    def _row(self) -> list[str | None]:
        """(value, value, ...)"""
        self._takes("(")
        self._row_start = self._place
        values: list[str | None] = []
        while True:
            values.append(self._value())
            if len(values) > MAX_FIELDS:
                raise _CutOff(f"has more than {MAX_FIELDS} values")
            if self._takes(")"):
                return values
            if not self._takes(","):
                raise _CutOff("is damaged; the rest is not read")

    def _value(self) -> str | None:
        """A string, a number, NULL, or a function of strings, such as SQLite's `replace('...', '\\n', char(10))`."""
        text = self._string_here()
        if text is not None:
            while self._data.startswith("::", self._place):  # PostgreSQL's cast
                self._place += 2
                self._word()
            return text
        word = self._word()
        if not self._sees("("):
            return None if word.upper() == "NULL" else word
        parts, depth = [], 0
        while sign := self._peek():
            depth += (sign == "(") - (sign == ")")
            if sign in "(),":
                self._place += 1
                if depth == 0:
                    break
            elif (part := self._string_here()) is not None:
                parts.append(part)
            elif not (written := self._word()):
                self._place += 1
            elif written.lower() == "char":
                parts.append(self._character())
        return _replaced(parts) if word.lower() in ("replace", "unistr") else "".join(parts[:1])

    def _character(self) -> str:
        self._fill(40)
        found = _CHARACTER.match(f"char{self._data[self._place : self._place + 20]}")
        return chr(int(found[1])) if found else ""

    def _string_here(self) -> str | None:
        """The string that begins here; None if none does."""
        self._peek()
        self._fill(2)
        opening = self._data[self._place : self._place + 2]
        if not (opening[:1] == "'" or (opening[1:] == "'" and opening[:1] in "eEnN")):
            return None
        pattern = _ESCAPED_STRING if opening[:1] in "eE" else self._string
        while True:
            found = pattern.match(self._data, self._place)
            if found and (found.end() < len(self._data) or not self._more()):
                break
            if found:
                continue
            if len(self._data) - self._place > MAX_ROW:
                raise _CutOff(f"is longer than {MAX_ROW >> 20} MB; the rest is not read")
            if not self._more():
                raise _CutOff("is cut off")
        self._place = found.end()
        text = found[1]
        if "''" in text:
            text = text.replace("''", "'")
        return _unescaped(text) if pattern is _ESCAPED_STRING else text

    # --- tokens

    def _keyword(self) -> str:
        """The first word of the next statement, in capitals; '' at the end."""
        while True:
            sign = self._peek()
            if not sign:
                return ""
            if word := self._name():
                return word.upper()
            self._place += 1

    def _peek(self) -> str:
        """The next character after spaces and comments, without taking it; '' at the end."""
        while True:
            space = _SPACE.match(self._data, self._place)
            end = space.end() if space else self._place
            if end < len(self._data) and not self._data.startswith("/*", end):
                self._place = end
                return self._data[end]
            if end == len(self._data):
                self._place = end
            if len(self._data) - self._place > MAX_ROW or not self._more():
                rest = self._data[end : end + 1]
                self._place = end
                return rest

    def _sees(self, sign: str) -> bool:
        return self._peek() == sign

    def _takes(self, sign: str) -> bool:
        if self._peek() != sign:
            return False
        self._place += 1
        return True

    def _name(self) -> str:
        """A word or a quoted name; '' if there is neither."""
        sign = self._peek()
        if sign and sign in '"`[':
            self._fill(200)
            if found := _QUOTED_NAME.match(self._data, self._place):
                self._place = found.end()
                return found[0][1:-1]
        return self._word()

    def _word(self) -> str:
        if not self._peek():
            return ""
        self._fill(200)
        found = _WORD.match(self._data, self._place)
        if not found:
            return ""
        self._place = found.end()
        return found[0]

    def _dotted(self, name: str) -> str:
        """A table's name without its schema: public.cables, `db`.`cables`."""
        while self._data.startswith(".", self._place):
            self._place += 1
            name = self._name()
        return name.rpartition(".")[2].strip('"`').lower()

    def _names_in_parentheses(self) -> list[str]:
        self._takes("(")
        found: list[str] = []
        while len(found) <= MAX_FIELDS and (name := self._name()):
            found.append(name)
            if not self._takes(","):
                break
        self._takes(")")
        return found

    def _skip_string(self) -> bool:
        return self._string_here() is not None

    def _skip_statement(self) -> None:
        """Go past the semicolon that ends the statement."""
        while True:
            found = _STATEMENT_END.search(self._data, self._place)
            if found is None:
                self._place = max(self._place, len(self._data) - 1)
                if not self._more():
                    self._place = len(self._data)
                    return
                continue
            self._place = found.start()
            if found[0] == ";":
                self._place += 1
                return
            before = self._place
            if found[0] in ("--", "/*"):
                self._peek()
            elif found[0] == "'":
                self._string_here()
            else:
                self._name()
            self._place += self._place == before

    def _line(self) -> str | None:
        """The next line without its line end; '' for one that is too long, None at the end."""
        while (end := self._data.find("\n", self._place)) < 0:
            if len(self._data) - self._place > MAX_ROW:
                self._drop_line()
                return ""
            if not self._more():
                line, self._place = self._data[self._place :], len(self._data)
                return line or None
        line, self._place = self._data[self._place : end], end + 1
        return line or " "

    def _drop_line(self) -> None:
        while True:
            self._place = len(self._data)
            if not self._more():
                return
            if (end := self._data.find("\n")) >= 0:
                self._place = end + 1
                return

    def _fill(self, size: int) -> None:
        """Read until the window has `size` characters, or the data end."""
        while len(self._data) - self._place < size and self._more():
            pass

    def _more(self) -> bool:
        """Move the window to the current place and double it, so that a long row is not searched repeatedly."""
        self._data = self._data[self._place :]
        self._place = 0
        wanted = max(CHUNK, len(self._data))
        parts, size = [self._data], 0
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size >= wanted:
                break
        self._data = "".join(parts)
        return size > 0


def _unescaped(text: str) -> str:
    return _BACKSLASH.sub(lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text


def _replaced(parts: list[str]) -> str:
    """The result of nested replace() calls, as SQLite writes line ends: text, then pairs of old and new strings."""
    text = parts[0] if parts else ""
    for what, by in zip(parts[1::2], parts[2::2], strict=False):
        text = text.replace(what, by) if what else text
    return text
