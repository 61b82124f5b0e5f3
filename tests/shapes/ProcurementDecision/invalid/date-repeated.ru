# expect: psgsh:ProcurementDecision-date sh:MaxCountConstraintComponent
# The decision has two values of “date”.
INSERT DATA { <id/decision/example> dct:date "2026-05-31"^^xsd:date }
