# expect: psgsh:BuildingBlock-mayUse sh:ClassConstraintComponent
# The Building Block names a Building Block that is not described anywhere.
INSERT DATA { <id/building-block/example> psg:mayUse <id/building-block/nowhere> }
