"""The query language over a real table of FTS5: what is found, what is refused and where."""

from __future__ import annotations

import datetime as dt
import random
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cable_tui.archive.documents import header_document
from cable_tui.archive.query.compile import Query, compile_query
from cable_tui.archive.query.expression import rendered, without_outside
from cable_tui.archive.query.fields import date_terms, look_up
from cable_tui.archive.query.match import Document, found_in
from cable_tui.archive.query.spelling import MOST_WORDS, NO_WORDS, Pattern, Vocabulary
from cable_tui.archive.query.syntax import FIELDS, QueryError
from cable_tui.archive.query.tokens import facts
from cable_tui.archive.vocabulary import spellings, walk
from cable_tui.cables import parse
from cable_tui.cables.model import Level, Precedence

_EMPTY: dict[str, Any] = {
    "id": "",
    "date": "",
    "level": int(Level.UNKNOWN),
    "caveats": [],
    "captions": [],
    "origin": "",
    "post": "",
    "tags": [],
    "refs": [],
    "signed": [],
    "precedence": int(Precedence.UNKNOWN),
    "subject": "",
    "text": "",
    "sender": "",
    "recipients": [],
}

#: Each row by the number that the tables below call it.
CABLES: dict[int, dict[str, Any]] = {
    1: {
        "id": "08MOSCOW1640",
        "date": "2008-06-09T14:47",
        "level": Level.CONFIDENTIAL,
        "caveats": ["NOFORN"],
        "origin": "Embassy Moscow",
        "post": "MOSCOW",
        "tags": ["PREL", "PGOV", "RS"],
        "refs": ["08MOSCOW1425", "07OSLO12"],
        "signed": ["BEYRLE"],
        "precedence": Precedence.PRIORITY,
        "subject": "ARCTIC SHELF TALKS",
        "text": "The talks on the Arctic shelf went well at 12:30.",
        "sender": "AMEMBASSY MOSCOW",
        "recipients": ["SECSTATE WASHDC", "AMEMBASSY OSLO"],
    },
    2: {
        "id": "08MOSCOW1425",
        "date": "2008-05-20",
        "level": Level.SECRET,
        "origin": "Embassy Moscow",
        "post": "MOSCOW",
        "tags": ["PREL", "RS"],
        "signed": ["RUSSELL"],
        "precedence": Precedence.IMMEDIATE,
        "subject": "GAS AND ICE",
        "text": "Ice on the shelf. Gas talks stall.",
        "sender": "AMEMBASSY MOSCOW",
        "recipients": ["SECSTATE WASHDC", "USNATO", "USEU"],
    },
    3: {
        "id": "07OSLO12",
        "date": "2007-12-31T23:59",
        "level": Level.UNCLASSIFIED,
        "origin": "Embassy Oslo",
        "post": "OSLO",
        "tags": ["EFIS"],
        "signed": ["WHITNEY"],
        "precedence": Precedence.ROUTINE,
        "subject": "HERRING AND COD",
        "text": "Fish & chips. A fishery commission met; the café was full.",
        "sender": "AMEMBASSY OSLO",
        "recipients": ["AMEMBASSY MOSCOW"],
    },
    4: {
        "id": "08RIODEJANEIRO138",
        "date": "2008-06-01",
        "level": Level.CONTROLLED,
        "captions": ["SIPDIS"],
        "origin": "Consulate Rio De Janeiro",
        "post": "RIO DE JANEIRO",
        "tags": ["KCRM", "OVIP", "CLINTON, HILLARY"],
        "subject": "SÃO PAULO E O CARNAVAL",
        "text": "Visit of Senator Clinton to São Paulo.",
        "sender": "AMCONSUL RIO DE JANEIRO",
        "recipients": ["AMEMBASSY BRASILIA"],
    },
    5: {
        "date": "1979-02-11",
        "level": Level.TOP_SECRET,
        "subject": "TEHRAN",
        "text": "xall xtagprel xcls4",
        "archive": {
            "drafter": "EUR/NE:AVELMER:OL",
            "concepts": "FISHING AGREEMENTS, TRAVEL",
            "office": "ORIGIN EUR",
            "film": "D760401-0123",
        },
    },
    6: {"subject": "", "text": "No header at all; it cites MOSCOW 1640 and 08MOSCOW1640."},
    7: {
        "id": "99STATE1",
        "date": "1999-01-31",
        "level": Level.RESTRICTED,
        "origin": "Secretary of State",
        "post": "STATE",
        "precedence": Precedence.FLASH,
        "subject": "GUIDANCE",
        "text": "washdc secstate",
        "recipients": ["ALL DIPLOMATIC POSTS", "SECSTATE WASHDC"],
    },
    8: {
        "id": "10MOSCOW1640",
        "date": "2010-01-01",
        "level": Level.SECRET,
        "caveats": ["ORCON", "NOFORN"],
        "captions": ["NODIS"],
        "origin": "Embassy Moscow",
        "post": "MOSCOW",
        "precedence": Precedence.NIACT_IMMEDIATE,
        "subject": "Diplomacy of the possible",
        "text": "Diplomats and a diploma. What? It's Łódź.",
    },
}
DOCUMENTS = {number: {**_EMPTY, **given_values} for number, given_values in CABLES.items()}
EVERY = sorted(DOCUMENTS, reverse=True)


