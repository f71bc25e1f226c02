"""Collect every text that a person reads, and keep the catalogues of other languages up to date.

    python tools/translations.py                 write resources/translations/*.ts anew: new in, old out
    python tools/translations.py --missing fr    print what has no translation, as JSON {source: ""}
    python tools/translations.py --fill fr FILE  take translations over from such a JSON file

A translation is kept by its context and source; what is translated in one context is proposed for the others.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PACKAGES = ("autolabelme", "ransac_gui", "detector")
FOLDER = ROOT / "resources" / "translations"
NOT_SAID = ("detector/lab/", "autolabelme/core/press/")
"""The laboratory's tables and command speak English, as the papers that it repeats; the press has no form."""
ERRORS = {
    *("InputError", "AlignmentFailure", "SourceError", "UnreachableError", "ChangedOnDisk"),
    *("FetchError", "MissingExtraError", "BadOption", "problem_of", "_problem"),
}
DATA = {"PanelSpec": (("Rail", 1, "title"), ("Rail", 6, "tip"))}
"""Words in data, translated where they are shown: what is called, and (context, position, keyword)."""
PARAM_WORDS = ("label", "help", "group", "off", "unit")
PARSER_WORDS = ("help", "description", "title", "epilog")

Texts = dict[str, list[str]]
"""By context its sources, in the order in which they are found."""


def collect() -> Texts:
    """Every text of the sources, by context."""
    found: Texts = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(NOT_SAID):
                for context, source in _Module(path).texts():
                    sources = found.setdefault(context, [])
                    if source not in sources:
                        sources.append(source)
    return dict(sorted(found.items()))


