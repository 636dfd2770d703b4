"""The grammar, for an LALR(1) parser.

Loosest first: implies/requires/excludes, or, and, not, comparison, + -, * /, unary -.
"""

GRAMMAR = r"""
?start: implication
?implication: disjunction
    | disjunction ("implies" | "requires") implication -> implies
    | disjunction "excludes" disjunction -> excludes
?disjunction: conjunction
    | conjunction ("or" conjunction)+    -> or_
?conjunction: negation
    | negation ("and" negation)+         -> and_
?negation: comparison
    | NOT negation                       -> not_
?comparison: sum
    | sum COMPARISON sum                 -> compare
    | path "in" "{" literal ("," literal)* "}" -> within
    | TEXT "in" path                     -> member
?sum: term
    | sum SIGN term                      -> arithmetic
?term: factor
    | term TIMES factor                  -> arithmetic
?factor: NUMBER                          -> number
    | NUMBER NAME                        -> measured
    | NUMBER TEXT                        -> measured
    | SIGN factor                        -> signed
    | TEXT                               -> text
    | TRUE                               -> true
    | FALSE                              -> false
    | path                               -> mention
    | PRESENT "(" path ")"               -> present
    | ABS "(" sum ")"                    -> absolute
    | FOLD "(" operand ("," operand)* ")" -> fold
    | ROWS "(" path ")"                  -> rows
    | ROWS "(" path "where" implication ")" -> rows
    | "(" implication ")"
?operand: sum
    | sum "where" implication            -> given
?literal: NUMBER                         -> number
    | SIGN NUMBER                        -> signed_number
    | TEXT                               -> text
    | TRUE                               -> true
    | FALSE                              -> false
path: NAME | PATH

NOT: "not"
TRUE: "true"
FALSE: "false"
PRESENT: "present"
ABS.3: /abs(?=[ \t\r\n]*\()/
FOLD.3: /(sum|min|max)(?=[ \t\r\n]*\()/
ROWS.3: /(count|any|all)(?=[ \t\r\n]*\()/
COMPARISON: "!=" | "<=" | ">=" | "=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*" | "/"
NUMBER: /[0-9]+(\.[0-9]+)?(?![A-Za-z0-9_.])/
TEXT: /"[^"\n]*"/
PATH.2: /[A-Za-z_][A-Za-z0-9_]*((\[[0-9]{1,4}\])?(\.[A-Za-z_][A-Za-z0-9_]*(\[[0-9]{1,4}\])?)+|\[[0-9]{1,4}\])/
NAME: /[A-Za-z_][A-Za-z0-9_]*/
%ignore /[ \t\r\n]+/
"""

RESERVED = frozenset(
    {"and", "or", "not", "implies", "requires", "excludes", "in", "where", "true", "false", "present"}
)
