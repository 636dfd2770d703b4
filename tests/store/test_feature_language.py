"""Which texts are UVL: what is accepted and refused, line by line."""

import pytest

from app.store.feature_models import FeatureModelInvalid, product_of, read_feature_model

_BELOW = "\n\t\t\tB\n\t\t\tC\n\t\t\tInteger I\n\t\t\tReal R\n\t\t\tString S"
HEAD = f"features\n\tA {{p 1, t 'x', b true}}\n\t\toptional{_BELOW}\n"
NO_NAMES = ("or", "features", "Integer", "as", "true", "sum", "cardinality")
NO_ATTRIBUTES = (
    *("x +1", "x 1e3", "x 007", "x 1,", "x: 1", "x=1", "x B", "x ''", 'x "text"', "sum 1", "x.y 3", "x 1."),
    "constraints A => A",
)
NO_CONSTRAINTS = (
    *("A and B", "A -> B", "~A", "A && B", "A = B", "A =>", "()", "A B", "true", "A == true", "-A.p > 2"),
    *("1 < A.p < 3", "min(p) > 1", "sum() > 1", "sum(A, B, p) > 1", "A.p ^ 2 > 1", "len('abc') == 3"),
    *("floor(R + 1) > 1", "A.p > 1e3", "A xor B"),
)


@pytest.mark.parametrize(
    "text",
    [
        "features\n\tA",
        "\n\nfeatures\n\n    A\n\n        or\n            B\n            C\n",
        "features\n  A\n    or\n      B\n",
        "features\r\n\tA\r\n\t\tor\r\n\t\t\tB\r\n",
        "features // a\n\tA // b\n\t\t// c\n\t\tor\n// d\n\t\t\tB\n// e",
        "/* a\nb */\nfeatures\n\tA /* c */\n\t\tor\n/* d\n*/\n\t\t\tB\n",
        "namespace a.b\nfeatures\n\tA\n",
        'namespace "a b"\nfeatures\n\tA\n',
        "include\n\tArithmetic\n\tBoolean.group-cardinality\n\tArithmetic.feature-cardinality\n\tType.*\nfeatures\n\tA\n",
        "include\n\tType.string-constraints\n\tArithmetic.aggregate-function\nfeatures\n\tA\n",
        'features\n\t"A b"\n\t\toptional\n\t\t\t"x-y"\n\t\t\t"1"\n\t\t\tGröße\n\t\t\tA#1\n\t\t\tA\'b\n',
        "features\n\tora\n\t\tor\n\t\t\torder\n\t\t\ttrueish\n\t\t\tsums\n",
        "features\n\tBoolean A\n\t\tor\n\t\t\tInteger B\n\t\t\tReal C\n\t\t\tString \"D e\"\n",
        "features\n\tA cardinality [1..3]\n",
        "features\n\tA cardinality [1..*] {x 1}\n",
        "features\n\tInteger A cardinality [2] {x 1}\n",
        "features\n\tA\n\t\t[1..2]\n\t\t\tB\n\t\t\tC\n\t\t[2]\n\t\t\tD\n\t\t\tE\n\t\t[1..*]\n\t\t\tF\n",
        "features\n\tA {}\n",
        "features\n\tA {abstract, x 1, y 'z', b true, f -1.5, g .5}\n",
        "features\n\tA {x [1, 'a', true, {y 1}], \"a b\" {z {w 2}}, e []}\n",
        "features\n\tA {x 1,\n\t\ty 2}\n",
        "features\n\tA {constraint A => A}\n",
        "features\n\tA {x 1, constraints [A, !A | A], y 2}\n",
        "features\n\tA {x 'http://a', y 'it\"s'}\n",
    ],
)  # fmt: skip
def test_models_of_the_language_are_products(text: str) -> None:
    assert product_of(read_feature_model(text), key="model", prices={}).attributes


@pytest.mark.parametrize(
    "constraint",
    [
        "A", "!!A", "A & B | C", "A => B => C", "A <=> B <=> C", "!(A & B)", '"A" & B', "((A | B)) & C",
        "A.p == 1", "A.p != 1", "1 < A.p", "A.p + 1 > 2", "A.p - 1 > 2", "A.p * (2 + 3) > 2", "A.p / 2 > -2",
        "A.p + -2 > 0", "3 - 2 > A.p", "A.p>1&B", "sum(p) > 1", "sum (p) > 1", "sum( p ) > 1",
        "sum(A, p) > 1",
        "avg(p) > 1", "avg(A, p) > 1", "sum(p) / 2 >= avg(p)", "len(S) > 1", "len(A.t) == 1", "floor(R) == 1",
        "ceil(R) != 1.5", "floor(A.p) == 1", "floor(I) > floor(R)", "S == 'x'", "'x' != S", "A.t == 'x'",
        "S == A.t", "I > 3", "I + R > .5", "I == R", "A.b => B", "A == B", "A => A.p > 1", "A.p > 1 <=> B",
    ],
)  # fmt: skip
def test_constraints_of_the_language_are_rules(constraint: str) -> None:
    product = product_of(read_feature_model(f"{HEAD}constraints\n\t{constraint}\n"), key="model", prices={})
    assert any(rule.key.startswith("constraint") for rule in product.rules)


@pytest.mark.parametrize(
    "text",
    [
        "features\n",
        "features\n\tA\n\tB\n",
        "features\n\tA\n\t\tB\n",
        "features\n\tA\n\t\tor\n",
        "features\n\tA\n\t\txor\n\t\t\tB\n",
        "features\n\tA\nfeatures\n\tA\n",
        "features\n\tA\nnamespace B\n",
        "features\n\tA\n\t\t\tor\n\t\t\t\tB\n\t\tor\n\t\t\tC\n",
        "include\nfeatures\n\tA\n",
        "include\n\tMagic\nfeatures\n\tA\n",
        "include\n\tBoolean.magic\nfeatures\n\tA\n",
        "imports\nfeatures\n\tA\n",
        'features\n\t"A.b"\n',
        'features\n\t""\n',
        "features\n\t1A\n",
        "features\n\t_A\n",
        "features\n\tA-b\n",
        "features\n\tA$\n",
        *(f"features\n\t{word}\n" for word in NO_NAMES),
        "features\n\tFloat A\n",
        "features\n\tA cardinality\n",
        "features\n\tA cardinality [*]\n",
        "features\n\tA cardinality [ 1 .. 3 ]\n",
        "features\n\tA cardinality [*..3]\n",
        "features\n\tA {x 1} cardinality [1..2]\n",
        "features\n\tA\n\t\t[1,2]\n\t\t\tB\n",
        "features\n\tA\n\t\t[*..2]\n\t\t\tB\n\t\t\tC\n",
        "features\n\tA\n\t\t[01..2]\n\t\t\tB\n\t\t\tC\n",
        *(f"features\n\tA {{{what}}}\n" for what in NO_ATTRIBUTES),
        *(f"{HEAD}constraints\n\t{what}\n" for what in NO_CONSTRAINTS),
        "features\n\tA\nconstraints\nA\n",
        "features\n\tA\nconstraints\n\tA\n\t\t!A\n",
        "# c\nfeatures\n\tA\n",
        "features\n\tA\n/* not closed",
    ],
)  # fmt: skip
def test_what_is_not_of_the_language_is_refused(text: str) -> None:
    with pytest.raises(FeatureModelInvalid):
        read_feature_model(text)
