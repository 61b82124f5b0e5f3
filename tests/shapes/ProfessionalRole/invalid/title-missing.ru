# expect: psgsh:ProfessionalRole-title sh:MinCountConstraintComponent
# The role has no title.
DELETE WHERE { <id/role/example> dct:title ?value }
