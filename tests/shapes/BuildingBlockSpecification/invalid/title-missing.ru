# expect: psgsh:BuildingBlockSpecification-title sh:MinCountConstraintComponent
# The specification has no title.
DELETE WHERE { <id/specification/example> dct:title ?value }
