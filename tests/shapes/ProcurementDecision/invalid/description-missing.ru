# expect: psgsh:ProcurementDecision-description sh:MinCountConstraintComponent
# The decision has no description.
DELETE WHERE { <id/decision/example> dct:description ?value }
