"""Drop the style rules that no page uses, and pack what stays."""

from collections.abc import Collection

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

GROUPS = {"media", "supports", "layer", "container"}  # at-rules that hold rules of their own
Selector = list[Node]


def purge(css: str, names: Collection[str]) -> str:
    """The rules of ``css`` whose selectors name no class or id outside ``names``, without idle space.

    A name inside a functional pseudo-class (``:not(.a)``, ``:is(.a, .b)``) does not count: such a rule stays.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_purge_rule(rule, names) for rule in rules)


def _purge_rule(rule: Node, names: Collection[str]) -> str:
    if isinstance(rule, QualifiedRule):
        kept = [selector for selector in _split_at_commas(rule.prelude) if _is_used(selector, names)]
        declarations = pack(rule.content)
        return f"{','.join(map(pack, kept))}{{{declarations}}}" if kept and declarations else ""
    if not isinstance(rule, AtRule) or rule.lower_at_keyword == "charset":
        return ""
    head = f"@{rule.at_keyword} {pack(rule.prelude)}"
    if rule.content is None:
        return f"{head};"
    if rule.lower_at_keyword not in GROUPS:
        return f"{head}{{{pack(rule.content)}}}"
    inner = purge(tinycss2.serialize(rule.content), names)
    return f"{head}{{{inner}}}" if inner else ""


def _split_at_commas(prelude: list[Node]) -> list[Selector]:
    selectors: list[Selector] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _is_used(selector: Selector, names: Collection[str]) -> bool:
    after_dot = False
    for token in selector:
        if (token.type == "hash" or (after_dot and token.type == "ident")) and token.value not in names:
            return False
        after_dot = token.type == "literal" and token.value == "."
    return True


def pack(tokens: list[Node]) -> str:
    """Tokens as CSS text, runs of white space as one space, none beside ``{ } ; ,``, no comments."""
    packed: list[str] = []
    for token in tokens:
        if token.type == "comment":
            continue
        text = " " if token.type == "whitespace" else _pack_token(token)
        if text == " " and (not packed or packed[-1][-1] in "{};, "):
            continue
        if text[0] in "};," and packed and packed[-1] == " ":
            packed.pop()
        packed.append(text)
    return "".join(packed).strip().rstrip(";")


def _pack_token(token: Node) -> str:
    if token.type == "{} block":
        return f"{{{pack(token.content)}}}"
    return str(token.serialize())
