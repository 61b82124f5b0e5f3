# expect: psgsh:BuildingBlockSpecification-status sh:NodeConstraintComponent
# The code for “status” is not in the code list.
DELETE WHERE { <id/specification/example> adms:status ?value } ;
INSERT DATA { <id/specification/example> adms:status <codelist/specification-status/unknown> }
