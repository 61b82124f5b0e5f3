# expect: psgsh:SoftwareProduct-realisesBuildingBlock sh:ClassConstraintComponent
# The product names a Building Block that is not described anywhere.
INSERT DATA { <id/product/example> psg:realisesBuildingBlock <id/building-block/nowhere> }
