# expect: psgsh:BuildingBlockSpecification-version sh:MaxCountConstraintComponent
# The specification has two values of “version”.
INSERT DATA { <id/specification/example> dcat:version "another text" }
