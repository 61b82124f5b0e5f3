# expect: psgsh:BuildingBlockSpecification-specifies sh:ClassConstraintComponent
# The specification names a Building Block that is not described anywhere.
DELETE WHERE { <id/specification/example> psg:specifies ?value } ;
INSERT DATA { <id/specification/example> psg:specifies <id/building-block/nowhere> }
