"""Texts under one number: which are one cable, what each is called, and that no order of files changes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from cable_tui.archive import Archive, Header, Limit
from cable_tui.archive.build.update import update
from cable_tui.archive.citations import links
from cable_tui.archive.documents import cables_among
from cable_tui.cables import parse

TEXT = """\
 LIMITED OFFICIAL USE

 PAGE 01        OSLO  00777{section}
                     ---------------------  {serial}
 R {dtg}Z NOV 76
 FM AMEMBASSY OSLO
 TO {to}
 LIMITED OFFICIAL USE{section_line} OSLO 777
 E.O. 11652: N/A
 TAGS: EFIS, NO
 SUBJECT: {subject}
{ref}
{body}
 VELMER
"""
BODY = """\
 1. ANA VELMER SOLD 47 BOATS TO THE HARBOR OF BERGEN, WHICH HAD ASKED FOR NONE OF THEM.

 2. OLE LUND SAYS THAT THE MINISTRY KNEW OF IT AND THAT NOBODY WILL SAY SO BEFORE CHRISTMAS.

 3. WE SHALL ASK AGAIN.
"""
NEXT = """\
 4. THE HARBOR OF BERGEN HAS SOLD THE BOATS TO STAVANGER.

 5. STAVANGER HAS ASKED WHAT A BOAT IS.
