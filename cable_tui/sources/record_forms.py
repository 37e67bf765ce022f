"""Detects files of records by their beginning: JSON, SQL dumps, XML, mails."""

from __future__ import annotations

import re

from cable_tui.sources.raw import Form

_ROWS = r"(?:INSERT INTO|CREATE TABLE|COPY [^\n]* FROM stdin)\b"
_DUMP = r"(?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin SQL) dump"
_STATEMENT = r"(?:SET|PRAGMA|BEGIN|START|DROP|USE|LOCK|CREATE|INSERT|COPY)\b[^\n]*\n"
_HTML = "html|head|body|table|pre|div|h[1-6]|p|span|a|center|font|ul|ol|dl|br"
_FIELD = r"[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*"
_OF_MAIL = "MIME-Version|Message-ID|Received|Return-Path|Delivered-To|Content-Type|X-Mailer"
_FROM_SOMEBODY = r"From:[^\n]*@[^\n]*\n(?:[ \t][^\n]*\n)*(?:To|Date|Subject|Cc)"

RECORD_FORMS = (
    (Form.JSON, re.compile(r"\s*(?:\[\s*)?\{\s*\"")),
    (
        Form.SQL,
        re.compile(
            rf"\s*(?:(?:--[^\n]*\n\s*|/\*|{_STATEMENT})(?s:.*?)(?:^{_ROWS}|{_DUMP})|{_ROWS}|-- {_DUMP})", re.M | re.I
        ),
    ),
    (
        Form.XML,
        re.compile(
            r"(?=\s*<[a-z?])(?!(?s:.*?)<(?:!DOCTYPE\s+html|html)\b)\s*(?:<\?xml\b(?s:.*?)<[a-z]"
            rf"|<(?!(?:{_HTML})\b)[a-z][\w.:-]*[^<>]*>(?s:.*?)<(?:msgtext|message_?text|body|text|content)\b)",
            re.I,
        ),
    ),
    (
        Form.MAIL,
        re.compile(
            r"(?:From \S[^\n]{0,200}\d{4}[^\n]{0,20}\n)?(?=[!-9;-~]+:)"
            rf"(?:{_FIELD})*?(?:(?:{_OF_MAIL}):|{_FROM_SOMEBODY}:)",
            re.I,
        ),
    ),
)
"""Forms with patterns for their first bytes, none of which matches the beginning of a cable."""
