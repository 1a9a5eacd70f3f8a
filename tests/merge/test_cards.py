"""How a merge is shown: whole lines, and answers that a reader can make sense of."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from editor.merge import Care, Choice, merge, merge_lines
from editor.merge.cards import Card, cards_of, laid_out
from editor.merge.packing import packed, unpacked
from tests.merge.texts import triples

mergers = pytest.mark.parametrize("merger", [merge, merge_lines])
FAR = "\n\n" + " ".join(f"word{number}" for number in range(100)) + "\n\n"


def cards(base: str, mine: str, theirs: str) -> list[Card]:
    return cards_of(laid_out(merge(base, mine, theirs)))


@mergers
@given(triples())
def test_no_word_is_outside_of_the_pieces(merger, triple):
    """With each card as one side has it, the page is what the merge makes of that side."""
    merged = merger(*triple)
    for choice, side in ((Choice.MINE, "mine"), (Choice.THEIRS, "theirs")):
        expected = "".join(
            getattr(passage, side) if passage.is_conflict else passage.result or ""
            for passage in merged.passages
        )
        page = "".join(
            piece
            if isinstance(piece, str)
            else piece.merged
            if piece.merged is not None
            else piece.chosen(choice)
            for piece in laid_out(merged)
        )
        assert page == expected


@mergers
@given(triples())
def test_both_holds_the_words_of_both_and_glues_no_lines(merger, triple):
    for card in cards_of(laid_out(merger(*triple))):
        if not card.has_both or not card.is_lines:
            continue
        for choice in (Choice.MINE_THEN_THEIRS, Choice.THEIRS_THEN_MINE):
            both = card.chosen(choice)
            if card.additions is None:
                assert card.mine.removesuffix("\n") in both
                assert card.theirs.removesuffix("\n") in both
            assert card.is_last or both.endswith("\n")


@mergers
@given(triples())
def test_a_kept_merge_is_the_same_merge_again(merger, triple):
    merged = merger(*triple)
    kept = json.loads(json.dumps(packed(merged)))
    assert unpacked(kept, *triple) == merged


def test_a_merge_is_not_put_together_with_other_texts():
    kept = packed(merge("a\n", "b\n", "c\n"))
    with pytest.raises(ValueError, match="not the texts"):
        unpacked(kept, "a\n", "b\n", "longer\n")


def test_a_card_shows_the_line_around_the_words():
    (card,) = cards(
        "One.\nIt cost 5 million dollars to build it.\nThree.\n",
        "One.\nIt cost 6 million dollars to build it.\nThree.\n",
        "One.\nIt cost 7 million dollars to build it.\nThree.\n",
    )
    assert card.base == "It cost 5 million dollars to build it.\n"
    assert card.chosen(Choice.MINE) == "It cost 6 million dollars to build it.\n"
    assert card.chosen(Choice.THEIRS_THEN_MINE) == (
        "It cost 7 million dollars to build it.\nIt cost 6 million dollars to build it.\n"
    )
    assert card.chosen(Choice.OWN, "By hand.") == "By hand.\n"
    assert card.chosen(Choice.OWN, "") == ""


def test_words_that_both_only_added_stand_one_after_the_other_in_their_line():
    (card,) = cards("The house is big.\n", "The old house is big.\n", "The red house is big.\n")
    assert card.chosen(Choice.THEIRS_THEN_MINE) == "The red old house is big.\n"
    assert card.chosen(Choice.MINE_THEN_THEIRS) == "The old red house is big.\n"


def test_two_lines_added_at_the_end_of_a_page_stay_two_lines():
    (card,) = cards("", "Mine", "Theirs")
    assert card.chosen(Choice.THEIRS_THEN_MINE) == "Theirs\nMine"


def test_what_one_side_took_away_cannot_stay_beside_the_other():
    (card,) = cards(
        "One.\nTwo is here.\nThree.\n", "One.\nThree.\n", "One.\nTwo was here.\nThree.\n"
    )
    assert not card.has_both
    assert (card.chosen(Choice.MINE), card.chosen(Choice.THEIRS)) == ("", "Two was here.\n")


def test_two_spots_in_one_paragraph_are_parted_between_sentences():
    between = " ".join(f"Sentence number {number} says [[little|a. B]]." for number in range(30))
    base = f"It began in 1950. {between} It ended in 1960 there.\n"
    mine = base.replace("1950", "1951").replace("1960", "1961")
    theirs = base.replace("1950", "1952").replace("1960", "1962")
    one, two = cards(base, mine, theirs)
    assert one.mine.startswith("It began in 1951. ")
    assert two.mine.endswith("It ended in 1961 there.\n")
    assert two.mine.startswith("Sentence number")
    assert one.mine.endswith("]]. ")
    both = one.chosen(Choice.THEIRS_THEN_MINE)
    assert both == one.theirs + one.mine
    assert two.chosen(Choice.THEIRS_THEN_MINE) == f"{two.theirs[:-1]} {two.mine}"
    whole = "".join(
        p if isinstance(p, str) else p.chosen(Choice.MINE)
        for p in laid_out(merge(base, mine, theirs))
    )
    assert whole == mine


def test_a_very_long_line_is_cut_where_a_sentence_begins():
    filler = " ".join(f"Nothing happened in {year}." for year in range(2000, 2200))
    base = f"{filler} It cost 5 dollars. {filler}\n"
    (card,) = cards(base, base.replace("5 d", "6 d"), base.replace("5 d", "7 d"))
    assert "It cost 6 dollars." in card.mine
    assert len(card.mine) < 600
    assert card.mine.startswith("Nothing")
    assert not card.is_lines


def test_what_was_merged_in_one_line_can_be_made_a_question():
    words = " ".join(f"word{number}" for number in range(12))
    base = f"Top.\nIt began {words} and ended here.\nBottom.\n"
    mine, theirs = base.replace("began", "started"), base.replace("ended", "stopped")
    merged = merge(base, mine, theirs)
    assert merged.care is Care.NEAR
    (card,) = cards_of(laid_out(merged))
    assert card.merged == f"It started {words} and stopped here.\n"
    assert card.mine == f"It started {words} and ended here.\n"
    assert card.theirs == f"It began {words} and stopped here.\n"
    assert not card.is_question


def test_the_same_collision_has_the_same_name_wherever_it_stands():
    texts = ("== H ==\nIt is 5.\n", "== H ==\nIt is 6.\n", "== H ==\nIt is 7.\n")
    (card,) = cards(*texts)
    (later,) = cards(*(f"Something new above.{FAR}{text}" for text in texts))
    (elsewhere,) = cards(*(text.replace("== H ==", "== Other ==") for text in texts))
    assert later.key == card.key
    assert elsewhere.key != card.key
    first, second = cards(*(text + FAR + text.split("\n")[1] + "\n" for text in texts))
    assert first.key != second.key


def test_a_proposed_order_is_one_of_the_answers():
    (card,) = cards_of(laid_out(merge("A.\n", "A.\n: Mine.\n", "A.\n: Theirs.\n", talk=True)))
    assert card.suggested is Choice.THEIRS_THEN_MINE
