# expect: psgsh:StrategyDocument-strategyKind sh:MinCountConstraintComponent
# The document has no code for “strategy kind”.
DELETE WHERE { <id/strategy/example> psg:strategyKind ?value }
