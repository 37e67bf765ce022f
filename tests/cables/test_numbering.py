"""Which numbers begin a paragraph: what is printed, and the numbers that a reader would cite."""

import pytest
from support import cable, markings, numbered, numbers


def paragraphs(body: str, **parts: str) -> list[tuple[int | None, str]]:
    return [(block.number, block.text) for block in numbered(cable(body, **parts))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "¶1. (SBU) The talks.\n\n¶2. (SBU) Growth, with an economic recovery beginning in \n"
            "¶2010.   While the success is partly due to fish.\n\n¶3. (SBU) The end.",
            [
                (1, "The talks."),
                (2, "Growth, with an economic recovery beginning in 2010. While the success is partly due to fish."),
                (3, "The end."),
            ],
            id="year-in-a-sentence-09ASTANA1103",
        ),
        pytest.param(
            "¶1. THE HARVEST COVERED 40,000 HECTARES IN \n¶1997.  AS A RESULT THE PRICE FELL.\n\n¶2. THE END.",
            [
                (1, "THE HARVEST COVERED 40,000 HECTARES IN 1997. AS A RESULT THE PRICE FELL."),
                (2, "THE END."),
            ],
            id="four-digits",
        ),
        pytest.param(
            "¶1. (C) Summary: The minister goes to the White House on October \n¶6.  END SUMMARY.\n\n¶2. (C) More.",
            [(1, "Summary: The minister goes to the White House on October 6. END SUMMARY."), (2, "More.")],
            id="day-behind-a-month",
        ),
        pytest.param(
            "¶23. (C) He left.\n\n¶24. (C) They met on February \n¶25. Privately, Deputy Ost called it fair.\n\n"
            "¶26. (C) More.",
            [
                (23, "He left."),
                (24, "They met on February 25. Privately, Deputy Ost called it fair."),
                (26, "More."),
            ],
            id="day-that-is-the-next-number",
        ),
        pytest.param(
            "¶4. FOUR.\n\n¶5. FIVE.\n\n¶6. TEXT OF SIX.\n\n¶6. FINALLY, THE COD.\n\n¶7. SEVEN.",
            [(4, "FOUR."), (5, "FIVE."), (6, "TEXT OF SIX."), (6, "FINALLY, THE COD."), (7, "SEVEN.")],
            id="number-used-twice-79TEHRAN8980",
        ),
        pytest.param(
            "¶5. (C) Five.\n\n¶6. (C) Six.\n\n¶6. (C) Finally, the cod.\n\n¶7. (C) Seven.",
            [(5, "Five."), (6, "Six."), (6, "Finally, the cod."), (7, "Seven.")],
            id="number-used-twice-marked",
        ),
        pytest.param(
            "¶3. (C) Three.\n\n¶4. (C) Four.\n\n¶6. (C) Six.",
            [(3, "Three."), (4, "Four."), (6, "Six.")],
            id="number-left-out",
        ),
        pytest.param(
            "¶1. (C) One.\n\n¶2. (C) Two names the number\n25. (C) of the list.\n\n¶3. (C) Three.",
            [(1, "One."), (2, "Two names the number 25. (C) of the list."), (3, "Three.")],
            id="marked-number-far-ahead",
        ),
        pytest.param(
            "¶1. ONE.\n\n¶2. TWO.\n\n¶4. FOUR HAS NO MARKING.\n\n¶5. FIVE.",
            [(1, "ONE."), (2, "TWO."), (4, "FOUR HAS NO MARKING."), (5, "FIVE.")],
            id="number-left-out-unmarked",
        ),
        pytest.param(
            "¶1. (U) One.\n\n¶2. (U) Two.\n\n¶3. (C) Prices: \n¶1. Increase of the cod. \n¶2. Cancel the herring.\n\n"
            "¶4. (C) Four.",
            [
                (1, "One."),
                (2, "Two."),
                (3, "Prices:\n1. Increase of the cod.\n2. Cancel the herring."),
                (4, "Four."),
            ],
            id="list-in-a-paragraph",
        ),
        pytest.param(
            "¶1. One.\n\n¶2. The steps are:\n\n¶1. Catch.\n\n¶2. Sell.\n\n¶3. Eat.\n\n¶3. Three.\n\n¶4. Four.",
            None,
            id="list-in-unmarked-paragraphs",
        ),
        pytest.param(
            "¶9. (C) Nine.\n\n¶10. C) Both leaders met.\n\n¶11. (C) Eleven.",
            [(9, "Nine."), (10, "Both leaders met."), (11, "Eleven.")],
            id="marking-not-opened",
        ),
        pytest.param(
            "1.(SBU) This is glued.\n\n2 . (SBU) This is apart.\n\n3) (SBU) This is round.\n\n4 (SBU) This has none.",
            [(1, "This is glued."), (2, "This is apart."), (3, "This is round."), (4, "This has none.")],
            id="forms-of-the-number",
        ),
        pytest.param(
            "(U) 1. This one.\n\n(C) 2. That one.",
            [(1, "This one."), (2, "That one.")],
            id="marking-before-the-number",
        ),
        pytest.param(
            "¶1. (C) The rate of the bank for the long loans of the fishers fell to\n3.5 percent, and when the market"
            " closed on Tuesday afternoon at\n12:30 it was at the lowest in all of these years, that is at\n"
            "1.4 percent.\n\n¶2. (C) More.",
            [
                (
                    1,
                    "The rate of the bank for the long loans of the fishers fell to 3.5 percent, and when the market"
                    " closed on Tuesday afternoon at 12:30 it was at the lowest in all of these years, that is at"
                    " 1.4 percent.",
                ),
                (2, "More."),
            ],
            id="digit-behind-the-point",
        ),
        pytest.param(
            "¶1. (U) A.\n\n¶2. (C) The parties to the fishery treaty agreed under resolution\n3. that all of them"
            " shall be bound by what is said in the para\n2. above, by what is said in their treaty, and in article\n"
            "3. of the older treaty.\n\n¶3. (C) B.",
            [
                (1, "A."),
                (
                    2,
                    "The parties to the fishery treaty agreed under resolution 3. that all of them shall be bound by"
                    " what is said in the para 2. above, by what is said in their treaty, and in article 3. of the"
                    " older treaty.",
                ),
                (3, "B."),
            ],
            id="word-that-wants-a-number",
        ),
        pytest.param(
            "¶1. (C) The last word is\n\n¶2. (C) another.",
            [(1, "The last word is"), (2, "another.")],
            id="marking-behind-an-unfinished-line",
        ),
        pytest.param(
            "¶1. FIRST SENTENCE.\n2. SECOND DIRECTLY BELOW.\n3. THIRD.",
            [(1, "FIRST SENTENCE."), (2, "SECOND DIRECTLY BELOW."), (3, "THIRD.")],
            id="no-blank-lines",
        ),
        pytest.param(
            "¶1. Lead Stories\n¶2. (Fish) Talks\n¶3. Cod\n\n¶1. Lead Stories\n\nAll of them.\n\n¶2. (Fish) Talks\n\n"
            "They go on.\n\n¶3. Cod\n\nGone.",
            [(1, "Lead Stories"), (2, "(Fish) Talks"), (3, "Cod")],
            id="list-of-contents-09BERLIN1626",
        ),
        pytest.param(
            "¶1. SUMMARY\n\n¶3. The cod... went on.\nXXXXXXXXXXXX\n¶8. The herring... went on.\n\nAt sea.\n"
            "OSLO 00009001 003 OF 003\n-----------\n¶11. The hake... went on.\n¶12. The ling... went on.",
            [
                (1, "SUMMARY"),
                (3, "The cod... went on. XXXXXXXXXXXX"),
                (8, "The herring... went on."),
                (11, "The hake... went on."),
                (12, "The ling... went on."),
            ],
            id="paragraphs-left-out-09HARARE888",
        ),
        pytest.param(
            "1. The cod.\n\nWhat the Talks Are About\n\n2. The hake.",
            [(1, "The cod."), (2, "The hake.")],
            id="heading-that-ends-in-a-word-before-numbers",
        ),
        pytest.param(
            "1. The cod.\n\n2) The hake.\n\n3. The ling.",
            [(1, "The cod."), (2, "The hake."), (3, "The ling.")],
            id="another-sign-at-the-margin",
        ),
        pytest.param(
            " 1. The cod.\n\n  2) The hake.\n\n 3. The ling.",
            [(1, "The cod."), (2, "The hake."), (3, "The ling.")],
            id="another-sign-a-column-further",
        ),
        pytest.param(
            " 1. The cod:\n\n   2) The hake.\n\n 2. The ling.",
            [(1, "The cod:\n2) The hake."), (2, "The ling.")],
            id="another-sign-set-in",
        ),
        pytest.param(
            "¶1. The cod.\n\n¶9. The hake.\n\n¶10. The ling.",
            [(1, "The cod."), (9, "The hake."), (10, "The ling.")],
            id="paragraphs-left-out-blank-lines",
        ),
        pytest.param(
            "¶1. The cod.\n\n7. of June is the day.\n\n8. of June is the last.",
            [(1, "The cod.\n7. of June is the day.\n8. of June is the last.")],
            id="days-without-a-pilcrow",
        ),
        pytest.param(
            "¶1. The cod.\n\n¶7. This is no paragraph.\n\n¶2. The hake.\n\n¶3. The ling.\n\n¶4. The dab.",
            None,
            id="skipped-numbers-come-later",
        ),
        pytest.param(
            "¶1. The cod.\n\n¶2. The hake.\n\n¶3. The ling.\n\n¶4. Phones:\n\n¶9. is the office.",
            None,
            id="nothing-goes-on-behind-the-gap",
        ),
        pytest.param(
            "¶1. (C) The cod.\n\n¶2. (C) The hake.\n\n¶7. the first of lines.\n\n¶8. the second.\n\n¶3. (C) The ling."
            "\n\n¶4. (C) The dab.",
            None,
            id="gap-among-marked-paragraphs",
        ),
    ],
)
def test_numbers(body: str, expected: list[tuple[int | None, str]] | None) -> None:
    if expected is None:
        assert [number for number, _ in paragraphs(body)] == [1, 2, 3, 4]
    else:
        assert paragraphs(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("11. (C) A.\n\n12. (C) B.\n\n13. (U) C.", [1, 2, 3], id="lost-pilcrow-08MOSCOW1640"),
        pytest.param(
            "\n\n".join(f"1{n}. (C) Text." for n in range(1, 12)), list(range(1, 12)), id="lost-pilcrow-to-111"
        ),
        pytest.param("11. (C) Only one.", [1], id="lost-pilcrow-of-a-single-paragraph"),
        pytest.param("\n\n".join(f"{n}. (C) Text." for n in range(11, 22)), list(range(11, 22)), id="extract-11-to-21"),
        pytest.param("\n\n".join(f"¶{n}. (C) Text." for n in range(11, 14)), [11, 12, 13], id="extract-with-pilcrows"),
        pytest.param("1. (C) A.\n\n11. (C) B.\n\n12. (C) C.", [1, 11, 12], id="paragraph-1-exists"),
        pytest.param(
            "11. (C) A.\n\n12. (C) In the year\n12010. came the cod.\n\n13. (C) C.",
            [1, 2, 3],
            id="year-with-the-prefix",
        ),
    ],
)
def test_a_lost_pilcrow_is_not_a_one(body: str, expected: list[int]) -> None:
    assert numbers(cable(body)) == expected


