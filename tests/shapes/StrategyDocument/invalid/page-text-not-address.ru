# expect: psgsh:StrategyDocument-page sh:NodeKindConstraintComponent
# The value of “page” is text instead of an address.
INSERT DATA { <id/strategy/example> foaf:page "https://example.org/first" }