"""
_USUAL = {
    "section": "",
    "section_line": "",
    "serial": "054819",
    "dtg": "201431",
    "to": "SECSTATE WASHDC",
    "subject": "BOATS FOR BERGEN",
    "ref": "",
    "body": BODY,
}


def telegram(**changes: str) -> str:
    return TEXT.format(**(_USUAL | changes))


def section(number: int, body: str, serial: str, of: int = 2) -> str:
    line, head = f"  {number:02} OF {of:02}  201500Z", f" SECTION {number:02} OF {of:02}"
    return telegram(section=line, section_line=head, body=body, serial=serial)


def recorded(text: str) -> str:
    """A text as the archive keeps it, with its attributes."""
    facts = (
        "Document Number: 1976OSLO00777\nDraft Date: 20 NOV 1976\nFrom: OSLO\nTo: STATE\nSubject: BOATS FOR BERGEN\n"
    )
    return (
        f"Message Text\n\n{text}\n NNNN\n\n*** Current Classification *** UNCLASSIFIED\n\nMessage Attributes\n\n{facts}"
    )


def bodied(old: str, new: str) -> str:
    assert old in BODY
    return telegram(body=BODY.replace(old, new))


def wrapped(text: str, width: int) -> str:
    """The paragraphs of a text on lines of another width."""
    head, body = text.split(" 1. ")
    words, lines = ["1.", *body.split()], [""]
    for word in words:
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f" {word}"
    return head + "\n".join(lines)


FULL = telegram()
#: Other texts under the number, and whether they are the same cable.
ONE_OR_TWO = {
    "the same": (FULL, True),
    "redacted": (bodied("ANA VELMER", "XXXXXXXXXXXX"), True),
    "redacted by brackets": (bodied("OLE LUND SAYS THAT THE MINISTRY", "[text redacted by the review]"), True),
    "its subject redacted": (telegram(subject="BOATS FOR XXXXXXXX"), True),
    "a paragraph left out": (telegram(body=BODY.split(" 2.")[0] + " 3. WE SHALL ASK AGAIN.\n"), True),
    "cut": (telegram(body=BODY.split("\n\n 3.")[0]), True),
    "wrapped anew": (wrapped(FULL, 44), True),
    "in small letters": (telegram(body=BODY.lower()), True),
    "without empty lines": (telegram(body=BODY.replace("\n\n", "\n")), True),
    "with a page break": (bodied("\n\n 3.", "\n\n LIMITED OFFICIAL USE\n\n PAGE 02        OSLO  00777\n\n 3."), True),
    "reviewed": (bodied("OLE LUND SAYS", "[less than 1 line not declassified]"), True),
    "exempted": (bodied("ANA VELMER", "(b)(1)"), True),
    "misread": (bodied("BOATS TO", "B0ATS TO"), True),
    "its subject misread": (telegram(subject="B0ATS FOR BERGEN"), True),
    "misread and redacted": (bodied("ANA VELMER SOLD 47 BOATS", "XXXXXXXX XXXXXXXX SOLD 47 B0ATS"), True),
    "quoted as mail": ("".join(f"> {line}\n" for line in FULL.splitlines()), True),
    "with line numbers": ("".join(f"{at:4} {line}\n" for at, line in enumerate(FULL.splitlines(), 1)), True),
    "its beginning lost": (FULL[FULL.index(" FM ") :], True),
    "corrected": (FULL.replace(" E.O.", " C O R R E C T E D  C O P Y\n E.O."), True),
    "corrected in a word": (bodied("NOBODY", "SOMEBODY").replace(" E.O.", " C O R R E C T E D  C O P Y\n E.O."), False),
    "a letter for a digit": (bodied("47", "4B"), False),
    "another digit": (bodied("47", "48"), False),
    "another name": (bodied("OLE LUND", "OLE TANGVALD"), False),
    "another word": (bodied("BERGEN", "STAVANGER"), False),
    "another minute": (telegram(dtg="201432"), False),
    "another serial": (telegram(serial="054820"), False),
    "another addressee": (telegram(to="AMEMBASSY COPENHAGEN"), False),
    "one more addressee": (telegram(to="SECSTATE WASHDC\n     AMEMBASSY COPENHAGEN"), True),
    "no serial": (telegram().replace("---------------------  054819", "---------------------"), True),
    "another subject": (telegram(subject="BOATS FOR STAVANGER"), False),
    "another text": (telegram(body=NEXT), False),
}


@pytest.mark.parametrize(("text", "is_one"), ONE_OR_TWO.values(), ids=ONE_OR_TWO)
def test_what_is_one_cable(text: str, is_one: bool) -> None:
    both = [cables_among("76OSLO777", map(parse, texts)) for texts in ((FULL, text), (text, FULL))]
    assert [len(found) for found in both] == [1 if is_one else 2] * 2
    assert {cable.id for cable in both[0]} == {cable.id for cable in both[1]}


def test_a_redacted_copy_that_fits_to_two_telegrams_joins_them_not() -> None:
    texts = FULL, bodied("ANA VELMER", "EVA TANGVALD"), bodied("ANA VELMER", "XXXXXXXXXX")
    for order in permutations(texts):
        assert len(cables_among("76OSLO777", map(parse, order))) == 2


def listed(archive: Archive) -> list[Header]:
    return archive.headers(list(archive.whole().ids))


FILES = {
    "a.txt": FULL,
    "b.txt": bodied("ANA VELMER", "XXXXXXXXXXXX"),
    "c.txt": telegram(dtg="211500", subject="CALL ON THE KING"),
    "d.txt": bodied("47", "48"),
}


@pytest.mark.parametrize("order", list(permutations(FILES)), ids="-".join)
def test_the_order_of_files_changes_no_name(order: tuple[str, ...], tmp_path: Path) -> None:
    folder, whole = tmp_path / "one-by-one", tmp_path / "at-once"
    for place in (folder, whole):
        place.mkdir()
    for name in order:
        (whole / name).write_text(FILES[name])
    update(whole)
    for name in order:
        (folder / name).write_text(FILES[name])
        update(folder)
    with closing(Archive.open(folder)) as grown, closing(Archive.open(whole)) as built:
        assert [(one.id, one.source) for one in listed(grown)] == [(one.id, one.source) for one in listed(built)]
        assert len({one.id for one in listed(grown)}) == 3
        for header in listed(grown):
            assert grown.find(header.id) == header
            assert list(grown.view(Limit(f"id:{header.id}")).ids) == [header.doc_id]
        assert len(grown.view(Limit("id:76OSLO777"))) == 3
        (folder / "c.txt").unlink()
        (folder / "d.txt").unlink()
        update(folder)
        grown._orders.clear()
        assert [one.id for one in listed(grown)] == ["76OSLO777"]
        assert len(grown.view(Limit("id:76OSLO777"))) == 1


def test_a_name_stays_when_copies_and_other_telegrams_are_added(tmp_path: Path) -> None:
    folder = tmp_path / "growing"
    folder.mkdir()
    names: set[str] = set()
    later = [FILES["b.txt"], FILES["c.txt"], FULL, telegram(dtg="221500"), telegram(dtg="231500", body=NEXT)]
    for number, text in enumerate([*later, FULL + "\n\n"]):
        (folder / f"{number}.txt").write_text(text)
        update(folder)
        with closing(Archive.open(folder)) as archive:
            found = {header.id for header in listed(archive)}
            assert names <= found
            names = found if number else set()  # the first was alone, with the bare number
    assert len(names) == 4


def test_the_bare_number_and_an_older_name_lead_on(tmp_path: Path) -> None:
    folder = tmp_path / "named"
    folder.mkdir()
    (folder / "a.txt").write_text(FULL)
    (folder / "c.txt").write_text(FILES["c.txt"])
    citing = telegram(dtg="301200", ref=" REF: OSLO $\n").replace("777", "790").replace("$", "777")
    (folder / "citing.txt").write_text(citing)
    update(folder)
    with closing(Archive.open(folder)) as archive:
        shared = archive.shared_names()
        assert [header.id for header in archive.called("1976OSLO00777")] == shared
        assert [len(archive.called(name.upper())) for name in shared] == [1, 1]
        found = links(archive, "76OSLO790")
        assert [link.name for link in found.cites] == shared
        assert all(link.header for link in found.cites)
        assert [link.name for link in links(archive, shared[0]).cited_by] == ["76OSLO790"]
        assert not archive.missing("is:missing").numbers
    (folder / "c.txt").unlink()
    update(folder)
    with closing(Archive.open(folder)) as archive:
        assert sorted(len(archive.called(name)) for name in shared) == [0, 1]  # that of the one that is left


LAST = """\
 6. THE KING WAS ASKED WHOM HE WOULD SEND
 TO LILLEHAMMER.
