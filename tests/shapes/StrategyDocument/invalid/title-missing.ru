# expect: psgsh:StrategyDocument-title sh:MinCountConstraintComponent
# The document has no title.
DELETE WHERE { <id/strategy/example> dct:title ?value }
