"""What happens to a wording on its way into a Tracker: each kind of noise by itself, and mixed; all of it seeded."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeAlias

Noise: TypeAlias = Callable[[str, Random], str]
"""Makes of a published wording what a row holds."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SAID_OTHERWISE = {
    "should": "must", "improve": "better", "review": "look again at", "publish": "make public", "strengthen": "reinforce",
    "monitor": "keep an eye on", "make sure": "ensure", "so that": "in order that", "used": "employed", "across": "throughout",
    "starting": "beginning", "before": "ahead of", "by the": "by", "needed": "required", "every": "each", "record": "write down",
    "explain": "account for", "fund": "pay for", "share": "pass on", "work": "function", "annual": "yearly",
    "kept informed": "updated", "the force": "the constabulary", "fairly": "with fairness", "officers": "police officers",
    "expected": "wanted", "in the same way": "alike", "early": "prompt", "local": "area", "test": "try out",
}  # fmt: skip
HELD_BACK = {
    "should": "needs to", "review": "examine", "publish": "issue", "strengthen": "tighten", "monitor": "oversee",
    "explain": "justify", "record": "register", "share": "circulate", "make sure": "satisfy itself", "so that": "to ensure",
    "victims": "complainants", "children": "young people", "suspects": "offenders", "staff": "colleagues", "improve": "raise",
    "fund": "resource", "evaluate": "appraise", "simplify": "streamline", "partners": "agencies", "delays": "waits",
    "training": "coaching", "guidance": "instructions", "used": "applied", "early": "swift", "annual": "twelve-monthly",
    "dealt with": "treated", "kept informed": "told", "names": "labels",
}  # fmt: skip
"""Synonyms that the product's own table may not have: how rows fare in words that nobody foresaw."""
_SMALL_WORDS = (
    "a an and are as at be by for from in is it of on or so that the their them this to with should where used"
)
SMALL = frozenset(_SMALL_WORDS.split())


def leave(text: str, random: Random) -> str:
    """Return the wording as it was published."""
    del random
    return text


def slip(share: float) -> Noise:
    """Return a noise that mistypes this share of the letters: left out, doubled, swapped or another one."""

    def mistype(text: str, random: Random) -> str:
        letters = list(text)
        for index, letter in enumerate(letters):
            if letter.isalpha() and random.random() < share:
                near = letters[index + 1] if index + 1 < len(letters) else letter
                letters[index] = random.choice(("", letter * 2, random.choice(_LETTERS), near))
        return "".join(letters)

    return mistype


def cut(length: int) -> Noise:
    """Return a noise that keeps so many characters, wherever they end."""

    def keep(text: str, random: Random) -> str:
        del random
        return text[:length]

    return keep


def reword(text: str, random: Random) -> str:
    """Return the wording in other words: synonyms, sentences in another order, one word in eight left out."""
    return _say_otherwise(text, random, _SAID_OTHERWISE)


def reword_unforeseen(text: str, random: Random) -> str:
    """Return the same in synonyms that the product does not know."""
    return _say_otherwise(text, random, HELD_BACK)


def _say_otherwise(text: str, random: Random, synonyms: Mapping[str, str]) -> str:
    sentences = [sentence.strip() for sentence in text.split(". ") if sentence.strip()]
    random.shuffle(sentences)
    said = ". ".join(sentences)
    for word, other in synonyms.items():
        if random.random() < 0.7:
            said = said.replace(f" {word} ", f" {other} ")
    return " ".join(word for word in said.split() if random.random() > 0.12)


def wrap(text: str, random: Random) -> str:
    """Return the wording as a rich-text column that was pasted into from Word gives it back, after tags are taken out badly."""
    words = text.split()
    for index in range(len(words)):
        if random.random() < 0.08:
            words[index] += random.choice(("\u00a0", " \u2022", "\u200b", " \u2013", "\u2026", " nbsp", " br"))
    return " ".join(words).replace("'", "\u2019")


def summarise(count: int) -> Noise:
    """Return a noise that keeps so many telling words, in their order."""

    def keep(text: str, random: Random) -> str:
        words = text.replace(",", "").replace(".", "").split()
        telling = [index for index, word in enumerate(words) if word.casefold() not in SMALL]
        kept = sorted(random.sample(telling, min(count, len(telling))))
        return " ".join(words[index] for index in kept)

    return keep


def mix(text: str, random: Random) -> str:
    """Return the wording after two kinds of noise."""
    first, second = random.sample((slip(0.02), slip(0.04), cut(250), reword, wrap), 2)
    return second(first(text, random), random)


NOISES: Mapping[str, Noise] = {
    "as published": leave,
    "2 % slips": slip(0.02),
    "8 % slips": slip(0.08),
    "cut at 200": cut(200),
    "cut at 120": cut(120),
    "reworded": reword,
    "HTML debris": wrap,
    "mixed": mix,
}
"""The kinds that a row of whole wording may have; summaries stand apart."""

UNFORESEEN: Mapping[str, Noise] = {"reworded, unforeseen": reword_unforeseen}
"""Counted by itself and without a bar: more than half of the synonyms of *reworded* stand in the product's table as well."""
