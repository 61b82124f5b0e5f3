# expect: psgsh:ProcurementDecision-selectedProduct sh:MaxCountConstraintComponent
# The decision names two things where one is allowed: “selected product”.
INSERT DATA { <id/decision/example> psg:selectedProduct <id/product/first> , <id/product/second> }
