# expect: psgsh:Dependency-description sh:MinCountConstraintComponent
# The dependency has no description.
DELETE WHERE { <id/dependency/example> dct:description ?value }
