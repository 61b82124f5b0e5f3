# expect: psgsh:ProfessionalRole-roleCategory sh:NodeConstraintComponent
# The code for “role category” is not in the code list.
DELETE WHERE { <id/role/example> psg:roleCategory ?value } ;
INSERT DATA { <id/role/example> psg:roleCategory <codelist/role-category/unknown> }