class _Module:
    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text("utf-8"))
        self.name = path.relative_to(ROOT).as_posix()
        self.constants = {
            target.id: node.value.value
            for node in self.tree.body
            if isinstance(node, ast.Assign) and _text(node.value) is not None
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant)
        }
        self.helpers = {
            node.name: context
            for node in self.tree.body
            if isinstance(node, ast.FunctionDef) and (context := _forwarded(node)) is not None
        }

    def texts(self) -> Iterator[tuple[str, str]]:
        yield from self._of(self.tree, Path(self.name).stem)

    def _of(self, node: ast.AST, owner: str) -> Iterator[tuple[str, str]]:
        if isinstance(node, ast.ClassDef):
            owner = node.name
            if any(getattr(base, "id", getattr(base, "attr", "")) == "Template" for base in node.bases):
                for item in node.body:
                    if isinstance(item, ast.Assign) and (text := _text(item.value)):
                        yield owner, text
            for item in node.body:
                yield from _of_field(item, owner)
        if isinstance(node, ast.Call):
            yield from self._of_call(node, owner)
        if isinstance(node, ast.Assign) and "report" in self.name.rpartition("/")[2]:
            # A block of a report is translated whole, with its markup.
            text = _text(node.value)
            if text is not None and "<" in text and _has_words(text):
                yield "Report", text
        if "report" in self.name.rpartition("/")[2]:
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                # A row of a table of facts.
                yield from (("Report", text) for text in self._sources(node.elts[0]))
            elif isinstance(node, ast.Assign | ast.Return | ast.Dict):
                values = node.values if isinstance(node, ast.Dict) else [node.value]
                for value in values:
                    yield from (
                        ("Report", text) for text in self._sources(value) if " " in text and "<" not in text
                    )
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ARGPARSE":
            assert isinstance(node.value, ast.Tuple)
            yield from (("CommandLine", text) for one in node.value.elts if (text := _text(one)))
        for child in ast.iter_child_nodes(node):
            yield from self._of(child, owner)

    def _of_call(self, node: ast.Call, owner: str) -> Iterator[tuple[str, str]]:
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        keywords = {word.arg: word.value for word in node.keywords}
        if called == "tr" and len(node.args) > 1 and _text(node.args[1]):
            # `tr` stands for QCoreApplication.translate there.
            yield from ((str(_text(node.args[0])), text) for text in self._sources(node.args[1]))
        elif called == "tr" and node.args:
            yield from ((owner, text) for text in self._sources(node.args[0]))
        elif called == "translate" and len(node.args) > 1 and _text(node.args[0]):
            yield from ((str(_text(node.args[0])), text) for text in self._sources(node.args[1]))
        elif called in self.helpers and node.args:
            yield from ((self.helpers[called], text) for text in self._sources(node.args[0]))
        elif called == "told" and len(node.args) > 1 and _text(node.args[0]):
            yield from ((str(_text(node.args[0])), text) for text in self._sources(node.args[1]))
        elif node.args and (called in ERRORS or (called == "MisuseError" and "field" in keywords)):
            # A form shows what parameters refuse; other misuse is a programmer's, who reads English.
            yield from (("Errors", text) for text in self._sources(node.args[0]))
        elif node.args and called in ("error", "_error") and "shell" not in self.name:
            yield from (("Errors", text) for text in self._sources(node.args[-1]))
        elif called in ("_told", "Check", "_asked", "_libraries") and "doctor" in self.name and node.args:
            yield from (("Doctor", text) for text in self._sources(node.args[0]))
        elif called == "words" and "report" in self.name and node.args:
            yield from (("Report", text) for text in self._sources(node.args[0]))
        elif called in ("tick", "_tick") and len(node.args) == 3:
            yield from (("Stages", text) for text in self._sources(node.args[2]))
        elif (
            called in ("say", "tell", "print", "progress", "_said") and "panel" not in self.name and node.args
        ):
            yield from (("CommandLine", text) for text in self._sources(node.args[0]))
        elif called == "QT_TRANSLATE_NOOP" and len(node.args) > 1:
            yield from ((str(_text(node.args[0])), text) for text in self._sources(node.args[1]))
        elif called == "titled" and node.args:
            yield from ((owner, text) for text in self._sources(node.args[0]))
        elif called in DATA:
            for context, place, word in DATA[called]:
                value = node.args[place] if len(node.args) > place else keywords.get(word)
                yield from ((context, text) for text in (self._sources(value) if value is not None else ()))
        if called in ("add_argument", "add_parser", "ArgumentParser", "_Parser", "add_argument_group", "add"):
            for word in PARSER_WORDS:
                if word in keywords:
                    yield from (("CommandLine", text) for text in self._sources(keywords[word]))
        if called == "table":
            heads = [one for given in node.args[:2] for one in getattr(given, "elts", [given])]
            yield from (("CommandLine", text) for one in heads for text in self._sources(one))
        if called == "add_options" and isinstance(keywords.get("help"), ast.Dict):
            for value in keywords["help"].values:  # type: ignore[attr-defined]
                yield from (("CommandLine", text) for text in self._sources(value))

    def _sources(self, node: ast.expr | None) -> Iterator[str]:
        """The texts that an expression may be: a constant or a template, either of a choice."""
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and re.search(r"[^\W\d_]", node.value):
                yield node.value
        elif isinstance(node, ast.IfExp):
            yield from self._sources(node.body)
            yield from self._sources(node.orelse)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self._sources(value)
        elif isinstance(node, ast.Name) and node.id in self.constants:
            yield self.constants[node.id]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
            assert isinstance(node.func, ast.Attribute)
            yield from self._sources(node.func.value)


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _has_words(markup: str) -> bool:
    plain = re.sub(r"{[{%].*?[}%]}|<style>.*?</style>|<[^>]*>", " ", markup, flags=re.DOTALL)
    return 'lang="en"' in markup or re.search(r"[^\W\d_]{2}", plain) is not None


def _forwarded(node: ast.FunctionDef) -> str | None:
    """The context of a function that does nothing but translate its argument."""
    last = node.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call):
        call = last.value
        given = [argument.arg for argument in node.args.args]
        if getattr(call.func, "attr", "") == "translate" and len(call.args) == 2:
            passed = call.args[1]
            if isinstance(passed, ast.Name) and given == [passed.id]:
                return _text(call.args[0])
    return None


