"""What the accidents happen to: invented cables of every form, and real ones where they are at hand."""

from __future__ import annotations

import bz2
import gzip
import html
import json
import lzma
import sqlite3
from email.message import EmailMessage
from pathlib import Path

from invented import BARE, EXPORT, FRAGMENT, NOTICE, PLAIN_TELEGRAM, SECTION_2, SMART, TELEGRAM, TELEGRAM_2, page, row
from test_properties import LINES, TEXTS
from test_sources_packed import zipped

from cable_tui.cables import codec, parse

#: A folder of real cables beside the repository. None of them is kept here.
CORPUS = Path(__file__).parents[3] / "shared"
LONGEST = 60_000  # bytes of a real one: longer ones only take longer

DICTIONARY = [
    *LINES,
    *(line for text in (EXPORT, BARE, FRAGMENT, SECTION_2, SMART, TELEGRAM) for line in text.splitlines()),
    NOTICE,
    "PAGE 01",
    "UNCLASSIFIED",
    "NNNN",
    "BEGIN TEXT OF STATE 123",
    "END TEXT",
    "UNQUOTE",
    "Original Classification: SECRET",
]
MARKUP = [
    "<pre>", "</pre>", "<br />", "<p>", "</p>", "<table class='cable'>", "</table>", "<tr>", "<td>", "<th>", "</td>",
    "<h3>Viewing cable 09OSLO9001, X</h3>", "<!--", "-->", "<script>", "</script>", "&#x000A;", "&amp;", "&lt;", "&",
    "<", ">", "<dl>", "<dt>Document Number</dt>", "<dd>", "<span class='s_key'>", "<title>", "<![CDATA[", "<?", "'",
    '"', "<a href='", "</div>", "<div>", "&#0;", "&#xD800;", "&#x110000;",
]  # fmt: skip
JSON_SIGNS = [
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    '{"id":',
    "\\u0000",
    "\\ud800",
    "null",
    "[[[[",
    '"container": {',
    "1e999",
]
SQL_SIGNS = [
    "'", "''", "\\'", "(", ")", ",", ";", "--", "/*", "*/", "`", '"', "INSERT INTO c VALUES (", "COPY c FROM stdin;\n",
    "\\.\n", "\t", "\\N", "NULL", "replace(", "char(10)", "E'", "CREATE TABLE c (", "::text", "\n",
]  # fmt: skip
XML_SIGNS = [
    "<message>", "</message>", "<msgtext>", "</msgtext>", "<a>", "</a>", "<!ENTITY x 'y'>", "<!DOCTYPE a [", "]>",
    "&x;", "<![CDATA[", "]]>", "&#0;", "<body>", "</body>", "<p/>", "id='09OSLO1'", "<!--", "-->", "<?x?>", "&amp;",
]  # fmt: skip
MAIL_SIGNS = [
    "From a@b Tue Jan  1 00:00:00 2013\n", "\n\n", "Content-Type: multipart/mixed; boundary=x\n", "--x\n", "--x--\n",
    "Content-Transfer-Encoding: base64\n", "Content-Type: message/rfc822\n", "=?utf-8?q?=41?=", "=\n", ">From ",
    'Content-Disposition: attachment; filename="../a"\n', "Content-Type: text/html; charset=none\n",
]  # fmt: skip
ROW_PARTS = ['"', '","', "\\", '\\"', '""', "\n", "\r\n", ",", row(7), '"8","6/3/2009 12:00","09OSLO1"', "\0", "\\\\"]
ODD = [*"\0\u2028\x85\ufeff\ud800\u200b\u202e\u0301\f\v\x1c\t¶éİß²٣\U0001f41f", "\x1b[2J"]


def texts() -> list[str]:
    """Cables of every form as text."""
    return [*TEXTS, EXPORT, BARE, FRAGMENT, SMART, TELEGRAM, PLAIN_TELEGRAM, EXPORT + SECTION_2]


def exports() -> list[bytes]:
    """Text exports and bare transmissions, alone and several in a file."""
    own = [EXPORT, BARE, FRAGMENT, EXPORT + SECTION_2, EXPORT + BARE, BARE + EXPORT + BARE]
    return [text.encode() for text in own]


def telegrams() -> list[bytes]:
    """Telegrams of the 1970s, as text and as pages."""
    lines = TELEGRAM.replace("\n", "<br>\n")
    as_pages = [f"<html><body>{text}</body></html>" for text in (f"<pre>{TELEGRAM}</pre>", f"<p>{lines}</p>")]
    return [text.encode() for text in [TELEGRAM, PLAIN_TELEGRAM, TELEGRAM + TELEGRAM_2, *as_pages]]


def forms() -> list[bytes]:
    """The form-like layout of later releases."""
    return [SMART.encode(), (SMART + SMART.replace("9004", "9005")).encode(), SMART.replace("\n", "\r\n").encode()]


def tables() -> list[bytes]:
    """Rows of `cables.csv`."""
    rows = "".join(map(row, range(1, 6)))
    doubled = rows.replace('\\"', '""')
    return [rows.encode(), doubled.encode(), ("\ufeff" + rows).encode(), row(1, "", EXPORT).encode()]


