# expect: psgsh:Participation-description sh:MinCountConstraintComponent
# The participation has no description.
DELETE WHERE { <id/participation/example> dct:description ?value }
