# expect: psgsh:BuildingBlockSpecification-status sh:MaxCountConstraintComponent
# The specification has two codes for “status”.
INSERT DATA { <id/specification/example> adms:status <codelist/specification-status/planned> }
