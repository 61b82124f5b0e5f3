# expect: psgsh:StrategyDocument-description-recommended sh:MinCountConstraintComponent
# The document has no description.
DELETE WHERE { <id/strategy/example> dct:description ?value }
