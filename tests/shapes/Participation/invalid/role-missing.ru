# expect: psgsh:Participation-role sh:MinCountConstraintComponent
# The participation has no code for “role”.
DELETE WHERE { <id/participation/example> cv:role ?value }
