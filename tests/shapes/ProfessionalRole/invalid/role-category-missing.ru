# expect: psgsh:ProfessionalRole-roleCategory sh:MinCountConstraintComponent
# The role has no code for “role category”.
DELETE WHERE { <id/role/example> psg:roleCategory ?value }
