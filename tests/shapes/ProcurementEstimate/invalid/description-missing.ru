# expect: psgsh:ProcurementEstimate-description sh:MinCountConstraintComponent
# The estimate has no description.
DELETE WHERE { <id/estimate/example> dct:description ?value }
