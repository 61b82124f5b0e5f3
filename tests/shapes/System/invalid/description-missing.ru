# expect: psgsh:System-description-recommended sh:MinCountConstraintComponent
# The system has no description.
DELETE WHERE { <id/system/example> dct:description ?value }
