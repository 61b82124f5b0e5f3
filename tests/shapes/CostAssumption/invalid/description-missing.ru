# expect: psgsh:CostAssumption-description sh:MinCountConstraintComponent
# The assumption does not say what it rests on.
DELETE WHERE { <id/cost-assumption/example> dct:description ?value }
