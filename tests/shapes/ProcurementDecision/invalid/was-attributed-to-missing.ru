# expect: psgsh:ProcurementDecision-wasAttributedTo sh:MinCountConstraintComponent
# The decision names no organisation.
DELETE WHERE { <id/decision/example> prov:wasAttributedTo ?value }
