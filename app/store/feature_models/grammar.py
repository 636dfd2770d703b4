"""The grammar of UVL, for an LALR(1) parser, after the language's published ANTLR grammar (version 2.5).

Operators from loosest to tightest: ``<=>``, ``=>``, ``|``, ``&``, ``!``; all of them group to the left.
``a -1`` is read as a difference, which the published grammar refuses, and a section without constraints too.
"""

_RESERVED = (
    "include|features|imports|namespace|as|constraint|constraints|cardinality|String|Boolean|Integer|Real|"
    "len|sum|avg|floor|ceil|or|alternative|optional|mandatory|true|false"
)

GRAMMAR = r"""
start: _NL? namespace? includes? imports? features? constraints?

namespace: "namespace" reference _NL
includes: "include" _NL _INDENT (level _NL)+ _DEDENT
level: LEVEL
imports: "imports" _NL _INDENT (import_ _NL)+ _DEDENT
import_: reference ("as" reference)?
features: "features" _NL _INDENT feature _DEDENT

feature: TYPE? reference cardinality? attributes? _NL (_INDENT group+ _DEDENT)?
cardinality: "cardinality" RANGE
group: GROUP members | RANGE members
members: _NL _INDENT feature+ _DEDENT

attributes: "{" (attribute ("," attribute)*)? "}"
?attribute: id value?                               -> value_attribute
    | "constraint" constraint                       -> constraint_attribute
    | "constraints" "[" (constraint ("," constraint)*)? "]" -> constraint_attribute
?value: BOOLEAN                                     -> boolean
    | NUMBER                                        -> number
    | TEXT                                          -> text
    | attributes                                    -> nested
    | "[" (value ("," value)*)? "]"                 -> vector
    | RANGE                                         -> vector_of_one

constraints: "constraints" _NL (_INDENT (constraint _NL)+ _DEDENT)?
?constraint: implication
    | constraint "<=>" implication                  -> equivalence
?implication: disjunction
    | implication "=>" disjunction                  -> implication
?disjunction: conjunction
    | disjunction "|" conjunction                   -> disjunction
?conjunction: negation
    | conjunction "&" negation                      -> conjunction
?negation: equation
    | "!" negation                                  -> negation
?equation: sum
    | sum COMPARISON sum                            -> comparison
?sum: term
    | sum PLUS term                                 -> arithmetic
    | sum MINUS term                                -> arithmetic
    | sum NUMBER                                    -> minus_number
?term: factor
    | term TIMES factor                             -> arithmetic
?factor: NUMBER                                     -> number_literal
    | TEXT                                          -> text_literal
    | reference
    | FUNCTION "(" reference ("," reference)? ")"   -> call
    | "(" constraint ")"

reference: id ("." id)*
?id: ID                                             -> plain_id
    | QUOTED                                        -> quoted_id

GROUP.2: /(or|alternative|optional|mandatory)(?=[ \t\r\n])/
TYPE.2: /(String|Integer|Boolean|Real)(?=[ \t]+["a-zA-Z])/
FUNCTION.2: /(sum|avg|len|floor|ceil)(?=[ \t]*\()/
LEVEL: /(Boolean|Arithmetic|Type)([.](\*|(group|feature)-cardinality|aggregate-function|string-constraints))?/
COMPARISON: "==" | "!=" | "<=" | ">=" | "<" | ">"
PLUS: "+"
MINUS: "-"
TIMES: "*" | "/"
RANGE: /\[-?(0|[1-9][0-9]*)(\.\.(-?(0|[1-9][0-9]*)|\*))?\]/
BOOLEAN.2: /(true|false)(?=[ \t\r\n,}\]])/
NUMBER: /-?([0-9]*\.[0-9]+|(0|[1-9][0-9]*)(?![0-9]))/
TEXT: /'[^\r\n']+'/
QUOTED: /"[^\r\n".]+"/
ID: /(?!(RESERVED)(?![a-zA-Z0-9_#§%?\\'äüöß;]))[a-zA-Z][a-zA-Z0-9_#§%?\\'äüöß;]*/
_NL: /(\r?\n[ \t]*)+/
%ignore /[ \t]+/
%declare _INDENT _DEDENT
""".replace("RESERVED", _RESERVED)