def test_the_wrapped_reasons_are_no_paragraph() -> None:
    control = (
        "E.O. 12958: DECL: 06/05/2018\nTAGS: PREL\nSUBJECT: FISH\n\n"
        "Classified By: Political Minister Counselor Ana G. Velmer for reasons\n1.4 (b) and (d)."
    )
    read = cable("11. (C) Summary: The talks go on. End summary.\n\n12. (C) More.", control=control)
    assert read.reasons == ("b", "d")
    assert numbers(read) == [1, 2]
    assert numbered(read)[0].text == "Summary: The talks go on. End summary."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("1.(SBU) This is\n\n10. C) Both leaders", ["SBU", "C"], id="glued-and-not-opened"),
        pytest.param("¶1. (U) A.\n\n¶2. B.\n\n¶3. (S/NF) C.", ["U", "", "S/NOFORN"], id="one-without"),
        pytest.param(
            "¶1. (C - ENTIRE TEXT). \n \n¶2. INTRODUCTION: THE TALKS.\n\n¶3. MORE.",
            ["C", "C", "C"],
            id="entire-text-79TEHRAN8980",
        ),
        pytest.param("¶1. (C - ENTIRE TEXT).\n\n¶2. (U) A.\n\n¶3. B.", ["C", "U", "C"], id="entire-text-but-one"),
        pytest.param("1. C - ENTIRE TEXT.\n\n2. A.\n\n3. B.", ["C", "C", "C"], id="entire-text-bare"),
        pytest.param("1. SECRET - ENTIRE TEXT.\n\n2. A.", ["S", "S"], id="entire-text-word"),
        pytest.param("1. (S/NF - ENTIRE TEXT)\n\n2. A.", ["S/NOFORN", "S/NOFORN"], id="entire-text-caveat"),
        pytest.param("1. (LOU - ENTIRE TEXT)\n\n2. A.", ["SBU", "SBU"], id="entire-text-lou"),
        pytest.param("1. Sensitive but unclassified - entire text.\n\n2. A.", ["SBU", "SBU"], id="entire-text-sbu"),
        pytest.param("1. (SBU) Entire text.\n\n2. A.", ["SBU", "SBU"], id="entire-text-behind-its-marking"),
        pytest.param("1. (C) Entire text.\n\n2. A.\n\n3. B.", ["C", "C", "C"], id="entire-text-behind-its-marking-c"),
        pytest.param("1. (U) The entire text is here.\n\n2. A.", ["U", ""], id="words-that-are-no-marking"),
    ],
)
def test_markings_of_paragraphs(body: str, expected: list[str]) -> None:
    assert markings(cable(body)) == expected


def test_an_inherited_marking_says_so() -> None:
    first, second, third = numbered(cable("¶1. (C - ENTIRE TEXT).\n\n¶2. A.\n\n¶3. (U) B."))
    assert [block.marking and block.marking.inherited for block in (first, second, third)] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("(N/SF) The station opened.", "(N/SF) The station opened."),
        ("(b) the second point stands.", "(b) the second point stands."),
        ("(Iran) has said so.", "(Iran) has said so."),
        ("(CDU) deputies met.", "(CDU) deputies met."),
        ("(Sabah) is a party.", "(Sabah) is a party."),
        ("(Sen.) Ost is a party.", "(Sen.) Ost is a party."),
    ],
)
def test_other_parentheses_stay_in_the_text(text: str, rest: str) -> None:
    block = numbered(cable(f"¶1. {text}\n\n¶2. (C) B."))[0]
    assert (block.marking, block.text) == (None, rest)
