"""Garbled signs are mended where it is certain what they were, and stay where it is not."""

from __future__ import annotations

import pytest
from support import cable, texts


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("a &hard-core8 opposition", 'a "hard-core" opposition'),
        ("the &old.8 And then", 'the "old." And then'),
        ("(&train a grande vitesse or TGV8) from", '("train a grande vitesse or TGV") from'),
        ("&The &new8 policy8 of", '"The "new" policy" of'),
        ("&as it\nwas8 in May", '"as it was" in May'),
        ("Resolution 1718 and AT&T8 lines", "Resolution 1718 and AT&T8 lines"),
        ("R&D in the F8 and cod & herring", "R&D in the F8 and cod & herring"),
        ("&an open quotation", "&an open quotation"),
        ("the President,s own", "the President's own"),
        ("ISAF,s part, and the Navy,s", "ISAF's part, and the Navy's"),
        ("THE MINISTER,S NETS", "THE MINISTER'S NETS"),
        ("they don,t and we,re late", "they don't and we're late"),
        ("cod,salmon and hake,too", "cod,salmon and hake,too"),
        ("boxes A,s and B", "boxes A,s and B"),
        ("&quot;No&quot; &amp; &#39;yes&#39;", "\"No\" & 'yes'"),
        ("&amp;quot;No&amp;quot;", '"No"'),
        ("fish &herring; nets", "fish &herring; nets"),
        ("gov\xadern\u200bment", "government"),
        ("gov\xad\nernment", "government"),
        ("two\u202fwords", "two words"),
        ("Was it 9? 10. No.", "Was it 9? 10. No."),
        ("The Boe3kel plan is a 3 1 one", "The Boe3kel plan is a 3 1 one"),
    ],
)
def test_a_sign(printed: str, shown: str) -> None:
    assert texts(cable(f"¶1. (C) {printed}"))[0] == shown


@pytest.mark.parametrize("sign", ["?", "§", "\ufffd", "Â¶", "&para;", "¬∂", "??", "¿"])
def test_a_stand_in_for_the_pilcrow(sign: str) -> None:
    read = cable(f"{sign}1. (C) On October\n{sign}6 it was {sign[:0]}late.\n\n{sign}2. (C) Really? Yes.")
    assert [block.number for block in read.paragraphs if block.number] == [1, 2]
    assert texts(read)[1] == "Really? Yes."
