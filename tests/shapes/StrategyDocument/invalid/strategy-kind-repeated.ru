# expect: psgsh:StrategyDocument-strategyKind sh:MaxCountConstraintComponent
# The document has two codes for “strategy kind”.
INSERT DATA { <id/strategy/example> psg:strategyKind <codelist/strategy-kind/digital-inclusion-strategy> }
