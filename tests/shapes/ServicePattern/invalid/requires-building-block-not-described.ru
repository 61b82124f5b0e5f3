# expect: psgsh:ServicePattern-requiresBuildingBlock sh:ClassConstraintComponent
# The pattern names a Building Block that is not described anywhere.
INSERT DATA { <id/pattern/example> psg:requiresBuildingBlock <id/building-block/nowhere> }
