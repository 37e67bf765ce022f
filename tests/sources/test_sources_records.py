"""Records: cables in JSON, databases, dumps, XML and mails, each read with its fields and its text."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest
from invented import BARE, EXPORT, FRAGMENT, PLAIN_TELEGRAM, SMART, TELEGRAM, cables, kinds, results, results_of

from cable_tui.cables import Cable, parse
from cable_tui.cables.codec import record
from cable_tui.cables.model import Container
from cable_tui.sources import Form, Problem, RawCable, Skipped

SECOND = BARE.replace("9002", "9003").replace("COD", "HERRING")
IDS = ["09OSLO9002", "09OSLO9003"]
FIELDS = {"date": "2009-06-04 12:00:00", "origin": "Embassy Oslo", "classification": "CONFIDENTIAL", "subject": "COD"}
CONTAINER = Container(IDS[0], date(2009, 6, 4), "CONFIDENTIAL", "Embassy Oslo", "COD")


def rows() -> list[dict[str, str]]:
    return [{"identifier": name, **FIELDS, "body": text} for name, text in zip(IDS, (BARE, SECOND), strict=True)]


def as_lines() -> str:
    return "".join(json.dumps(row) + "\n" for row in rows())


def database() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.executescript(
        "CREATE TABLE cable(id INTEGER PRIMARY KEY, identifier, date, origin, classification, subject, body TEXT);"
        "CREATE VIEW shown AS SELECT * FROM cable;"
    )
    for row in rows():
        made.execute(f"INSERT INTO cable({', '.join(row)}) VALUES (?, ?, ?, ?, ?, ?)", list(row.values()))
    made.commit()
    return made


def as_database() -> bytes:
    return database().serialize()


def as_dump() -> str:
    return "\n".join(database().iterdump())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def as_mysql() -> str:
    values = ",".join(f"({n},{','.join(map(_quoted, row.values()))},NULL)" for n, row in enumerate(rows(), 1))
    columns = "".join(f"  `{name}` longtext COMMENT 'a, b) c',\n" for name in rows()[0])
    return (
        "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `cable`;\n"
        f"CREATE TABLE `cable` (\n  `nr` int(11) NOT NULL,\n{columns}  `gone` varchar(3),\n  PRIMARY KEY (`nr`)\n);\n"
        f"INSERT INTO `cable` VALUES {values};\nUNLOCK TABLES;\n"
    )


def as_postgres() -> str:
    escapes = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t"})
    lines = "".join("\t".join(value.translate(escapes) for value in row.values()) + "\n" for row in rows())
    names = ", ".join(rows()[0])
    return f"--\n-- PostgreSQL database dump\n--\nCOPY public.c ({names}) FROM stdin;\n{lines}\\.\n\nSELECT 1;\n"


def as_xml() -> str:
    parts = ("".join(f"<{name}>{escape(value)}</{name}>" for name, value in row.items()) for row in rows())
    return "<?xml version='1.0'?>\n<cables>" + "".join(f"<cable>{part}</cable>\n" for part in parts) + "</cables>\n"


RECORDS: dict[str, tuple[Callable[[], str | bytes], Form]] = {
    "json lines": (as_lines, Form.JSON),
    "json list": (lambda: json.dumps(rows(), indent=2), Form.JSON),
    "json object around a list": (lambda: json.dumps({"total": 2, "cables": rows()}), Form.JSON),
    "json of a search engine": (
        lambda: json.dumps({"took": 3, "hits": {"hits": [{"_id": "1", "_source": row} for row in rows()]}}),
        Form.JSON,
    ),
    "json with objects in a record": (
        lambda: json.dumps([{**row, "sub": {"a": [1, {"b": "2"}]}} for row in rows()]),
        Form.JSON,
    ),
    "sqlite": (as_database, Form.SQLITE),
    "sqlite dump": (as_dump, Form.SQL),
    "mysql dump": (as_mysql, Form.SQL),
    "postgresql dump": (as_postgres, Form.SQL),
    "xml": (as_xml, Form.XML),
    "xml with attributes": (lambda: as_xml().replace("<cable><identifier>", "<cable nr='1'><identifier>"), Form.XML),
}


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress], ids=["plain", "gz", "bz2", "xz"])
def test_records_are_cables(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    made, form = RECORDS[name]
    data = made()
    found = cables(results_of(tmp_path, pack(data.encode() if isinstance(data, str) else data)))
    assert [cable.text.strip() for cable in found] == [BARE.strip(), SECOND.strip()]
    assert {cable.form for cable in found} == {form}
    container = found[0].container
    assert container
    assert (container.id, container.date, container.classification) == (IDS[0], CONTAINER.date, "CONFIDENTIAL")
    assert (container.origin, container.subject) == ("Embassy Oslo", "COD")
    assert [parse(cable.text, cable.container).id for cable in found] == IDS


@pytest.mark.parametrize(
    ("names", "field"),
    [
        ("id identifier reference_id canonical_id document_number MRN refid", "id"),
        ("date created date_sent Created", "date"),
        ("origin office from", "origin"),
        ("classification Classification original_classification", "classification"),
        ("subject title", "subject"),
    ],
)
def test_the_usual_names_of_a_field(tmp_path: Path, names: str, field: str) -> None:
    usual = {"id": IDS[0], "date": "2009-06-04", "origin": "Embassy Oslo", "classification": "SECRET", "subject": "COD"}
    for name in names.split():
        row = {key: value for key, value in usual.items() if key != field} | {name: usual[field], "text": BARE}
        (cable,) = cables(results_of(tmp_path, json.dumps(row)))
        assert cable.container
        assert str(getattr(cable.container, field)) == usual[field], name


@pytest.mark.parametrize("name", ["body", "text", "content", "msgtext", "Body"])
def test_the_usual_names_of_a_text(tmp_path: Path, name: str) -> None:
    (cable,) = cables(results_of(tmp_path, json.dumps({"id": 7, "header": "", name: BARE})))
    assert cable.text == BARE


def test_a_record_without_a_text_is_a_cable_with_the_reason(tmp_path: Path) -> None:
    row = {"document_number": "1974OSLO09003", "subject": "FISH", "draft_date": "12 JUL 1974", "tags": ["PFOR", "NO"]}
    row |= {"to": "STATE", "locator": "ADS TEXT UNRETRIEVABLE", "film_number": "D740001-0002"}
    (raw,) = cables(results_of(tmp_path, json.dumps(row)))
    cable = parse(raw.text, raw.container)
    assert (cable.id, cable.subject, cable.tags) == ("74OSLO9003", "FISH", ("PFOR", "NO"))
    assert cable.without_text == "ADS TEXT UNRETRIEVABLE"


@pytest.mark.parametrize("text", [EXPORT, BARE, TELEGRAM, SMART, FRAGMENT, PLAIN_TELEGRAM])
def test_what_is_exported_is_opened_again(tmp_path: Path, text: str) -> None:
    cable = parse(text)
    (raw,) = cables(results_of(tmp_path, json.dumps(record(cable)) + "\n"))
    assert parse(raw.text, raw.container) == cable


def test_the_samples_exported_are_opened_again(tmp_path: Path) -> None:
    def read_in(archive: Path) -> list[Cable]:
        return [parse(item.text, item.container) for item in results(archive) if isinstance(item, RawCable)]

    before = read_in(Path(__file__).parents[2] / "sample_cables")
    file = tmp_path / "cables.jsonl"
    file.write_text("".join(json.dumps(record(cable)) + "\n" for cable in before))
    assert len(before) > 5
    assert read_in(file) == before


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (as_lines() + "{broken}\n" + as_lines(), ["RawCable"] * 2 + ["Problem"] + ["RawCable"] * 2),
        (as_lines() + '{"a": 1}\n', ["RawCable"] * 2 + ["Skipped"]),
        ('{"a": "' + "x" * (17 << 20) + '"}\n' + as_lines(), ["Problem"] + ["RawCable"] * 2),
        (json.dumps(rows())[:-40], ["RawCable", "Problem"]),
        (as_xml()[:-40], ["RawCable", "Problem"]),
        (as_xml().replace("<cables>", "<!DOCTYPE cables [<!ENTITY a 'b'>]><cables>"), ["Problem"]),
        ("<?xml version='1.0'?>" + "<a>" * 5000, ["Problem"]),
        (as_mysql().replace(",NULL)", ")", 1), ["Problem", "RawCable"]),
        (as_mysql()[:-60], ["RawCable", "Problem"]),
        (as_database()[:4096], ["Problem"]),
        (as_database()[:100] + b"\xff" * 9000, ["Problem"]),
        ('[{"a": 1}, {"b": 2}]', ["Skipped"]),
        ('{"a": ' + "[" * 100_000, ["Problem"]),
    ],
)
def test_a_damaged_record_is_named_and_the_others_are_read(
    tmp_path: Path, data: str | bytes, expected: list[str]
) -> None:
    assert kinds(results_of(tmp_path, data)) == expected


def test_nothing_that_a_database_defines_is_run(tmp_path: Path) -> None:
    made = database()
    made.executescript(
        "CREATE VIRTUAL TABLE words USING fts5(body); INSERT INTO words SELECT body FROM cable;"
        "CREATE TABLE made(a, id AS ('09OSLO' || a), body AS (upper(hex(zeroblob(100000)))));"
        "INSERT INTO made(a) VALUES (1);"
    )
    made.commit()
    found = results_of(tmp_path, made.serialize())
    assert [item.text for item in found if isinstance(item, RawCable)] == [BARE, SECOND]
    assert not [item for item in found if isinstance(item, Problem)]


def test_a_dump_is_read_and_never_run(tmp_path: Path) -> None:
    target = tmp_path / "made"
    statement = f"ATTACH DATABASE '{target}' AS x; CREATE TABLE x.t(a); DROP TABLE cable;\n"
    assert len(cables(results_of(tmp_path, as_dump() + "\n" + statement))) == 2
    assert not target.exists()


# --- mails


def mail() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "SECSTATE <a@example.org>", "b@example.org"
    made["Date"], made["Subject"] = "Tue, 1 Jan 2013 00:00:00 +0000", "SECRET: 08PARIS1"
    made.set_content(BARE, cte="quoted-printable")
    made.add_attachment(TELEGRAM.encode(), maintype="text", subtype="plain", filename="t.txt")
    made.add_attachment(gzip.compress(EXPORT.encode()), maintype="application", subtype="gzip", filename="x.gz")
    return made


LINE = b"From a@example.org Tue Jan  1 00:00:00 2013\n"


@pytest.mark.parametrize(
    ("data", "paths"),
    [
        (mail().as_bytes(), ["m", "m!t.txt", "m!x.gz"]),
        (
            LINE + mail().as_bytes() + b"\n" + LINE + mail().as_bytes(),
            ["m!1", "m!1!t.txt", "m!1!x.gz", "m!2", "m!2!t.txt"],
        ),
        (mail().as_bytes().replace(b"\n", b"\r\n"), ["m", "m!t.txt", "m!x.gz"]),
    ],
)
def test_the_cables_of_mails(tmp_path: Path, data: bytes, paths: list[str]) -> None:
    found = cables(results_of(tmp_path, data, "m"))
    assert [cable.path for cable in found][: len(paths)] == paths
    assert [parse(cable.text).id for cable in found[:3]] == ["09OSLO9002", "74OSLO9003", "09OSLO9001"]


def test_a_mail_in_another_encoding(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"], made["Date"], made["Subject"] = "a@example.org", "Tue, 1 Jan 2013 00:00:00 +0000", "cod"
    made.set_content(BARE.replace("Tangvald", "Ås"), charset="iso-8859-1")
    (cable,) = cables(results_of(tmp_path, made.as_bytes()))
    assert "Ole Ås disagreed" in cable.text


def test_a_box_without_cables(tmp_path: Path) -> None:
    (skipped,) = results_of(tmp_path, LINE + b"From: a@example.org\nSubject: hi\n\nLunch?\n")
    assert isinstance(skipped, Skipped)


# --- pages of the public library


def synopsis(**changed: str) -> str:
    said = {
        "Date": "2010 February 26, 11:30 (Friday)",
        "Canonical ID": "10OSLO9006_a",
        "Original Classification": "CONFIDENTIAL",
        "Current Classification": "UNCLASSIFIED",
        "TAGS": "NO - Norway | EFIS - Fisheries",
        "From": "Norway Oslo",
        "To": "Department of State | Secretary of State",
        "Locator": "TEXT ON MICROFILM",
    }
    cells = (
        f'<td><div class="s_key">{name}:</div><div class="s_val">{value}</div></td>'
        for name, value in (said | {name.replace("_", " "): value for name, value in changed.items()}).items()
    )
    return f'<table id="synopsis"><tr>{"</tr><tr>".join(cells)}</tr></table>'


@pytest.mark.parametrize("text", ["C O N F I D E N T I A L OSLO 009006\n\nSUBJECT: COD\n\n1. (C) Cod.\n", ""])
@pytest.mark.parametrize("filling", ["", "<p>x</p>" * 2000], ids=["small", "large"])
def test_a_page_of_the_public_library(tmp_path: Path, text: str, filling: str) -> None:
    page = f"<html><body>{filling}{synopsis()}<pre>{text}</pre></body></html>"
    (raw,) = cables(results_of(tmp_path, page))
    cable = parse(raw.text, raw.container)
    assert (cable.id, cable.origin, cable.date_is_exact) == ("10OSLO9006", "Embassy Oslo", True)
    assert cable.date == datetime(2010, 2, 26, 11, 30, tzinfo=UTC)
    assert [recipient.name for recipient in cable.to] == ["Department of State", "Secretary of State"]
    assert (cable.tags, str(cable.classification)) == (("NO", "EFIS"), "CONFIDENTIAL")
    assert bool(cable.without_text) is not bool(text)
