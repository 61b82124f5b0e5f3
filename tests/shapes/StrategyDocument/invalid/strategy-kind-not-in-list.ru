# expect: psgsh:StrategyDocument-strategyKind sh:NodeConstraintComponent
# The code for “strategy kind” is not in the code list.
DELETE WHERE { <id/strategy/example> psg:strategyKind ?value } ;
INSERT DATA { <id/strategy/example> psg:strategyKind <codelist/strategy-kind/unknown> }
