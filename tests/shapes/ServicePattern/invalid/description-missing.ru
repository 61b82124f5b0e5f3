# expect: psgsh:ServicePattern-description sh:MinCountConstraintComponent
# The pattern has no description.
DELETE WHERE { <id/pattern/example> dct:description ?value }