def table() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE search USING fts5(subject, text, facts, content='', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    for number, one in DOCUMENTS.items():
        tokens = facts(one, sender=one["sender"], recipients=one["recipients"], archive=one.get("archive"))
        values = (number, one["subject"], one["text"], tokens)
        connection.execute("INSERT INTO search(rowid, subject, text, facts) VALUES (?, ?, ?, ?)", values)
    return connection


TABLE = table()


def rows(match: str) -> list[int]:
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC"
    return [row[0] for row in TABLE.execute(sql, (match,))]


class Own:
    """The vocabulary of a table."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def spellings(self, pattern: Pattern) -> Sequence[str]:
        return spellings(pattern, walk(self.connection))


OWN = Own(TABLE)


def found(query: str) -> list[int]:
    return sorted(rows(compile_query(query, vocabulary=OWN).match))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        # words, phrases, prefixes
        ("shelf", [1, 2]),
        ("SHELF talks", [1, 2]),
        ('"shelf talks"', [1]),
        ("cafe", [3]),
        ("CAFÉ", [3]),
        ('"sao paulo"', [4]),
        ("diplom*", [8]),
        ("fish & chips", [3]),
        ("what?", [8]),
        ('"12:30"', [1]),
        (r"12\:30", [1]),
        ("it's", [8]),
        ("'herring and cod'", [3]),
        ("subject:ice", [2]),
        ("text:gas", [2]),
        ("text:herring", []),
        ("subject:herr* text:(fish chips)", [3]),
        ("*", sorted(EVERY)),
        # letters left open
        ("he*ing", [3]),
        ("*plom*", [8]),
        ("*LOM*s", [8]),
        ("h?rring", [3]),
        ("?erring", [3]),
        ("?rring", []),
        ("diplom*cy diplo?ats", [8]),
        ("d?pl*a", [8]),
        ("s?o-pa*lo", [4]),
        ("p?ulo-sao", []),
        ("?ódź", [8]),
        ("łó*ź", [8]),
        ("ca?é*", [3]),
        ("what??", [8]),
        (r"he\*ing", []),
        (r"he\?ing", []),
        ("subject:g?s", [2]),
        ("text:h*ring", []),
        ("subject:(h?rring OR g?s)", [2, 3]),
        ("-*elf", [3, 4, 5, 6, 7, 8]),
        ("x*l", [5]),
        ("?all", [5]),
        ("origin:m*w", [1, 2, 8]),
        ("origin:?slo", [3]),
        ("from:*oscow", [1, 2, 8]),
        ("to:us?a*o", [2]),
        ("tag:p?ov", [1]),
        ("tag:*x*", []),
        ("caveat:no*n", [1, 8]),
        ("drafter:*elmer", [5]),
        ("concept:f?shing", [5]),
        ("office:e?r", [5]),
        # letters that differ
        ("herring~1", [3]),
        ("hering~1", [3]),
        ("herign~", [3]),
        ("herign~1", []),
        ("erihng~2", []),
        ("HÉRINGG~", [3]),
        ("moskow~1", [6]),
        ("iec~", [2]),
        ("ic~", []),
        ("lodz~1", [8]),
        ("subject:hering~", [3]),
        ("text:hering~", []),
        ("sao-pavlo~", [4]),
        ("NOT hering~", [1, 2, 4, 5, 6, 7, 8]),
        ("signed:beirle~", [1]),
        ("signed:russel~", [2]),
        ("origin:moskow~", [1, 2, 8]),
        ("origin:(moskow~ OR ?slo)", [1, 2, 3, 8]),
        # words close to each other
        ('"shelf talks"~0', [1]),
        ('"shelf talks"~1', [1, 2]),
        ('"talks shelf"~1', [1, 2]),
        ('"well talks went"~4', [1]),
        ('"well talks went"~3', []),
        ('"talks TALKS"~0', [1, 2]),
        ('"fish chips café"~5', [3]),
        ('"fish chips café"~4', []),
        ('"arctic went"~999', [1]),
        ('subject:"talks arctic"~1', [1]),
        ('subject:"talks arctic"~0', []),
        ('text:"talks arctic"~2', [1]),
        ('"arctic talks" AND ("gas ice"~1 OR "the a"~9)', []),
        ('"xall xcls4"~1', [5]),
        ('"Łódź s"~1', [8]),
        # words that look like facts
        ("xall", [5]),
        ("xtagprel", [5]),
        ("x*", [5]),
        ('"xall xtagprel"', [5]),
        ("NOT xall", [1, 2, 3, 4, 6, 7, 8]),
        # operators
        ("shelf AND gas", [2]),
        ("gas OR herring", [2, 3]),
        ("shelf -gas", [1]),
        ("shelf NOT gas", [1]),
        ("-shelf", [3, 4, 5, 6, 7, 8]),
        ("--shelf", [1, 2]),
        ("NOT (shelf OR herring)", [4, 5, 6, 7, 8]),
        ("gas OR -tag:PREL", [2, 3, 4, 5, 6, 7, 8]),
        ("shelf gas OR well", [1, 2]),
        ("arctic OR gas -ice", [1]),
        ("arctic OR gas NOT ice", [1]),
        ("+shelf +gas", [2]),
        ("(shelf AND NOT (gas OR fish)) OR herring", [1, 3]),
        # fields of the header
        ("origin:moscow", [1, 2, 8]),
        ('origin:"embassy moscow"', [1, 2, 8]),
        ("origin:embassymoscow", [1, 2, 8]),
        ('origin:"moscow embassy"', []),
        ("origin:riodejaneiro", [4]),
        ("origin:emb*", [1, 2, 3, 8]),
        ("from:oslo", [3]),
        ("to:oslo", [1]),
        ('to:"secstate washdc"', [1, 2, 7]),
        ('to:"posts secstate"', []),
        ('to:"washdc amembassy"', []),
        ('to:"usnato useu"', []),
        ("to:(usnato useu)", [2]),
        ("to:wash*", [1, 2, 7]),
        ("to:*", [1, 2, 3, 4, 7]),
        ("signed:beyrle", [1]),
        ("film:D760401-0123", [5]),
        ("film:D760401*", [5]),
        ("film:D760401-0124", []),
        ("drafter:avelmer", [5]),
        ("drafter:*", [5]),
        ("office:eur", [5]),
        ("concept:fishing", [5]),
        ('concept:"fishing agreements"', [5]),
        ('concept:"agreements travel"', []),
        ("tag:prel", [1, 2]),
        ("tag:RU", [1, 2]),
        ("tag:(PREL PGOV)", [1]),
        ("tag:PRELPGOV", [1]),
        ("tag:(EFIS OR PGOV)", [1, 3]),
        ('tag:"CLINTON, HILLARY"', [4]),
        ("tag:clinton", [4]),
        ("tag:*", [1, 2, 3, 4]),
        ("tag:P*", [1, 2]),
        ("caveat:noforn", [1, 8]),
        ("caveat:NF", [1, 8]),
        ("caveat:nodis", [8]),
        ("caveat:sipdis", [4]),
        ("ORIGIN:Moscow", [1, 2, 8]),
        ("origin: oslo", [3]),
        # classification and precedence
        ("class:secret", [2, 8]),
        ("class:S", [2, 8]),
        ("class:S/NF", [8]),
        ("class:>=secret", [2, 5, 8]),
        ("class:>secret", [5]),
        ("class:<secret", [1, 3, 4, 7]),
        ("class:<=SBU", [3, 4]),
        ("class:fouo", [4]),
        ('class:"top secret"', [5]),
        ("class:[r TO c]", [1, 7]),
        ("class:{r TO *]", [1, 2, 5, 8]),
        ("class:unknown", [6]),
        ("class:?", [6]),
        ("class:*", [1, 2, 3, 4, 5, 7, 8]),
        ("precedence:>=immediate", [2, 7, 8]),
        ("precedence:niact", [8]),
        ("precedence:<priority", [3]),
        # dates
        ("date:2008", [1, 2, 4]),
        ("date:2008-06", [1, 4]),
        ("date:2008-6-9", [1]),
        ("date:2008-06-09", [1]),
        ("date:[2008-05 TO 2008-06]", [1, 2, 4]),
        ("date:[2008-05 TO 2008-06}", [2]),
        ("date:{2008-05 TO 2008-06]", [1, 4]),
        ("date:[2007-12-31 TO 2008-06-01]", [2, 3, 4]),
        ("date:[* TO 1999]", [5, 7]),
        ("date:[1999-02 TO *]", [1, 2, 3, 4, 8]),
        ("date:>2008", [8]),
        ("date:<1999-01-31", [5]),
        ("date:<=1999-01-31", [5, 7]),
        ("date:*", [1, 2, 3, 4, 5, 7, 8]),
        ("-date:*", [6]),
        ("date:(1999 OR 2010)", [7, 8]),
        # ids and references
        ("08MOSCOW1640", [1, 6]),
        ("2008MOSCOW01640", [1]),
        ("MOSCOW 1640", [1, 6, 8]),
        ("08 Moscow 1640", [1]),
        ("MOSCOW 1640 tag:PREL", [1]),
        ("moscow1640 OR herring", [1, 3, 8]),
        ('"MOSCOW 1640"', [6]),
        ("RIO DE JANEIRO 138", [4]),
        ("id:08moscow1640", [1]),
        ('id:"MOSCOW 1640"', [1, 8]),
        ("id:08mos*", [1, 2]),
        ("ref:08MOSCOW1425", [1]),
        ('ref:"oslo 12"', [1]),
        ("ref:*", [1]),
        # pasted
        ("https://cables.example/plusd/08MOSCOW1640_a.html", [1]),
        ("REF: A. MOSCOW 1425 (NOTAL), B. 07 OSLO 12", [2, 3]),
        ('says "see 07OSLO12', [3]),
        ("TALKS AT 12:30\nSEE 07OSLO12 AND MORE", [3]),
        ("https://cables.example/00NOWHERE1\nthe tal on the arct shelf", []),
        ("https://cables.example/00NOWHERE1\nmoscow", []),
    ],
)
def test_a_query_finds(query: str, numbers: list[int]) -> None:
    assert found(query) == numbers


@pytest.mark.parametrize(
    ("query", "message", "place"),
    [
        ("tags:PREL", "did you mean tag:?", "tags:"),
        ("classification:secret", "did you mean class:?", "classification:"),
        ("nothing:x", "the fields are origin, from", "nothing:"),
        ("arrived 12:30", "need quotes", "12:"),
        ("http://x", "unknown field http", "http:"),
        (":x", "name of a field before the colon", ":"),
        ("is:unread", "searches the notebook", "is:"),
        ("a label:x", "searches the notebook", "label:"),
        ("has:note", "searches the notebook", "has:"),
        ("tag:", "expected a value after tag:", ":"),
        ("(tag: ) x", "expected a value after tag:", ": )"),
        ("tag:(origin:x)", "is not allowed inside tag:", "origin:"),
        ("tag:origin:x", "is not allowed inside tag:", "origin:"),
        ('cod "herring', "not closed", '"'),
        ('cod"herring', "inside a word", '"'),
        ("(cod OR (herring)", "parenthesis is not closed", "("),
        ("cod) herring", "no parenthesis is open", ")"),
        ("cod ()", "inside the parenthesis", "()"),
        ("id:08*40", "id: accepts * only at the end", "08*40"),
        ("film:d76?1", "film: accepts * only at the end", "d76?1"),
        ("ref:08MOSCOW1425~", "ref: accepts * only at the end", "08MOSCOW1425~"),
        ("date:2?08", "date: does not accept *, ? or ~", "2?08"),
        ("class:secrte~", "class: does not accept *, ? or ~", "secrte~"),
        ("cod !st?n", "use NOT or - instead of !", "!"),
        ("AND cod", "expected a word before AND", "AND"),
        ("cod OR", "expected a word after OR", "OR"),
        ("cod OR OR ice", "expected a word after OR", "OR OR"),
        ("cod NOT", "after the negation", "NOT"),
        ("cod - ice", "right after the -", "-"),
        ("cod +", "right after the +", "+"),
        ("cod && ice", "use AND", "&&"),
        ("cod || ice", "use OR", "||"),
        ("cod !ice", "use NOT or -", "!"),
        ("cod~3", "expected ~, ~1 or ~2", "~3"),
        ("cod~0.8", "expected ~, ~1 or ~2", "~0.8"),
        ("cod ~1", "right before the ~", "~1"),
        ("~cod", "right before the ~", "~"),
        ("(cod)~", "right before the ~", "~"),
        ("cod~ice", "expected a space after ~", "~i"),
        ("co?d~", "both ~ and * or ?", "co?d~"),
        ("tag:cod*~1 ice", "both ~ and * or ?", "cod*~1"),
        ('"cod ice"~', "the number of words between", "~"),
        ('"cod ice"~1.5', "the number of words between", "~1.5"),
        ('"cod ice"~1000', "up to 999", "~1000"),
        ('signed:"cod ice"~2', "signed:(one two) finds both words", '"cod ice"~2'),
        ('"&"~2', "letters or digits", '"&"~2'),
        ("&~", "letters or digits", "&~"),
        ("c?d " * 21, "too many words with *, ? or ~; 20 at most", "c?d"),
        ("cod^2", "^ is not supported", "^2"),
        ("/cod/", "between / are not supported", "/cod/"),
        ("cod \\", "after the backslash", "\\"),
        ("&", "letters or digits", "&"),
        ('subject:"&"', "letters or digits", 'subject:"&"'),
        ('origin:"&"', "letters or digits", '"&"'),
        ("[a TO b]", "needs a field", "[a TO b]"),
        (">5", "needs a field", ">5"),
        ("date:[2008", "expected a range", "[2008"),
        ("date:[2008 2009]", "expected a range", "[2008 2009"),
        ("origin:[a TO b]", "does not support ranges", "a"),
        ("date:may", "expected a date such as 2008", "may"),
        ("date:2008-02-30", "no such date: 2008-02-30", "2008-02-30"),
        ("date:200*", "does not accept *", "200*"),
        ("date:[2008 TO may]", "expected a date", "may"),
        ("date:[2009 TO 2008]", "this range is empty", "[2009 TO 2008]"),
        ("class:secretary", "expected a level", "secretary"),
        ("class:>=x", "expected a level", "x"),
        ("class:>=unknown", "has no rank", ">=unknown"),
        ("precedence:urgent", "expected a precedence", "urgent"),
        ("ref:beyrle", "expected a cable's id", "beyrle"),
        ("tag:x AND reff:08MOSCOW1640", "did you mean ref:?", "reff:"),
        ("(" * 11 + "x", "nested too deep", "("),
        ("-" * 11 + "x", "nested too deep", "-"),
        ("x" * 10_001, "too long", "x"),
    ],
)
def test_a_wrong_query_is_refused_at_its_place(query: str, message: str, place: str) -> None:
    with pytest.raises(QueryError) as caught:
        compile_query(query)
    error = caught.value
    assert message in error.message
    assert query[error.start : error.end] == place


@pytest.mark.parametrize(
    ("query", "message"),
    [("label:g?s", "only at the end"), ("is:read~", r"does not accept \*, \? or ~"), ('has:"a note"~2', "after a")],
)
def test_the_fields_of_the_notebook_are_spelled_out(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        compile_query(query, with_missing=True)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", []),
        ("  shelf   -gas ", ["shelf", "-gas"]),
        (
            "shelf (gas OR ice) tag:(PREL RS) AND date:[2008 TO *]",
            ["shelf", "(gas OR ice)", "tag:(PREL RS)", "date:[2008 TO *]"],
        ),
        ("MOSCOW 1640 class:>= secret", ["MOSCOW 1640", "class:>= secret"]),
        ("gas OR ice", ["gas OR ice"]),
        ("( gas  ice )", ["( gas  ice )"]),
        ('NOT "gas ice"', ['NOT "gas ice"']),
        ('"gas ice"~12 subject:shelf~1 -i?e *ce', ['"gas ice"~12', "subject:shelf~1", "-i?e", "*ce"]),
    ],
)
def test_the_clauses_are_as_typed(query: str, texts: list[str]) -> None:
    assert [clause.text for clause in compile_query(query).clauses] == texts


def test_every_clause_can_be_counted_alone() -> None:
    clauses = compile_query("shelf -arctic date:2008 herring").clauses
    assert [len(rows(rendered(clause.expression))) for clause in clauses] == [2, 7, 3, 1]


def test_an_empty_query_is_no_condition() -> None:
    assert compile_query(" \n") == Query("", ())


def test_long_ranges_are_few_tokens() -> None:
    assert date_terms(dt.date(1970, 1, 1), dt.date(2009, 12, 31)) == ["xt197", "xt198", "xt199", "xt200"]
    assert len(date_terms(dt.date(1971, 3, 15), dt.date(2011, 8, 9))) < 60


def test_a_range_may_end_with_the_calendar() -> None:
    assert date_terms(dt.date(9999, 12, 30), dt.date.max) == ["xd99991230", "xd99991231"]
    assert date_terms(dt.date(9990, 1, 1), dt.date.max) == ["xt999"]


def test_fields_from_outside_ask_each_document() -> None:
    documents = [Document(text, "", _EMPTY) for text in ("cod", "herring", "cod and herring")]

    def test(field: str, value: str, prefix: bool) -> Callable[[int], bool]:
        wanted = {"label:odd": {1}, "label:even": {0, 2}}[f"{field}:{value}"]
        return wanted.__contains__

    def places(query: str) -> list[int]:
        return found_in(documents, query, test)

    assert places("") == [0, 1, 2]
    assert places("label:odd") == [1]
    assert places("label:even OR label:odd") == [0, 1, 2]
    assert places("label:even -label:odd herring") == [2]
    assert places("label:even label:odd") == []


@given(
    st.dates(dt.date(1895, 1, 1), dt.date(2105, 1, 1)), st.dates(dt.date(1895, 1, 1), dt.date(2105, 1, 1)), st.data()
)
@settings(max_examples=100, deadline=None)
def test_a_day_is_in_a_range_once_or_not_at_all(first: dt.date, last: dt.date, data: st.DataObject) -> None:
    day = data.draw(st.dates(dt.date(1895, 1, 1), dt.date(2105, 1, 1)))
    document = {**_EMPTY, "date": day.isoformat()}
    common = set(facts(document).split()) & set(date_terms(first, last))
    assert len(common) == (first <= day <= last)


def test_a_parsed_cable_is_found_by_what_it_says(samples: Any) -> None:
    cable = parse((samples / "08MOSCOW1640.txt").read_text(encoding="utf-8"))
    tokens = facts(header_document(cable, "x", 0), sender=cable.sender, recipients=[one.name for one in cable.to])
    for field, value in (("id", "08MOSCOW1640"), ("origin", "moscow"), ("from", "moscow"), ("date", "2008")):
        assert any(phrase in tokens for part in look_up(field, value) for phrase in part)


# --- any text -----------------------------------------------------------------------------------------------

_SIGNS = ["~1", '"~3', *"-+()*?[]{}<\\/'~^&: \"\n\0\ud800", " AND ", " OR ", " NOT ", " TO ", ">="]
_WORDS = ["x", "xall", "facts", "subject", "08MOSCOW1640", "MOSCOW 1640", "2008", "2008-06", "secret", "PREL", "a"]
_LETTERS = ["é", "ﬁ", "\u0301", "𞤀", "²", "½", "½x"]
_PIECES = st.sampled_from([*(f"{name}:" for name in FIELDS), *_SIGNS, *_WORDS, *_LETTERS])
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join))


def compiled(text: str, vocabulary: Vocabulary = NO_WORDS) -> Query | QueryError:
    try:
        return compile_query(text, vocabulary=vocabulary)
    except QueryError as error:
        return error


@given(_TEXTS)
@settings(max_examples=1000, deadline=None)
def test_any_text_is_an_expression_of_fts5_or_is_refused(text: str) -> None:
    query = compiled(text)
    if isinstance(query, QueryError):
        assert 0 <= query.start <= query.end <= len(text)
        assert query.message
        return
    query = compiled(text, OWN)
    if isinstance(query, QueryError):  # it needs more words of this vocabulary than a query may ask for
        return
    for match in (query.match, *(rendered(without_outside(clause.expression)) for clause in query.clauses)):
        if match:
            rows(match)
    assert bool(query.match) == bool(text.strip()) or query.has_outside


@given(st.text(min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_a_quoted_text_never_reaches_the_facts(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    assert set(rows(compile_query(f'"{quoted} xall"').match)) <= {5}


@pytest.mark.parametrize(
    ("around", "levels"),
    [
        ("(a {0})", 10),
        ("(a OR {0})", 10),
        ("(a (b OR c AND {0}))", 5),
        ("(b OR c AND {0} OR d)", 10),
        ("(MOSCOW 1 {0})", 10),
        ("(-d OR e -f {0})", 9),
        ("-(a OR b {0})", 5),
        ("(a OR b AND {0} -(e OR f))", 9),
        ("-(?he OR b AND {0} -(ice~ OR f))", 5),
    ],
)
def test_the_deepest_query_is_within_the_limits_of_fts5(around: str, levels: int) -> None:
    query = "z"
    for _ in range(levels):
        query = around.format(query)
    rows(compile_query(query, vocabulary=OWN).match)


@pytest.mark.parametrize("between", [" ", " OR ", " -", " AND ", " MOSCOW "])
def test_the_longest_query_is_within_the_limits_of_fts5(between: str) -> None:
    rows(compile_query(between.join(str(place) for place in range(1, 700))).match)


# --- agreement with a scan ----------------------------------------------------------------------------------

Test = Callable[[dict[str, Any]], bool]


def plain(text: str) -> list[str]:
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.findall(r"[a-z0-9łx]+", bare.casefold())


def has_row(words: list[str], row: list[str]) -> bool:
    return any(words[place : place + len(row)] == row for place in range(len(words)))


def in_columns(*columns: str) -> Callable[[list[str]], Test]:
    return lambda row: lambda one: any(has_row(plain(one[column]), row) for column in columns)


def distance(one: str, other: str) -> int:
    """Letters more, less or others, and neighbours that changed places (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        rows.append([i])
        for j, facing in enumerate(other, 1):
            least = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (letter != facing))
            if i > 1 and j > 1 and (one[i - 2], letter) == (facing, other[j - 2]):
                least = min(least, rows[i - 2][j - 2] + 1)
            rows[i].append(least)
    return rows[-1][-1]


def fits(pattern: str, word: str) -> bool:
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(fits(pattern[1:], word[place:]) for place in range(len(word) + 1))
    return bool(word) and pattern[0] in ("?", word[0]) and fits(pattern[1:], word[1:])


def are_near(words: list[str], wanted: Sequence[str], others: int) -> bool:
    """Whether a stretch of the words has all that are wanted and as many others at most."""
    length = len(wanted) + others
    return any(set(wanted) <= set(words[place : place + length]) for place in range(len(words)))


def any_word(columns: Sequence[str], test: Callable[[str], bool]) -> Test:
    return lambda one: any(test(word) for column in columns for word in plain(one[column]))


def disturbed(draw: random.Random, word: str) -> str:
    """A word with some letters of it others, more or less."""
    letters = list(word)
    for _ in range(draw.randrange(3)):
        place = draw.randrange(len(letters))
        letters[place : place + draw.randrange(3)] = draw.choice(["", "e", "ar"]) or letters[place : place + 2][::-1]
    return "".join(letters)


def with_signs(draw: random.Random, word: str) -> str:
    """A word with ? and * in place of some letters before its last, which ends the word."""
    place = draw.randrange(len(word))
    end = draw.randrange(place, len(word))
    pattern = f"{word[:place]}{draw.choice('*?')}{word[end:]}"
    return pattern if draw.random() < 0.6 else pattern.replace(word[-1], "*", 1) + word[-1]


def spelled_query(draw: random.Random, field: str, columns: Sequence[str], word: str) -> tuple[str, Test]:
    if draw.random() < 0.5:
        pattern = with_signs(draw, word)
        return f"{field}{pattern}", any_word(columns, lambda other: fits(pattern, other))
    other_word = disturbed(draw, word)
    edits = draw.choice(["", "1", "2"])
    most = int(edits or min(len(other_word) // 3, 2))
    return f"{field}{other_word}~{edits}", any_word(columns, lambda other: distance(other_word, other) <= most)


def near_query(draw: random.Random, field: str, columns: Sequence[str], words: list[str]) -> tuple[str, Test]:
    place = draw.randrange(len(words))
    wanted = [draw.choice(words[place : place + 6]) for _ in range(draw.randrange(2, 5))]
    others = draw.randrange(5)
    test = lambda one: any(are_near(plain(one[column]), wanted, others) for column in columns)  # noqa: E731
    return f'{field}"{" ".join(wanted)}"~{others}', test


def word_query(draw: random.Random) -> tuple[str, Test]:
    field, columns = draw.choice([("", ("subject", "text")), ("subject:", ("subject",)), ("text:", ("text",))])
    source = draw.choice([one for one in DOCUMENTS.values() if plain(one["text"])])
    words = [word for word in plain(source["text"]) if not word[0].isdigit()]
    place = draw.randrange(len(words))
    kind = draw.random()
    if kind < 0.2:
        row = words[place : place + 2]
        return f'{field}"{" ".join(row)}"', in_columns(*columns)(row)
    if kind < 0.4:
        start = words[place][:3]
        return f"{field}{start}*", any_word(columns, lambda word: word.startswith(start))
    if kind < 0.6:
        return spelled_query(draw, field, columns, words[place])
    if kind < 0.8:
        return near_query(draw, field, columns, words)
    return f"{field}{words[place]}", in_columns(*columns)([words[place]])


def field_query(draw: random.Random) -> tuple[str, Test]:
    tag = draw.choice(["PREL", "PGOV", "RS", "EFIS", "KCRM", "XXXX"])
    rank = draw.choice([level for level in Level if level is not Level.UNKNOWN])
    haste = draw.choice([one for one in Precedence if one is not Precedence.UNKNOWN])
    post = draw.choice(["moscow", "oslo", "janeiro", "state"])
    first, last = sorted(
        f"{draw.randrange(1978, 2011)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}" for _ in "12"
    )
    year = draw.choice(["2007", "2008", "1999"])
    return draw.choice(
        [
            (f"tag:{tag}", lambda one: tag in one["tags"]),
            (f"class:>={rank.letters}", lambda one: one["level"] >= rank),
            (f"class:<{rank.letters}", lambda one: Level.UNKNOWN < one["level"] < rank)
            if rank
            else ("class:u", lambda one: one["level"] == 0),
            (f"precedence:>={haste.name.partition('_')[0]}", lambda one: one["precedence"] >= haste),
            (f"origin:{post}", lambda one: post in plain(f"{one['origin']} {one['post']}")),
            (f"to:{post}", lambda one: any(post in plain(name) for name in one["recipients"])),
            (f"date:[{first} TO {last}]", lambda one: first <= one["date"][:10] <= last),
            (f"date:<{first}", lambda one: "" < one["date"][:10] < first),
            (f"date:{year}", lambda one: one["date"][:4] == year),
            ("caveat:NF", lambda one: "NOFORN" in one["caveats"]),
            (f"origin:*{post[1:]}", lambda one: post in plain(f"{one['origin']} {one['post']}")),
            (f"to:{post[0]}?{post[2:]}", lambda one: any(post in plain(name) for name in one["recipients"])),
            ("signed:rusell~", lambda one: "RUSSELL" in one["signed"]),
        ]
    )


def any_query(draw: random.Random, depth: int) -> tuple[str, Test]:
    """A query and what it means, made together."""
    if depth == 0 or draw.random() < 0.2:
        return word_query(draw) if draw.random() < 0.5 else field_query(draw)
    (left, one_test), (right, other_test) = any_query(draw, depth - 1), any_query(draw, depth - 1)
    kind = draw.randrange(5)
    if kind == 0:
        return f"({left}) OR ({right})", lambda one: one_test(one) or other_test(one)
    if kind == 1:
        return f"({left}) AND ({right})", lambda one: one_test(one) and other_test(one)
    if kind == 2:
        return f"({left}) ({right})", lambda one: one_test(one) and other_test(one)
    if kind == 3:
        return f"({left}) -({right})", lambda one: one_test(one) and not other_test(one)
    return f"NOT ({left})", lambda one: not one_test(one)


@pytest.mark.parametrize("seed", range(200))
def test_a_query_agrees_with_a_scan(seed: int) -> None:
    query, test = any_query(random.Random(seed), 3)
    assert found(query) == [number for number in sorted(DOCUMENTS) if test(DOCUMENTS[number])], query


@given(st.text("abc ", max_size=40), st.lists(st.sampled_from("abcd"), min_size=2, max_size=4), st.integers(0, 6))
@settings(max_examples=500, deadline=None)
def test_words_are_near_as_a_scan_finds_them(text: str, wanted: list[str], others: int) -> None:
    query = f'text:"{" ".join(wanted)}"~{others}'
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE search USING fts5(subject, text, facts)")
        connection.execute("INSERT INTO search VALUES (?, ?, '')", (" ".join(wanted), " ".join(text.split())))
        match = compile_query(query).match
        count = connection.execute("SELECT count(*) FROM search WHERE search MATCH ?", (match,)).fetchone()[0]
    assert bool(count) == are_near(text.split(), wanted, others)


class Many:
    """A vocabulary in which each pattern stands for so many words of its own."""

    def __init__(self, count: int) -> None:
        self.count = count

    def spellings(self, pattern: Pattern) -> Sequence[str]:
        return [f"{pattern.word.strip('bd*')}{number}" for number in range(self.count)]


def test_a_pattern_that_stands_for_too_many_words_is_refused_at_its_place() -> None:
    with pytest.raises(QueryError, match=r"^b\*d matches 1,025 words here, more than 1,024") as caught:
        compile_query("cod subject:b*d", vocabulary=Many(MOST_WORDS + 1))
    assert (caught.value.start, caught.value.end) == (12, 15)
    with pytest.raises(QueryError, match=r"matches 1,089 words"):
        compile_query("b*d-b*d", vocabulary=Many(33))
    with pytest.raises(QueryError, match=r"^b\*f matches 600 words here, 1,200 with those before it") as caught:
        compile_query("b*e AND signed:b*f", vocabulary=Many(600))
    assert (caught.value.start, caught.value.end) == (15, 18)


@pytest.mark.parametrize("around", ["{0}", "subject:({0})", "signed:({0})", "NOT ({0})"])
def test_the_widest_query_is_within_the_limits_of_fts5(around: str) -> None:
    query = around.format(" OR ".join(f"b*{chr(number)}d" for number in range(ord("e"), ord("u"))))
    rows(compile_query(query, vocabulary=Many(MOST_WORDS // 16)).match)
