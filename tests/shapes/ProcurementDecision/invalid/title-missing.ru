# expect: psgsh:ProcurementDecision-title sh:MinCountConstraintComponent
# The decision has no title.
DELETE WHERE { <id/decision/example> dct:title ?value }
