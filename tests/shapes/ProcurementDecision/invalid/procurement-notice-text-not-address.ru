# expect: psgsh:ProcurementDecision-procurementNotice sh:NodeKindConstraintComponent
# The value of “procurement notice” is text instead of an address.
INSERT DATA { <id/decision/example> psg:procurementNotice "https://example.org/first" }