def pages() -> list[bytes]:
    """Pages of Cablegate and of other sites."""
    table = "<table><tr><th>Document Number</th><td>1974OSLO09003</td></tr></table>"
    return [page().encode(), f"<html><body>{table}<pre>{BARE}</pre></body>".encode()]


def records() -> list[dict[str, object]]:
    """Three cables as records, one of them without a text."""
    plain: dict[str, object] = {
        "identifier": "09OSLO9002",
        "date": "2009-06-04",
        "origin": "Embassy Oslo",
        "body": BARE,
    }
    lost: dict[str, object] = {
        "document_number": "1974OSLO09003", "subject": "FISH", "draft_date": "12 JUL 1974", "locator": "ADS TEXT GONE",
    }  # fmt: skip
    own = codec.record(parse(EXPORT))
    return [plain, lost, own]


def json_files() -> list[bytes]:
    """JSON Lines, a list, and an object with a list in it."""
    lines = "\n".join(map(json.dumps, records()))
    return [text.encode() for text in (lines, json.dumps(records(), indent=1), json.dumps({"cables": records()[:2]}))]


def databases() -> list[bytes]:
    """A database with a table, a view, a trigger and a table that computes a column."""
    return [_database().serialize()]


def _database() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.executescript(
        "CREATE TABLE cable(id INTEGER PRIMARY KEY, refid TEXT, date TEXT, content TEXT, size AS (length(content)));"
        "CREATE VIEW shown AS SELECT * FROM cable; CREATE TABLE other(a);"
        "CREATE TRIGGER t AFTER INSERT ON other BEGIN DELETE FROM cable; END;"
    )
    rows = [("09OSLO9002", "2009-06-04", BARE), ("74OSLO9003", "1974-07-12", TELEGRAM)]
    made.executemany("INSERT INTO cable(refid, date, content) VALUES (?, ?, ?)", rows)
    made.commit()
    return made


def dumps() -> list[bytes]:
    """Dumps of three database systems."""
    mysql = BARE.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    own = "\n".join(line for line in _database().iterdump() if "TRIGGER" not in line)
    return [
        text.encode()
        for text in (
            own,
            "-- MySQL dump 10.13\nCREATE TABLE `c` (`id` int, `refid` text, `content` longtext, PRIMARY KEY (`id`));\n"
            f"INSERT INTO `c` VALUES (1,'09OSLO9002','{mysql}'),(2,'09OSLO9003','{mysql}');\n",
            "-- PostgreSQL database dump\nCOPY public.c (id, refid, content) FROM stdin;\n"
            f"1\t09OSLO9002\t{mysql}\n2\t\\N\t{mysql}\n\\.\n",
        )
    ]


def xml_files() -> list[bytes]:
    """An element for each message."""
    text = html.escape(PLAIN_TELEGRAM)
    first = f"<message><docnumber>1974OSLO09003</docnumber><msgtext>{text}</msgtext></message>"
    second = f"<message id='09OSLO9002'><head><origin>Embassy Oslo</origin></head><body><p>{text}</p></body></message>"
    return [f"<?xml version='1.0'?>\n<messages>{first}{second}</messages>".encode()]


def mails() -> list[bytes]:
    """A mail with a cable in it and one attached, and a box of two."""
    mail = EmailMessage()
    mail["From"], mail["Date"], mail["Subject"] = "a@example.org", "Tue, 1 Jan 2013 00:00:00 +0000", "Fwd: cable"
    mail.set_content(BARE, cte="quoted-printable")
    mail.add_attachment(TELEGRAM.encode(), maintype="text", subtype="plain", filename="t.txt")
    data, line = mail.as_bytes(), b"From a@example.org Tue Jan  1 00:00:00 2013\n"
    return [data, line + data + b"\n\n" + line + data]


def packed() -> list[bytes]:
    """Packed files and other encodings of all these."""
    plain = [EXPORT.encode(), page().encode(), row(1).encode(), TELEGRAM.encode()]
    folders = {f"{number}.txt": data.decode() for number, data in enumerate(plain)}
    return [
        *(pack(data) for pack in (gzip.compress, bz2.compress, lzma.compress) for data in plain),
        zipped(folders),
        gzip.compress(zipped(folders)),
        zipped({"a.zip": zipped(folders), "b": BARE}),
        *(EXPORT.encode(encoding) for encoding in ("utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8-sig")),
        row(1).encode("utf-16"),
        page().encode("utf-16"),
    ]


# --- real ones, where they are at hand


def real_texts() -> list[str]:
    """Those that are text."""
    return [data.decode("utf-8", "replace") for data in [*_real("corpus/txt"), *_real("corpus-1970s")]]


def real_exports() -> list[bytes]:
    """Text exports."""
    return _real("corpus/txt")


def real_telegrams() -> list[bytes]:
    """Telegrams of the 1970s."""
    return _real("corpus-1970s")


def real_pages() -> list[bytes]:
    """Pages of Cablegate."""
    return _real("corpus/html")


def _real(folder: str) -> list[bytes]:
    found = (path.read_bytes() for path in sorted((CORPUS / folder).glob("*")) if path.is_file())
    return [data for data in found if len(data) <= LONGEST]
