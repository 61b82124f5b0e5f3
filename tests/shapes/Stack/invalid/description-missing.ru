# expect: psgsh:Stack-description sh:MinCountConstraintComponent
# The stack has no description.
DELETE WHERE { <id/stack/example> dct:description ?value }
