# expect: psgsh:BuildingBlockSpecification-status sh:MinCountConstraintComponent
# The specification has no code for “status”.
DELETE WHERE { <id/specification/example> adms:status ?value }
