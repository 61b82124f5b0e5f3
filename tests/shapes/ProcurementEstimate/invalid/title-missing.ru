# expect: psgsh:ProcurementEstimate-title sh:MinCountConstraintComponent
# The estimate has no title.
DELETE WHERE { <id/estimate/example> dct:title ?value }
