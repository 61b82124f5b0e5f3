# expect: psgsh:ProcurementDecision-procurementNotice sh:PatternConstraintComponent
# The value of “procurement notice” is a script instead of a web address.
INSERT DATA { <id/decision/example> psg:procurementNotice <javascript:alert(1)> }
