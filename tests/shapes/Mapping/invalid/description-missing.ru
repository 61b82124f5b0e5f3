# expect: psgsh:Mapping-description sh:MinCountConstraintComponent
# The mapping does not say what it does.
DELETE WHERE { <id/mapping/example> dct:description ?value }
