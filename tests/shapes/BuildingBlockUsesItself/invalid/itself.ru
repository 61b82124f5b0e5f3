# expect: psgsh:BuildingBlockUsesItself sh:SPARQLConstraintComponent
# The Building Block is named as its own partner.
INSERT DATA { <id/building-block/example> psg:mayUse <id/building-block/example> }