"""
_THREE = [
    section(1, BODY, "054819", 3),
    section(2, NEXT + LAST, "054822", 3),
    section(3, " 7. NO ONE.\n\n 8. HE WENT HIMSELF.\n", "054825", 3),
]


@pytest.mark.parametrize("made", [str, recorded], ids=["text", "with attributes"])
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_all_that_sections_say_is_shown(order: tuple[int, ...], made: Callable[[str], str], tmp_path: Path) -> None:
    folder = tmp_path / "three"
    folder.mkdir()
    for number, place in enumerate(order):
        (folder / f"{number}.txt").write_text(made(_THREE[place]))
        update(folder)
        with closing(Archive.open(folder)) as archive:
            (header,) = listed(archive)
            cable = archive.cable(header.doc_id)
            told = [block for block in cable.paragraphs if block.number]
            said = " ".join(block.text for block in cable.paragraphs)
            words = ["ASK AGAIN", "LILLEHAMMER", "HIMSELF"]
            places = [said.find(words[at]) for at in sorted(order[: number + 1])]
            assert places == sorted(places)
            assert -1 not in places
            assert header.id == "76OSLO777"
    assert [block.number for block in told] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert " ".join(told[5].text.split()) == "THE KING WAS ASKED WHOM HE WOULD SEND TO LILLEHAMMER."
    assert all("Current" not in block.text and "NNNN" not in block.text for block in told)


def test_sections_of_telegrams_that_are_alike_go_by_their_station_serials() -> None:
    other = BODY.replace("47", "48"), NEXT.replace("BERGEN", "TROMSO")
    texts = [
        *(section(1, BODY, "054819"), section(2, NEXT, "054822")),
        *(section(1, other[0], "061000"), section(2, other[1], "061003")),
    ]
    for order in permutations(texts):
        found = cables_among("76OSLO777", map(parse, order))
        assert {("48 BOATS" in cable.text, "TROMSO" in cable.text) for cable in found} == {(False, False), (True, True)}
        assert len({cable.id for cable in found}) == 2


def test_sections_of_which_nothing_tells_whose_they_are_stay_apart() -> None:
    texts = [
        *(section(1, BODY, ""), section(2, NEXT, "")),
        *(section(1, BODY.replace("47", "48"), ""), section(2, NEXT.replace("BERGEN", "TROMSO"), "")),
    ]
    for order in permutations(texts):
        assert len(cables_among("76OSLO777", map(parse, order))) == 4


SECTIONS = {"x.txt": section(2, NEXT, "054900"), "y.txt": section(1, BODY, "054819")}


@pytest.mark.parametrize("order", list(permutations(SECTIONS)), ids="-".join)
def test_sections_in_several_files_are_one_cable_in_order(order: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "sections"
    folder.mkdir()
    for name in order:
        (folder / name).write_text(SECTIONS[name])
        update(folder)
    with closing(Archive.open(folder)) as archive:
        (header,) = listed(archive)
        cable = archive.cable(header.doc_id)
        assert header.id == "76OSLO777"
        assert [block.number for block in cable.paragraphs if block.number] == [1, 2, 3, 4, 5]
        assert [len(archive.view(Limit(word))) for word in ("christmas", "stavanger")] == [1, 1]
    (folder / "x.txt").unlink()
    update(folder)
    with closing(Archive.open(folder)) as archive:
        (header,) = listed(archive)
        assert [len(archive.view(Limit(word))) for word in ("christmas", "stavanger")] == [1, 0]
        assert [block.number for block in archive.cable(header.doc_id).paragraphs if block.number] == [1, 2, 3]
