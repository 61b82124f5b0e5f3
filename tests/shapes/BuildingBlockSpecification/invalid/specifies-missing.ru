# expect: psgsh:BuildingBlockSpecification-specifies sh:MinCountConstraintComponent
# The specification names no Building Block.
DELETE WHERE { <id/specification/example> psg:specifies ?value }
