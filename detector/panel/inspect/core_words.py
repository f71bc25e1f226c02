"""The core's sentences in the window's language.

The core speaks English: its sentences stand in findings.json and in the report. Here each is recognised
by its template and said in the user's language; one that is not recognised stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from PyQt6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "InspectCore"
# {0}, {1}, ... stand in the order of the English sentence. Longer templates come before those that they
# contain.
TEMPLATES: tuple[str, ...] = (
    # what speaks for a finding
    QT_TRANSLATE_NOOP("InspectCore", "no authenticated impressions to compare label {0} with"),
    QT_TRANSLATE_NOOP("InspectCore", "no press-made impressions to compare label {0} with"),
    QT_TRANSLATE_NOOP(
        "InspectCore", "none of {0} press-made impressions of this catalogue differs this much"
    ),
    QT_TRANSLATE_NOOP("InspectCore", "none of {0} press-made impressions of label {1} differs this much"),
    QT_TRANSLATE_NOOP("InspectCore", "1 in {0} press-made impressions of this catalogue differs this much"),
    QT_TRANSLATE_NOOP("InspectCore", "1 in {0} press-made impressions of label {1} differs this much"),
    QT_TRANSLATE_NOOP(
        "InspectCore", "none of {0} authenticated impressions of this catalogue differs this much"
    ),
    QT_TRANSLATE_NOOP("InspectCore", "none of {0} authenticated impressions of label {1} differs this much"),
    QT_TRANSLATE_NOOP(
        "InspectCore", "1 in {0} authenticated impressions of this catalogue differs this much"
    ),
    QT_TRANSLATE_NOOP("InspectCore", "1 in {0} authenticated impressions of label {1} differs this much"),
    QT_TRANSLATE_NOOP("InspectCore", "none of {0} authenticated impressions of this block differs this much"),
    QT_TRANSLATE_NOOP("InspectCore", "{0} of {1} authenticated impressions of this block differs this much"),
    QT_TRANSLATE_NOOP("InspectCore", "{0} of {1} authenticated impressions of this block differ this much"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "the one authenticated impression of this block that was given differs this much",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "the one authenticated impression of this block that was given does not differ this much",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "ink that the reconstruction has is missing"),
    QT_TRANSLATE_NOOP("InspectCore", "ink that the reconstruction does not have"),
    QT_TRANSLATE_NOOP("InspectCore", "unlike its reconstruction as a whole"),
    QT_TRANSLATE_NOOP("InspectCore", "ink of the prototype is missing"),
    QT_TRANSLATE_NOOP("InspectCore", "ink that the prototype does not have"),
    QT_TRANSLATE_NOOP("InspectCore", "a straight break through its strokes"),
    QT_TRANSLATE_NOOP("InspectCore", "unlike its prototype as a whole"),
    QT_TRANSLATE_NOOP("InspectCore", "lacks ink as breaks do, not as honest wear does"),
    QT_TRANSLATE_NOOP("InspectCore", "has ink as additions do, not as honest wear does"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "1 in {0} authenticated impressions of label {1} differs as much from its drawing as this one",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "1 in {0} press-made impressions of label {1} differs as much from its drawing as this one",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "as much stands out at {0} of such places on untouched pairs"),
    QT_TRANSLATE_NOOP("InspectCore", "ink of the reference is missing"),
    QT_TRANSLATE_NOOP("InspectCore", "ink that the reference does not have"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "another drawing than label {0}, which it looks most like: correlation {1}, ink both missing and "
        "added",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "the detector took it for label {0}"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "ink that no vignette of the catalogue accounts for, {0} vignette sides squared up",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "no authenticated vignettes to compare with"),
    QT_TRANSLATE_NOOP("InspectCore", "none of {0} authenticated vignettes has as much beside it"),
    QT_TRANSLATE_NOOP("InspectCore", "1 in {0} authenticated vignettes has as much beside it"),
    QT_TRANSLATE_NOOP("InspectCore", "no press-made vignettes to compare with"),
    QT_TRANSLATE_NOOP("InspectCore", "none of {0} press-made vignettes has as much beside it"),
    QT_TRANSLATE_NOOP("InspectCore", "1 in {0} press-made vignettes has as much beside it"),
    QT_TRANSLATE_NOOP("InspectCore", "not label {0}, which the reference layout has here"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "of the catalogue it looks most like label {0}, of which 1 in {1} authenticated impressions differs "
        "this much",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "of the catalogue it looks most like label {0}, of which 1 in {1} press-made impressions differs "
        "this much",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "label {0} stands where the reference layout has nothing"),
    QT_TRANSLATE_NOOP("InspectCore", "label {0} stands where the reference layout has label {1}"),
    QT_TRANSLATE_NOOP("InspectCore", "turned against the reference layout: {0} instead of {1}"),
    QT_TRANSLATE_NOOP("InspectCore", "stands {0} px from its place in the reference layout"),
    QT_TRANSLATE_NOOP("InspectCore", "the reference layout has label {0} here; {1}% of its ink is left"),
    QT_TRANSLATE_NOOP("InspectCore", "the reference layout has label {0} here; there is no ink"),
    # what is said of the whole ornament
    QT_TRANSLATE_NOOP("InspectCore", "nothing to inspect: no vignette and no unexplained ink"),
    QT_TRANSLATE_NOOP("InspectCore", "nothing that was found stands"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "this model does not know these vignettes: {0}% of the ink looks like its labels; nothing is decided",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "nothing can be judged: there are no normals to compare with; {0}"),
    QT_TRANSLATE_NOOP("InspectCore", "differs from its reference at a false-alarm rate of {0}: {1}"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "differs from the reference's layout, and at a false-alarm rate of {0} as a whole not from normal "
        "ornaments (p {1}): {2}",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "differs by what the historian accepted, and at a false-alarm rate of {0} as a whole not from normal "
        "ornaments (p {1}): {2}",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "single places stand out at a false-alarm rate of {0}, the ornament as a whole does not (p {1}): {2}",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "differs from its reference, at no promised rate: {0}"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "single places stand out, the ornament as a whole not more than two untouched impressions do "
        "(p {0}): {1}",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore", "does not differ from its reference beyond the two impressions' own differences"
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "differs from normal ornaments at a false-alarm rate of {0} (rate not promised: too few normals): "
        "{1}",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore", "differs from normal ornaments at a false-alarm rate of {0}, p {1} as a whole: {2}"
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "does not differ from normal ornaments at a false-alarm rate of {0}, p {1} as a whole: {2}",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "differs from normal ornaments at a false-alarm rate of {0}: {1}"),
    QT_TRANSLATE_NOOP(
        "InspectCore", "does not differ from normal ornaments at a false-alarm rate of {0}: {1}"
    ),
    QT_TRANSLATE_NOOP("InspectCore", "no findings"),
    QT_TRANSLATE_NOOP("InspectCore", "no single place"),
    # what is not known of it
    QT_TRANSLATE_NOOP("InspectCore", "of ornaments that a model knows at most {0} in 100 are called unknown"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "the normal ornaments are too few to promise how rarely a known ornament is called unknown",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore", "train a model on these vignettes, or compare with a reference without a model"
    ),
    QT_TRANSLATE_NOOP("InspectCore", "no vignette of the catalogue was found on this ornament"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "there are no normals to compare with: nothing is promised, findings are only ranked",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "{0} normals are too few to promise a false-alarm rate of {1}; at least {2} are needed",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "labels with fewer than 99 normals are compared with all {0}: {1}",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "at a rate of {0} a clean ornament of {1} vignettes would show {2} of them by chance, and up to as "
        "many places of ink that none accounts for",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "{0} normal ornaments are too few for an ornament-level rate of {1}: Holm's procedure over the "
        "vignettes decides",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "the layout has labels that this model does not know ({0}): there it was only looked whether "
        "anything is printed",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "compared with the {0} normals on those {1} of {2} ornaments that are printed about as well as this "
        "one",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "{0} other impressions of this block calibrate the p-values"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "p-values are shares of places on {0} comparisons of untouched real impressions; two such "
        "impressions would show {1} places by chance at {2}",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "{0} other impressions are too few for a rate of {1}: they are named with each finding and do not "
        "decide",
    ),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "{0} of the ink stands outside the frame that both pictures share; it was not compared",
    ),
    QT_TRANSLATE_NOOP("InspectCore", "the two pictures agree nowhere: nothing was compared"),
    QT_TRANSLATE_NOOP("InspectCore", "the reference covers {0} of the ornament; the rest was not compared"),
    QT_TRANSLATE_NOOP(
        "InspectCore", "the normals in the model's folder belong to other weights: measured again"
    ),
    QT_TRANSLATE_NOOP("InspectCore", "the normals could not be kept: {0}"),
    QT_TRANSLATE_NOOP(
        "InspectCore",
        "the normals were measured on detections over {0}, this ornament on those over {1}: no false-alarm "
        "rate is kept",
    ),
    # how many findings of a kind
    QT_TRANSLATE_NOOP("InspectCore", "{0} altered"),
    QT_TRANSLATE_NOOP("InspectCore", "{0} foreign"),
    QT_TRANSLATE_NOOP("InspectCore", "{0} missing"),
    QT_TRANSLATE_NOOP("InspectCore", "{0} misplaced"),
    QT_TRANSLATE_NOOP("InspectCore", "{0} swapped"),
)
# What may follow a verdict, after a semicolon.
CLAUSES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("InspectCore", "{0} rejected by the historian"),
    QT_TRANSLATE_NOOP("InspectCore", "the normals are press-made, not authenticated impressions"),
)
_BETWEEN = "; "
_COUNTED = re.compile(r"\d+ \w+(, \d+ \w+)*|no findings|no single place")


def said(sentence: str) -> str:
    """A sentence of the core in the window's language."""
    rest, _, last = sentence.rpartition(_BETWEEN)
    clause = _recognised(last, CLAUSES) if rest else None
    if clause is not None:
        return said(rest) + _BETWEEN + _translated(*clause)
    found = _recognised(sentence, TEMPLATES)
    if found is None:
        return sentence
    template, values = found
    # The verdict's last value counts the findings by kind: "1 altered, 2 missing".
    return _translated(
        template, tuple(_counted(value) if _COUNTED.fullmatch(value) else value for value in values)
    )


def known(sentence: str) -> bool:
    """Whether a sentence of the core can be said in another language."""
    rest, _, last = sentence.rpartition(_BETWEEN)
    if rest and _recognised(last, CLAUSES) is not None:
        return known(rest)
    return _recognised(sentence, TEMPLATES) is not None


def _translated(template: str, values: tuple[str, ...]) -> str:
    return QCoreApplication.translate(_CONTEXT, template).format(*values)


def _counted(text: str) -> str:
    return ", ".join(said(part) for part in text.split(", "))


def _recognised(sentence: str, templates: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    for template, pattern in _patterns(templates):
        match = pattern.fullmatch(sentence)
        if match is not None:
            return template, match.groups()
    return None


@cache
def _patterns(templates: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (template, re.compile(re.sub(r"\\\{\d+\\\}", "(.+?)", re.escape(template)))) for template in templates
    )
