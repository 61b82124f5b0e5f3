# expect: psgsh:BuildingBlockSpecification-version sh:MinCountConstraintComponent
# The specification has no version.
DELETE WHERE { <id/specification/example> dcat:version ?value }