def _of_field(item: ast.stmt, owner: str) -> Iterator[tuple[str, str]]:
    """Words of a parameter: a form shows them in the context of its class, those of a choice in "Params"."""
    if not isinstance(item, ast.AnnAssign) or not isinstance(item.value, ast.Call):
        return
    call = item.value
    called = getattr(call.func, "id", getattr(call.func, "attr", ""))
    keywords = {word.arg: word.value for word in call.keywords}
    if called == "field" and isinstance(keywords.get("metadata"), ast.Dict):
        kept = keywords["metadata"]
        assert isinstance(kept, ast.Dict)
        for key, value in zip(kept.keys, kept.values, strict=True):
            if _text(key) == "title" and (text := _text(value)):
                yield owner, text
    if called not in ("param", "same"):
        return
    for word in PARAM_WORDS:
        if text := _text(keywords.get(word)):
            yield ("Params" if word in ("off", "unit") else owner), text
    if called == "param" and not _text(keywords.get("label")) and isinstance(item.target, ast.Name):
        yield owner, item.target.id.replace("_", " ").capitalize()
    for entry in getattr(keywords.get("words"), "elts", ()):
        yield from (("Params", word) for word in map(_text, entry.elts[1:]) if word)


# -- the files ---------------------------------------------------------------------------------------


def missing(texts: Texts, language: str) -> list[tuple[str, str]]:
    """(context, source) of what the language's file does not say."""
    kept = _kept(language)
    return [(context, one) for context, all_ in texts.items() for one in all_ if not kept.get((context, one))]


def spaced(text: str, language: str) -> str:
    """A translation with its language's spaces and apostrophes, which nobody has to type."""
    if language != "fr" or "{%" in text or "{{" in text:
        return text
    text = re.sub(r"(?<=[^\W\d_])'(?=[\w&{<%])", "\N{RIGHT SINGLE QUOTATION MARK}", text)
    text = re.sub(r" (?=[:;?!»%](?:[\s).,;]|$))", "\N{NO-BREAK SPACE}", text)
    return re.sub(r"(?<=«) ", "\N{NO-BREAK SPACE}", text)


def write(texts: Texts, language: str, filled: dict[str, str]) -> None:
    """The language's file anew, with what it has, what stands in `filled`, and nothing that is gone."""
    kept = _kept(language)
    filled = {source: spaced(said, language) for source, said in filled.items()}
    anywhere = {source: said for (_, source), said in kept.items()} | filled
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}">',
    ]
    for context, sources in texts.items():
        lines += ["<context>", f"<name>{escape(context)}</name>"]
        for source in sources:
            said = filled.get(source) or kept.get((context, source)) or anywhere.get(source, "")
            mark = "" if said else ' type="unfinished"'
            lines.append(f"<message><source>{escape(source)}</source>")
            lines.append(f"<translation{mark}>{escape(said)}</translation></message>")
        lines.append("</context>")
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"autolabelme_{language}.ts"
    path.write_text("\n".join([*lines, "</TS>", ""]), "utf-8", newline="\n")


def _kept(language: str) -> dict[tuple[str, str], str]:
    from autolabelme.core.languages import parse

    path = FOLDER / f"autolabelme_{language}.ts"
    if not path.is_file():
        return {}
    return {(context, source): said for context, source, said in parse(path.read_bytes(), language).entries()}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missing", metavar="LANGUAGE")
    parser.add_argument("--fill", metavar=("LANGUAGE", "FILE"), nargs=2)
    args = parser.parse_args()
    texts = collect()
    if args.missing:
        absent = dict.fromkeys((source for _, source in missing(texts, args.missing)), "")
        print(json.dumps(absent, ensure_ascii=False, indent=0))
        return 0
    if args.fill:
        write(texts, args.fill[0], json.loads(Path(args.fill[1]).read_text("utf-8")))
        return 0
    for path in sorted(FOLDER.glob("autolabelme_*.ts")):
        write(texts, path.stem.rpartition("_")[2], {})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
