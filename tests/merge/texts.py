"""Hypothesis strategies for three texts that collide often."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = [
    "red", "blue", "the", "sixty-three", "13,355", "2020-01-01", "[[Link]]", "{{cite|a=1}}",
    "'''bold'''", "<ref>x</ref>", "== Head ==", "* item", "~~~~", "-", ".", "\u200f", "שלום",
    "12", "March", "2004", "👍🏽", "𝒳", "東京", "e\u0301", "{|", "|}", "[[", "}}", "\t",
    "\x85", "\u2028",
]  # fmt: skip

words = st.sampled_from(WORDS)
separators = st.sampled_from([" ", " ", " ", "\n", "\n\n", "\r\n", "", "  "])
pieces = st.lists(st.tuples(words, separators), max_size=16)
texts = pieces.map(lambda parts: "".join(word + gap for word, gap in parts))


@st.composite
def changed(draw, parts):
    """The same pieces after a few small edits."""
    parts = list(parts)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(parts)))
        gone = draw(st.integers(0, 3))
        parts[at : at + gone] = draw(st.lists(st.tuples(words, separators), max_size=3))
    return "".join(word + gap for word, gap in parts)


@st.composite
def triples(draw):
    """A base and two texts made of it."""
    base = draw(pieces)
    return (
        "".join(word + gap for word, gap in base),
        draw(changed(base)),
        draw(changed(base)),
    )
