"""Mistakes made by machine: a solution altered in one place.

An operator, a comparison, a constant, a name, the order of two arguments is changed, or a statement, a
keyword, an index left out.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

OTHER_OPERATORS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
OTHER_NAMES = {
    one: other
    for pair in (
        "mean sum",
        "prod sum",
        "var std",
        "max min",
        "maximum minimum",
        "argmax argmin",
        "any all",
        "zeros ones",
        "zeros_like ones_like",
        "exp log",
        "sqrt square",
        "random standard_normal",
    )
    for one, other in (pair.split(), pair.split()[::-1])
}


@dataclass(frozen=True)
class Mutant:
    """One altered solution, and the line that was altered, before and after."""

    function: str
    source: str
    was: str
    becomes: str


def mutants(function: str, source: str) -> Iterator[Mutant]:
    """Every solution that differs from ``source`` in one place."""
    tree = ast.parse(source)
    before, seen = ast.unparse(tree), set()
    for parent, where, index, node in list(places(tree)):
        for other in alternatives(node, names_of(tree)):
            put(parent, where, index, other)
            after = ast.unparse(ast.fix_missing_locations(tree))
            put(parent, where, index, node)
            if after not in seen | {before}:
                seen.add(after)
                yield Mutant(function, after, *changed_lines(before, after))


def places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Each node with where it hangs: parent, field, and its place in the field's list."""
    for parent in ast.walk(tree):
        for where, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield parent, where, None, value
            elif isinstance(value, list):
                yield from (
                    (parent, where, n, each) for n, each in enumerate(value) if isinstance(each, ast.AST)
                )


def put(parent: ast.AST, where: str, index: int | None, node: ast.AST) -> None:
    """Hang ``node`` there."""
    if index is None:
        setattr(parent, where, node)
    else:
        getattr(parent, where)[index] = node


def alternatives(node: ast.AST, names: set[str]) -> Iterator[ast.AST]:
    """What could stand in the place of ``node``."""
    match node:
        case ast.operator() | ast.cmpop() | ast.boolop():
            yield from (other() for other in OTHER_OPERATORS.get(type(node), ()))
        case ast.BinOp(left=left, right=right):
            yield from (left, right)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Name(id=name, ctx=ast.Load()) if name in names:
            yield from (ast.Name(other, ast.Load()) for other in sorted(names - {name}))
        case ast.Attribute(value=value, attr=name) if name in OTHER_NAMES:
            yield ast.Attribute(value, OTHER_NAMES[name], ast.Load())
        case ast.Call(func=function, args=arguments, keywords=keywords):
            for n in range(len(arguments) - 1):
                swapped = [*arguments[:n], arguments[n + 1], arguments[n], *arguments[n + 2 :]]
                yield ast.Call(function, swapped, keywords)
            for keyword in keywords:
                yield ast.Call(function, arguments, [each for each in keywords if each is not keyword])
            yield from (each for each in arguments[:1] if not isinstance(each, ast.Starred))
        case ast.Subscript(value=value, ctx=ast.Load()):
            yield value
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
            yield ast.Pass()
        case ast.Assign() | ast.AugAssign() | ast.For() | ast.While() | ast.With() | ast.Raise():
            yield ast.Pass()
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):  # a docstring
            yield ast.Pass()


def names_of(tree: ast.AST) -> set[str]:
    """Parameters and local names: those that may be mistaken for one another."""
    parameters = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return parameters | bound


def changed_lines(before: str, after: str) -> tuple[str, str]:
    """The first line that differs, in both."""
    old, new = before.split("\n"), after.split("\n")
    first = next(n for n in range(len(old)) if old[n] != (new[n] if n < len(new) else None))
    return old[first].strip(), new[first].strip()
