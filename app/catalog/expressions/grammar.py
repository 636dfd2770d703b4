"""The grammar, for an LALR(1) parser. Loosest first: implies, or, and, not, comparison, + -, *, unary -."""

GRAMMAR = r"""
?start: implication
?implication: disjunction
    | disjunction "implies" implication  -> implies
?disjunction: conjunction
    | conjunction ("or" conjunction)+    -> or_
?conjunction: negation
    | negation ("and" negation)+         -> and_
?negation: comparison
    | NOT negation                       -> not_
?comparison: sum
    | sum COMPARISON sum                 -> compare
    | NAME "in" "{" literal ("," literal)* "}" -> within
?sum: term
    | sum SIGN term                      -> arithmetic
?term: factor
    | term TIMES factor                  -> arithmetic
?factor: NUMBER                          -> number
    | SIGN factor                        -> signed
    | TEXT                               -> text
    | TRUE                               -> true
    | FALSE                              -> false
    | NAME                               -> name
    | NAME "." NAME                      -> fact
    | PRESENT "(" NAME ")"               -> present
    | "(" implication ")"
?literal: NUMBER                         -> number
    | SIGN NUMBER                        -> signed_number
    | TEXT                               -> text
    | TRUE                               -> true
    | FALSE                              -> false

NOT: "not"
TRUE: "true"
FALSE: "false"
PRESENT: "present"
COMPARISON: "!=" | "<=" | ">=" | "=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*"
NUMBER: /[0-9]+(\.[0-9]+)?(?![A-Za-z0-9_.])/
TEXT: /"[^"\n]*"/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
%ignore /[ \t\r\n]+/
"""

RESERVED = frozenset({"and", "or", "not", "implies", "in", "true", "false", "present"})
