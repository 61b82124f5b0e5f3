# expect: psgsh:StrategyDocument-publisher sh:OrConstraintComponent
# The document names an organisation or agent that is not described anywhere.
INSERT DATA { <id/strategy/example> dct:publisher <id/organisation/nowhere> }
