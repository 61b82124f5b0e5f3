# expect: psgsh:ProcurementDecision-date sh:MinCountConstraintComponent
# The decision has no date.
DELETE WHERE { <id/decision/example> dct:date ?value }
