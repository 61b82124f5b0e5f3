# expect: psgsh:Participation-role sh:NodeConstraintComponent
# The code for “role” is not in the code list.
DELETE WHERE { <id/participation/example> cv:role ?value } ;
INSERT DATA { <id/participation/example> cv:role <codelist/participation-role/unknown> }
