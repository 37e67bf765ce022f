"""Decides which of several texts with one number are listed, and under which names.

Each number with several texts is decided again from all its texts, so that adding files one by one gives the same
result as building from all of them at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from cable_tui.archive import fulltext
from cable_tui.archive.documents import header_document, joined, read_words, words_document
from cable_tui.archive.identity import Copy, Group, grouped
from cable_tui.archive.schema import CABLES, SHARED, TEXTS
from cable_tui.cables.references.posts import split_name
from cable_tui.store import RowDB

_ID = "json_extract(doc, '$.id')"
_SEVERAL = f"""SELECT {_ID} AS id FROM cables WHERE {_ID} IN (SELECT value FROM json_each(?)) GROUP BY id
    HAVING count(*) > 1 OR max(json_extract(doc, '$.copy_of')) IS NOT NULL"""
_SHARED = f"SELECT {_ID} FROM cables WHERE {SHARED}"
#: The rows with a number, with and without letters after it.
ROWS = f"""SELECT doc_id FROM cables WHERE {_ID} = :number
    UNION ALL SELECT doc_id FROM cables WHERE {_ID} > :number || '-' AND {_ID} < :number || '.'"""

_Document = dict[str, Any]
_OF_ONE = ("copy_of", "parts", "shared")
_OF_ROW = ("id", "key", "form", "source_id", "text", *_OF_ONE)


class Naming:
    """Assigns names and listed rows in an open cache; for its one writer, within a transaction."""

    def __init__(self, db: RowDB) -> None:
        self._connection = db.storage.connection
        self._cables, self._texts = db.rows(CABLES), db.rows(TEXTS)
        self._shared: set[str] | None = None
        self._joined: list[fulltext.Columns] = []

    def settle(self) -> None:
        """Call after each transaction: changes to shared numbers may have been rolled back."""
        self._shared = None
        self._joined.clear()

    def take_joined(self) -> list[fulltext.Columns]:
        """The words of the cables whose text has changed since the last call."""
        joined, self._joined = self._joined, []
        return joined

    def choose(self, names: Iterable[str]) -> None:
        """Decides, for the numbers of these names, which rows are one cable, and names it."""
        numbers = {split_name(name)[0] for name in names}
        several = {name for (name,) in self._connection.execute(_SEVERAL, (json.dumps(sorted(numbers)),))}
        for number in sorted(several | numbers & self._shared_numbers()):
            self._decide(number)

    def take_apart(self, names: Iterable[str]) -> None:
        """Gives cables assembled from sections their own text back, as some sections are about to be removed."""
        for number in sorted({split_name(name)[0] for name in names}):
            for doc_id, document in self._rows(number).items():
                if "parts" in document:
                    self._keep(doc_id, document, {name: document[name] for name in document.keys() - {"parts"}})

    def _shared_numbers(self) -> set[str]:
        if self._shared is None:
            self._shared = {split_name(name)[0] for (name,) in self._connection.execute(_SHARED)}
        return self._shared

    def _rows(self, number: str) -> dict[int, _Document]:
        found = self._connection.execute(ROWS, {"number": number}).fetchall()
        return {row.doc_id: dict(row) for row in self._cables.get(doc_ids=[doc_id for (doc_id,) in found])}

    def _decide(self, number: str) -> None:
        documents = self._rows(number)
        copies = {self._copy(document): doc_id for doc_id, document in documents.items()}
        groups = grouped(number, copies)
        if len(groups) > 1:
            self._shared_numbers().add(number)
        for group in groups:
            self._keep_group(group, copies, documents, is_shared=len(groups) > 1)

    def _copy(self, document: _Document) -> Copy:
        text = self._text([document["text"]])
        read = partial(words_document, text)
        return Copy(text["text"], document["date"], document["source"], document["position"], read)

    def _keep_group(
        self, group: Group, rows: dict[Copy, int], documents: dict[int, _Document], *, is_shared: bool
    ) -> None:
        parts = [rows[part] for part in group.parts]
        for copy in group.copies:
            doc_id = rows[copy]
            before = documents[doc_id]
            after = {name: value for name, value in before.items() if name not in _OF_ONE} | {"id": group.name}
            after["key"] = before["key"].partition("-")[0] + group.name.removeprefix(split_name(group.name)[0])
            if is_shared:
                after["shared"] = True
            if doc_id != parts[0]:
                after["copy_of"] = parts[0]
            elif len(parts) > 1:
                after["parts"] = [documents[part]["text"] for part in parts]
            self._keep(doc_id, before, after)

    def _keep(self, doc_id: int, before: _Document, after: _Document) -> None:
        """Stores a row, and its words if they change."""
        has_new_text = before.get("parts") != after.get("parts")
        if before["id"] == after["id"] and not has_new_text:
            if {**before, "copy_of": before.get("copy_of")} != {**after, "copy_of": after.get("copy_of")}:
                self._cables.put({doc_id: after})
            return
        fulltext.remove(self._connection, [(doc_id, self._words(before))])
        if has_new_text:
            after = self._header(after)
        self._cables.put({doc_id: after})
        words = self._words(after)
        fulltext.add(self._connection, [(doc_id, words)])
        if has_new_text:
            self._joined.append(words)

    def _header(self, document: _Document) -> _Document:
        """The document of a row whose text has changed."""
        cable = words_document(self._text(document.get("parts") or [document["text"]]))
        kept = {
            name: document[name] for name in ("id", "key", "form", "source_id", "text", *_OF_ONE) if name in document
        }
        return header_document(cable, document["source"], document["position"]) | kept

    def _words(self, document: _Document) -> fulltext.Columns:
        return read_words(self._text(document.get("parts") or [document["text"]]), document["id"])

    def _text(self, text_ids: list[int]) -> _Document:
        found = {text.doc_id: dict(text) for text in self._texts.get(doc_ids=text_ids)}
        return joined([found[text_id] for text_id in text_ids if text_id in found])
