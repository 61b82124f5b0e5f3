# expect: psgsh:System-realisesBuildingBlock sh:ClassConstraintComponent
# The system names a Building Block that is not described anywhere.
INSERT DATA { <id/system/example> psg:realisesBuildingBlock <id/building-block/nowhere> }
